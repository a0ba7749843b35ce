/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import org.kan4j.plugin.simd.plan.Arrangement;
import org.kan4j.spi.function.BasisShape;

/**
 * B-splines of order 2 or more over knots at equal distances, a vector of arguments at a time.
 * Orders 0 and 1 jump at knots, in values or slopes, and are left to {@link KnotSpline}, which
 * knows the very knots. Immutable.
 */
final class UniformSpline implements Functions {
  /** Deviations from equal distances, in units of them, that do not show beside rounding. */
  private static final /*exact*/ double UNIFORM = 0x1p-43;

  /**
   * Adding it and taking it off again leaves the nearest whole number: of a place in units of
   * intervals less a half, the number of its interval; at a knot that on the left or that on the
   * right, which mean the same. Between, its bits are compared: they order numbers as integers do,
   * and the vectors' own minimum, which takes care of NaN and signed zeros, is six instructions.
   */
  static final double WHOLE = 1.5 / Math.ulp(1.0);

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
    LongVector least = DoubleVector.broadcast(Lanes.SPECIES, WHOLE).reinterpretAsLongs();
    LongVector most = DoubleVector.broadcast(Lanes.SPECIES, WHOLE + last).reinterpretAsLongs();
    for (int r = 0; r < rows; r += Lanes.COUNT) {
      DoubleVector at = DoubleVector.fromArray(Lanes.SPECIES, x, from + r);
      at.sub(lower)
          .mul(density)
          .sub(HALF)
          .add(WHOLE)
          .reinterpretAsLongs()
          .max(least)
          .min(most)
          .reinterpretAsDoubles()
          .sub(WHOLE)
          .intoArray(scratch.intervals, r);
    }
    scratch.wholes(rows, first);
    outside.first(x, from, rows, scratch, first);
  }

  boolean cubic() {
    return order == 3;
  }

  double lower() {
    return lower;
  }

  double upper() {
    return outside.upper;
  }

  double density() {
    return density;
  }

  double last() {
    return last;
  }

  @Override
  public void values(Arguments x, int rows, Scratch scratch, Local to) {
    boolean beyond = outside.any(x, rows, scratch);
    boolean slopes = beyond || to.wanted;
    // arrays between the methods: a vector that crosses a call is an object
    double[] positions = scratch.positions;
    if (beyond) {
      inside(x, rows, positions);
      positions(positions, 0, rows, positions);
    } else {
      positions(x.numbers, x.from, rows, positions);
    }
    if (order == 3) {
      cubic(positions, rows, to, slopes);
    } else {
      for (int r = 0; r < rows; r += Lanes.COUNT) {
        triangle(positions, r, to, slopes);
      }
    }
    if (beyond) {
      outside.apply(x, rows, order + 1, scratch, to);
    }
  }

  /**
   * Some ten operations per function and vector of rows, less than sorting out which few functions
   * live where, as long as they are few.
   */
  @Override
  public boolean everywhere(Arguments x, int rows, Scratch scratch, Local to) {
    if (order != 3 || last + 1 + order > Arrangement.MOST_EVERYWHERE) {
      return false;
    }
    boolean beyond = outside.any(x, rows, scratch);
    if (beyond && outside.natural()) {
      return false;
    }
    int size = (int) last + 1 + order;
    double[] inside = x.numbers;
    int from = x.from;
    if (beyond) {
      inside(x, rows, scratch.positions);
      inside = scratch.positions;
      from = 0;
    }
    double[] positions = scratch.intervals;
    for (int r = 0; r < rows; r += Lanes.COUNT) {
      DoubleVector at = DoubleVector.fromArray(Lanes.SPECIES, inside, from + r);
      at.sub(lower).mul(density).intoArray(positions, Lanes.SKIP + r);
    }
    if (beyond || to.wanted) {
      TruncatedCubes.both(positions, size, rows, density, to);
    } else {
      TruncatedCubes.values(positions, size, rows, to);
    }
    if (beyond) {
      outside.apply(x, rows, size, scratch, to);
    }
    return true;
  }

  /** The nearest arguments of the core. */
  private void inside(Arguments x, int rows, double[] to) {
    for (int r = 0; r < rows; r += Lanes.COUNT) {
      DoubleVector at = DoubleVector.fromArray(Lanes.SPECIES, x.numbers, x.from + r);
      at.max(lower).min(outside.upper).intoArray(to, r);
    }
  }

  /** Where arguments in the core are in their intervals, from 0 to 1. */
  private void positions(double[] inside, int from, int rows, double[] to) {
    DoubleVector width = DoubleVector.broadcast(Lanes.SPECIES, spacing);
    DoubleVector start = DoubleVector.broadcast(Lanes.SPECIES, lower);
    LongVector least = DoubleVector.broadcast(Lanes.SPECIES, WHOLE).reinterpretAsLongs();
    LongVector most = DoubleVector.broadcast(Lanes.SPECIES, WHOLE + last).reinterpretAsLongs();
    for (int r = 0; r < rows; r += Lanes.COUNT) {
      DoubleVector at = DoubleVector.fromArray(Lanes.SPECIES, inside, from + r);
      DoubleVector shifted = at.sub(lower).mul(density).sub(HALF).add(WHOLE);
      LongVector bounded = shifted.reinterpretAsLongs().max(least).min(most);
      DoubleVector knot = bounded.reinterpretAsDoubles().sub(WHOLE).fma(width, start);
      at.sub(knot).mul(density).intoArray(to, r);
    }
  }

  private void cubic(double[] positions, int rows, Local to, boolean slopes) {
    DoubleVector one = DoubleVector.broadcast(Lanes.SPECIES, 1.0);
    DoubleVector four = DoubleVector.broadcast(Lanes.SPECIES, 4.0);
    double[] values = to.values;
    int step = to.step;
    for (int r = 0; r < rows; r += Lanes.COUNT) {
      DoubleVector u = DoubleVector.fromArray(Lanes.SPECIES, positions, r);
      DoubleVector w = one.sub(u);
      DoubleVector u2 = u.mul(u);
      DoubleVector w2 = w.mul(w);
      w2.mul(w).mul(SIXTH).intoArray(values, r);
      u.mul(3.0).sub(6.0).fma(u2, four).mul(SIXTH).intoArray(values, r + step);
      w.mul(3.0).sub(6.0).fma(w2, four).mul(SIXTH).intoArray(values, r + 2 * step);
      u2.mul(u).mul(SIXTH).intoArray(values, r + 3 * step);
    }
    if (slopes) {
      cubicSlopes(positions, rows, to.slopes, step);
    }
  }

  private void cubicSlopes(double[] positions, int rows, double[] slopes, int step) {
    DoubleVector four = DoubleVector.broadcast(Lanes.SPECIES, 4.0);
    double half = density * HALF;
    for (int r = 0; r < rows; r += Lanes.COUNT) {
      DoubleVector u = DoubleVector.fromArray(Lanes.SPECIES, positions, r);
      DoubleVector w = DoubleVector.broadcast(Lanes.SPECIES, 1.0).sub(u);
      w.mul(w).mul(-half).intoArray(slopes, r);
      u.mul(3.0).sub(four).mul(u).mul(half).intoArray(slopes, r + step);
      four.sub(w.mul(3.0)).mul(w).mul(half).intoArray(slopes, r + 2 * step);
      u.mul(u).mul(half).intoArray(slopes, r + 3 * step);
    }
  }

  /** The scheme of Cox and de Boor for knots at distance 1. */
  private void triangle(double[] positions, int at, Local to, boolean slopes) {
    DoubleVector.broadcast(Lanes.SPECIES, 1.0).intoArray(to.values, at);
    for (int q = 1; q < order; q++) {
      raise(positions, q, to, at);
    }
    if (slopes) {
      DoubleVector before = DoubleVector.zero(Lanes.SPECIES);
      for (int j = 0; j < order; j++) {
        DoubleVector value = DoubleVector.fromArray(Lanes.SPECIES, to.values, at + j * to.step);
        before.sub(value).mul(density).intoArray(to.slopes, at + j * to.step);
        before = value;
      }
      before.mul(density).intoArray(to.slopes, at + order * to.step);
    }
    raise(positions, order, to, at);
  }

  /** From the functions of order {@code q - 1} to those of order {@code q}. */
  private static void raise(double[] positions, int q, Local to, int at) {
    DoubleVector u = DoubleVector.fromArray(Lanes.SPECIES, positions, at);
    DoubleVector saved = DoubleVector.zero(Lanes.SPECIES);
    double part = 1.0 / q;
    int place = at;
    for (int j = 0; j < q; j++, place += to.step) {
      DoubleVector share = DoubleVector.fromArray(Lanes.SPECIES, to.values, place).mul(part);
      DoubleVector left = DoubleVector.broadcast(Lanes.SPECIES, j + 1).sub(u);
      left.fma(share, saved).intoArray(to.values, place);
      saved = u.add(q - 1 - j).mul(share);
    }
    saved.intoArray(to.values, place);
  }
}
