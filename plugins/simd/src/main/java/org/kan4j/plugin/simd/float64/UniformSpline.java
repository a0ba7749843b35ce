/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import jdk.incubator.vector.DoubleVector;
import org.kan4j.spi.function.BasisShape;

/**
 * B-splines of order 2 or more over knots at equal distances, a vector of arguments at a time.
 * Orders 0 and 1 jump at knots, in values or slopes, and are left to {@link KnotSpline}, which
 * knows the very knots. Immutable.
 */
final class UniformSpline implements Functions {
  /** Deviations from equal distances, in units of them, that do not show beside rounding. */
  private static final /*exact*/ double UNIFORM = 0x1p-43;

  /** Adding it and taking it off again leaves the nearest whole number. */
  private static final double WHOLE = 1.5 / Math.ulp(1.0);

  private static final double HALF = 0.5;
  private static final double SIXTH = 1.0 / 6.0;

  private final int order;
  private final Outside outside;
  private final double lower;
  private final double spacing;
  private final double density;
  private final double last;

  private UniformSpline(BasisShape.Spline shape, Outside outside) {
    this.outside = outside;
    order = shape.order();
    int intervals = shape.size() - order;
    lower = (double) shape.lower();
    spacing = (double) ((shape.upper() - shape.lower()) / intervals);
    density = (double) (intervals / (shape.upper() - shape.lower()));
    last = intervals - 1;
  }

  /** The splines of a shape; null if it has another. */
  static UniformSpline of(BasisShape.Spline shape, Outside outside) {
    return shape.order() >= 2 && uniform(shape) ? new UniformSpline(shape, outside) : null;
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

  @Override
  public boolean sorts() {
    return false;
  }

  @Override
  public void first(double[] x, int from, int rows, Scratch scratch, int[] first) {
    for (int r = 0; r < rows; r += Lanes.COUNT) {
      DoubleVector at = DoubleVector.fromArray(Lanes.SPECIES, x, from + r);
      interval(outside.inside(at)).intoArray(scratch.intervals, r);
    }
    scratch.wholes(rows, first);
    outside.first(x, from, rows, scratch, first);
  }

  /**
   * The number of the interval. At a knot it may be that on the left or that on the right, which
   * mean the same.
   */
  private DoubleVector interval(DoubleVector inside) {
    return inside.sub(lower).mul(density).sub(HALF).add(WHOLE).sub(WHOLE).max(0.0).min(last);
  }

  @Override
  public void values(Arguments x, int rows, Scratch scratch, Local to) {
    boolean beyond = outside.any(x, rows, scratch);
    boolean slopes = beyond || to.wanted;
    for (int r = 0; r < rows; r += Lanes.COUNT) {
      DoubleVector at = DoubleVector.fromArray(Lanes.SPECIES, x.numbers, x.from + r);
      DoubleVector inside = outside.inside(at);
      DoubleVector i = interval(inside);
      DoubleVector knot =
          i.fma(
              DoubleVector.broadcast(Lanes.SPECIES, spacing),
              DoubleVector.broadcast(Lanes.SPECIES, lower));
      DoubleVector u = inside.sub(knot).mul(density);
      if (order == 3) {
        cubic(u, to, r, slopes);
      } else {
        triangle(u, to, r, slopes);
      }
    }
    if (beyond) {
      outside.apply(x, rows, order + 1, scratch, to);
    }
  }

  private void cubic(DoubleVector u, Local to, int at, boolean slopes) {
    DoubleVector one = DoubleVector.broadcast(Lanes.SPECIES, 1.0);
    DoubleVector four = DoubleVector.broadcast(Lanes.SPECIES, 4.0);
    DoubleVector w = one.sub(u);
    DoubleVector u2 = u.mul(u);
    DoubleVector w2 = w.mul(w);
    w2.mul(w).mul(SIXTH).intoArray(to.values, at);
    u.mul(3.0).sub(6.0).fma(u2, four).mul(SIXTH).intoArray(to.values, at + to.step);
    w.mul(3.0).sub(6.0).fma(w2, four).mul(SIXTH).intoArray(to.values, at + 2 * to.step);
    u2.mul(u).mul(SIXTH).intoArray(to.values, at + 3 * to.step);
    if (slopes) {
      double half = density * HALF;
      w2.mul(-half).intoArray(to.slopes, at);
      u.mul(3.0).sub(four).mul(u).mul(half).intoArray(to.slopes, at + to.step);
      four.sub(w.mul(3.0)).mul(w).mul(half).intoArray(to.slopes, at + 2 * to.step);
      u2.mul(half).intoArray(to.slopes, at + 3 * to.step);
    }
  }

  /** The scheme of Cox and de Boor for knots at distance 1. */
  private void triangle(DoubleVector u, Local to, int at, boolean slopes) {
    double[] values = to.values;
    DoubleVector.broadcast(Lanes.SPECIES, 1.0).intoArray(values, at);
    for (int q = 1; q < order; q++) {
      raise(u, q, values, at, to.step);
    }
    if (slopes) {
      DoubleVector before = DoubleVector.zero(Lanes.SPECIES);
      for (int j = 0; j < order; j++) {
        DoubleVector value = DoubleVector.fromArray(Lanes.SPECIES, values, at + j * to.step);
        before.sub(value).mul(density).intoArray(to.slopes, at + j * to.step);
        before = value;
      }
      before.mul(density).intoArray(to.slopes, at + order * to.step);
    }
    raise(u, order, values, at, to.step);
  }

  /** From the functions of order {@code q - 1} to those of order {@code q}. */
  private static void raise(DoubleVector u, int q, double[] values, int at, int step) {
    DoubleVector saved = DoubleVector.zero(Lanes.SPECIES);
    double part = 1.0 / q;
    for (int j = 0; j < q; j++) {
      DoubleVector share = DoubleVector.fromArray(Lanes.SPECIES, values, at + j * step).mul(part);
      DoubleVector left = DoubleVector.broadcast(Lanes.SPECIES, j + 1).sub(u);
      left.fma(share, saved).intoArray(values, at + j * step);
      saved = u.add(q - 1 - j).mul(share);
    }
    saved.intoArray(values, at + q * step);
  }
}
