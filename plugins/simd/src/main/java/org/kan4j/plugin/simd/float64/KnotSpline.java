/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import jdk.incubator.vector.DoubleVector;
import org.kan4j.spi.function.BasisShape;

/**
 * B-splines of any order over any knots. Arguments come sorted by interval, so that those of an
 * interval share its knots: the scheme of Cox and de Boor, whose differences of knots are then
 * numbers of the interval. Immutable.
 */
final class KnotSpline implements Functions {
  /** Up to so many inner knots, each is compared with every argument. */
  private static final int FEW = 20;

  private final int order;
  private final Outside outside;

  /** The least number of this precision that is not less than the inner knot. */
  private final double[] inner;

  /**
   * Per interval, and per step of the scheme and function: the knot on the left, the one on the
   * right, and one over their distance.
   */
  private final double[][] triangles;

  private KnotSpline(BasisShape.Spline shape, Outside outside) {
    this.outside = outside;
    order = shape.order();
    int intervals = shape.size() - order;
    inner = new double[intervals - 1];
    for (int i = 0; i < inner.length; i++) {
      inner[i] = notLess(shape.knots().get(order + 1 + i));
    }
    triangles = new double[intervals][];
    for (int i = 0; i < intervals; i++) {
      triangles[i] = triangle(shape, order + i);
    }
  }

  /** The splines of a shape; null if two knots of its core are one, where the basis must decide. */
  static KnotSpline of(BasisShape.Spline shape, Outside outside) {
    for (int i = 0; i < shape.size() - shape.order(); i++) {
      if (!(shape.knots().get(shape.order() + i) < shape.knots().get(shape.order() + i + 1))) {
        return null;
      }
    }
    return new KnotSpline(shape, outside);
  }

  private static double notLess(/*exact*/ double knot) {
    double rounded = (double) knot;
    return rounded < knot ? Math.nextUp(rounded) : rounded;
  }

  private static double[] triangle(BasisShape.Spline shape, int interval) {
    int order = shape.order();
    double[] numbers = new double[3 * order * (order + 1) / 2];
    int at = 0;
    for (int q = 1; q <= order; q++) {
      for (int j = 0; j < q; j++) {
        /*exact*/ double left = shape.knots().get(interval + 1 - q + j);
        /*exact*/ double right = shape.knots().get(interval + 1 + j);
        numbers[at++] = (double) left;
        numbers[at++] = (double) right;
        numbers[at++] = (double) (1 / (right - left));
      }
    }
    return numbers;
  }

  @Override
  public boolean sorts() {
    return true;
  }

  /** How many inner knots are not above; NaN counts none. */
  @Override
  public void first(double[] x, int from, int rows, Scratch scratch, int[] first) {
    if (inner.length > FEW) {
      for (int r = 0; r < rows; r++) {
        first[r] = search(x[from + r]);
      }
    } else {
      compare(x, from, rows, scratch, first);
    }
    outside.first(x, from, rows, scratch, first);
  }

  private void compare(double[] x, int from, int rows, Scratch scratch, int[] first) {
    for (int r = 0; r < rows; r += Lanes.COUNT) {
      DoubleVector at = DoubleVector.fromArray(Lanes.SPECIES, x, from + r);
      DoubleVector count = DoubleVector.zero(Lanes.SPECIES);
      for (double knot : inner) {
        DoubleVector below = DoubleVector.broadcast(Lanes.SPECIES, knot).sub(at);
        count = count.add(1.0).sub(below.mul(Lanes.HUGE).max(0.0).min(1.0));
      }
      count.intoArray(scratch.intervals, r);
    }
    scratch.wholes(rows, first);
  }

  private int search(double x) {
    int low = 0;
    int high = inner.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (x >= inner[middle]) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  public void values(Arguments x, int rows, Scratch scratch, Local to) {
    boolean beyond = outside.any(x, rows, scratch);
    for (int b = 0; b < triangles.length; b++) {
      // what the last vector of an interval has too much, the next interval writes over
      for (int s = x.start[b]; s < x.start[b + 1]; s += Lanes.COUNT) {
        DoubleVector at = DoubleVector.fromArray(Lanes.SPECIES, x.numbers, x.from + s);
        at.max(outside.lower).min(outside.upper).intoArray(scratch.positions, s);
        triangle(scratch.positions, triangles[b], beyond || to.wanted, to, s);
      }
    }
    if (beyond) {
      outside.apply(x, rows, order + 1, scratch, to);
    }
  }

  @Override
  public boolean everywhere(Arguments x, int rows, Scratch scratch, Local to) {
    return false;
  }

  private void triangle(double[] x, double[] numbers, boolean slopes, Local to, int at) {
    DoubleVector.broadcast(Lanes.SPECIES, 1.0).intoArray(to.values, at);
    int number = 0;
    for (int q = 1; q < order; q++) {
      number = raise(x, q, numbers, number, to, at);
    }
    if (slopes) {
      slopes(numbers, number, to, at);
    }
    if (order > 0) {
      raise(x, order, numbers, number, to, at);
    }
  }

  /** From the functions of order {@code q - 1} to those of order {@code q}. */
  private static int raise(
      double[] arguments, int q, double[] numbers, int number, Local to, int at) {
    DoubleVector x = DoubleVector.fromArray(Lanes.SPECIES, arguments, at);
    DoubleVector saved = DoubleVector.zero(Lanes.SPECIES);
    int place = at;
    int n = number;
    for (int j = 0; j < q; j++, place += to.step, n += 3) {
      DoubleVector share =
          DoubleVector.fromArray(Lanes.SPECIES, to.values, place).mul(numbers[n + 2]);
      DoubleVector right = DoubleVector.broadcast(Lanes.SPECIES, numbers[n + 1]).sub(x);
      right.fma(share, saved).intoArray(to.values, place);
      saved = x.sub(numbers[n]).mul(share);
    }
    saved.intoArray(to.values, place);
    return n;
  }

  private void slopes(double[] numbers, int number, Local to, int at) {
    DoubleVector before = DoubleVector.zero(Lanes.SPECIES);
    int place = at;
    int n = number + 2;
    for (int j = 0; j < order; j++, place += to.step, n += 3) {
      DoubleVector part =
          DoubleVector.fromArray(Lanes.SPECIES, to.values, place).mul(order * numbers[n]);
      before.sub(part).intoArray(to.slopes, place);
      before = part;
    }
    before.intoArray(to.slopes, place);
  }
}
