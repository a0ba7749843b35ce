/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import static jdk.incubator.vector.VectorOperators.D2I;
import static jdk.incubator.vector.VectorOperators.I2D;
import static jdk.incubator.vector.VectorOperators.NE;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.function.Extrapolation;

/**
 * B-splines of order 2 or more over knots at equal distances, a vector of arguments at a time.
 * Orders 0 and 1 jump at knots, in values or slopes, and are left to the basis, which knows the
 * very knots.
 */
final class UniformSpline {
  /** Deviations from equal distances, in units of them, that do not show beside rounding. */
  private static final /*exact*/ double UNIFORM = 0x1p-43;

  private static final int STEP = Evaluator.Local.STEP;
  private static final double HALF = 0.5;
  private static final double SIXTH = 1.0 / 6.0;

  private final int order;
  private final boolean clamped;
  private final double lower;
  private final double upper;
  private final double spacing;
  private final double density;
  private final double last;

  private UniformSpline(BasisShape.Spline shape, boolean clamped) {
    this.clamped = clamped;
    order = shape.order();
    int intervals = shape.size() - order;
    lower = (double) shape.lower();
    upper = (double) shape.upper();
    spacing = (double) ((shape.upper() - shape.lower()) / intervals);
    density = (double) (intervals / (shape.upper() - shape.lower()));
    last = intervals - 1;
  }

  /** The splines of a shape; null if it has another. */
  static UniformSpline of(BasisShape shape, Extrapolation extrapolation) {
    if (shape instanceof BasisShape.Spline spline && spline.order() >= 2 && uniform(spline)) {
      return new UniformSpline(spline, extrapolation == Extrapolation.CLAMP);
    }
    return null;
  }

  private static boolean uniform(BasisShape.Spline shape) {
    int intervals = shape.knots().size() - 1;
    /*exact*/ double first = shape.knots().getFirst();
    /*exact*/ double distance = (shape.knots().getLast() - first) / intervals;
    for (int i = 0; i <= intervals; i++) {
      if (!(Math.abs(shape.knots().get(i) - (first + i * distance)) <= UNIFORM * distance)) {
        return false;
      }
    }
    return true;
  }

  /** Whether an argument is in the core interval. */
  boolean inside(double x) {
    return x >= lower && x <= upper;
  }

  /** The interval of each argument, as a number of its first function. */
  void first(double[] x, int from, int rows, int[] first) {
    for (int r = 0; r < rows; r += Lanes.COUNT) {
      DoubleVector at = DoubleVector.fromArray(Lanes.SPECIES, x, from + r);
      interval(at.max(lower).min(upper)).intoArray(first, r);
    }
  }

  private IntVector interval(DoubleVector inside) {
    DoubleVector t = inside.sub(lower).mul(density).min(last);
    return (IntVector) t.convertShape(D2I, Lanes.INTEGERS, 0);
  }

  /** Values, and slopes if wanted; outside the core interval, the policy of the network. */
  void values(double[] x, int from, int rows, Evaluator.Local to) {
    for (int r = 0; r < rows; r += Lanes.COUNT) {
      DoubleVector at = DoubleVector.fromArray(Lanes.SPECIES, x, from + r);
      DoubleVector inside = at.max(lower).min(upper);
      DoubleVector i = (DoubleVector) interval(inside).convertShape(I2D, Lanes.SPECIES, 0);
      DoubleVector knot =
          i.fma(
              DoubleVector.broadcast(Lanes.SPECIES, spacing),
              DoubleVector.broadcast(Lanes.SPECIES, lower));
      DoubleVector u = inside.sub(knot).mul(density);
      VectorMask<Double> outside = inside.compare(NE, at);
      boolean any = outside.anyTrue();
      if (order == 3) {
        cubic(u, to, r, any || to.wanted);
      } else {
        triangle(u, to, r, any || to.wanted);
      }
      if (any && clamped) {
        flatten(outside, to, r);
      } else if (any) {
        extend(at.sub(inside), to, r);
      }
    }
  }

  private void cubic(DoubleVector u, Evaluator.Local to, int at, boolean slopes) {
    DoubleVector one = DoubleVector.broadcast(Lanes.SPECIES, 1.0);
    DoubleVector four = DoubleVector.broadcast(Lanes.SPECIES, 4.0);
    DoubleVector w = one.sub(u);
    DoubleVector u2 = u.mul(u);
    DoubleVector w2 = w.mul(w);
    w2.mul(w).mul(SIXTH).intoArray(to.values, at);
    u.mul(3.0).sub(6.0).fma(u2, four).mul(SIXTH).intoArray(to.values, at + STEP);
    w.mul(3.0).sub(6.0).fma(w2, four).mul(SIXTH).intoArray(to.values, at + 2 * STEP);
    u2.mul(u).mul(SIXTH).intoArray(to.values, at + 3 * STEP);
    if (slopes) {
      double half = density * HALF;
      w2.mul(-half).intoArray(to.slopes, at);
      u.mul(3.0).sub(four).mul(u).mul(half).intoArray(to.slopes, at + STEP);
      four.sub(w.mul(3.0)).mul(w).mul(half).intoArray(to.slopes, at + 2 * STEP);
      u2.mul(half).intoArray(to.slopes, at + 3 * STEP);
    }
  }

  /** The scheme of Cox and de Boor for knots at distance 1. */
  private void triangle(DoubleVector u, Evaluator.Local to, int at, boolean slopes) {
    double[] values = to.values;
    DoubleVector.broadcast(Lanes.SPECIES, 1.0).intoArray(values, at);
    for (int q = 1; q < order; q++) {
      raise(u, q, values, at);
    }
    if (slopes) {
      DoubleVector before = DoubleVector.zero(Lanes.SPECIES);
      for (int j = 0; j < order; j++) {
        DoubleVector value = DoubleVector.fromArray(Lanes.SPECIES, values, at + j * STEP);
        before.sub(value).mul(density).intoArray(to.slopes, at + j * STEP);
        before = value;
      }
      before.mul(density).intoArray(to.slopes, at + order * STEP);
    }
    raise(u, order, values, at);
  }

  /** From the functions of order {@code q - 1} to those of order {@code q}. */
  private static void raise(DoubleVector u, int q, double[] values, int at) {
    DoubleVector saved = DoubleVector.zero(Lanes.SPECIES);
    double part = 1.0 / q;
    for (int j = 0; j < q; j++) {
      DoubleVector share = DoubleVector.fromArray(Lanes.SPECIES, values, at + j * STEP).mul(part);
      DoubleVector left = DoubleVector.broadcast(Lanes.SPECIES, j + 1).sub(u);
      left.fma(share, saved).intoArray(values, at + j * STEP);
      saved = u.add(q - 1 - j).mul(share);
    }
    saved.intoArray(values, at + q * STEP);
  }

  private void extend(DoubleVector beyond, Evaluator.Local to, int at) {
    for (int j = 0; j <= order; j++) {
      int place = at + j * STEP;
      beyond
          .mul(DoubleVector.fromArray(Lanes.SPECIES, to.slopes, place))
          .add(DoubleVector.fromArray(Lanes.SPECIES, to.values, place))
          .intoArray(to.values, place);
    }
  }

  private void flatten(VectorMask<Double> outside, Evaluator.Local to, int at) {
    for (int j = 0; j <= order; j++) {
      int place = at + j * STEP;
      DoubleVector.fromArray(Lanes.SPECIES, to.slopes, place)
          .blend(0.0, outside)
          .intoArray(to.slopes, place);
    }
  }
}
