/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.basis;

import java.util.Arrays;

/**
 * Evaluates the {@code order + 1} B-splines that live on a knot interval by the triangular scheme
 * of Cox and de Boor, in the arrays of the result alone. Divisions by knot distances are made once,
 * here.
 */
final class SplineKernel {
  private final int order;
  private final int size;
  private final double[] knots;
  private final double upper;

  /** The interval whose right end the upper end of the core interval is. */
  private final int upperInterval;

  /** Intervals per unit of the argument if the knots are about uniform, else 0. */
  private final double density;

  /** The knots with {@code order} more on each side, so that every interval has neighbours. */
  private final double[] padded;

  /**
   * {@code reciprocal[q][p] = 1 / (padded[p+q] - padded[p])}, and 0 for no distance: such a
   * function does not live on an interval that has a width.
   */
  private final double[][] reciprocal;

  SplineKernel(int order, double[] knots) {
    this.order = order;
    this.knots = knots;
    size = knots.length - order - 1;
    upper = knots[size];
    int below = size;
    while (knots[below] >= upper) {
      below--;
    }
    upperInterval = below;
    density = density(knots);
    padded = Knots.extend(knots, order);
    reciprocal = new double[order + 1][];
    for (int q = 1; q <= order; q++) {
      reciprocal[q] = new double[padded.length - q];
      for (int p = 0; p < reciprocal[q].length; p++) {
        double distance = padded[p + q] - padded[p];
        reciprocal[q][p] = distance > 0 ? 1 / distance : 0;
      }
    }
  }

  private static double density(double[] knots) {
    int intervals = knots.length - 1;
    double spacing = (knots[intervals] - knots[0]) / intervals;
    for (int i = 0; i <= intervals; i++) {
      if (!(Math.abs(knots[i] - (knots[0] + i * spacing)) <= 0.25 * spacing)) {
        return 0;
      }
    }
    return 1 / spacing;
  }

  /** As {@link org.kan4j.spi.function.Basis#evaluate} says. */
  void evaluate(double[] x, int n, int derivatives, int[] first, double[] values) {
    int support = order + 1;
    boolean cubic = order == 3 && derivatives <= 1;
    for (int s = 0; s < n; s++) {
      int interval = interval(x[s]);
      if (interval < 0) {
        first[s] = x[s] < knots[0] ? 0 : size - support;
        for (int d = 0; d <= derivatives; d++) {
          int start = (d * n + s) * support;
          Arrays.fill(values, start, start + support, 0);
        }
        continue;
      }
      if (cubic) {
        cubic(x[s], interval, values, 4 * s, derivatives == 1 ? 4 * (n + s) : -1);
      } else {
        for (int d = 0; d <= derivatives; d++) {
          triangle(x[s], interval, d, values, (d * n + s) * support);
        }
      }
      first[s] = Math.clamp(interval - order, 0, size - support);
      int shift = interval - order - first[s];
      if (shift != 0) {
        for (int d = 0; d <= derivatives; d++) {
          shift(values, (d * n + s) * support, shift);
        }
      }
    }
  }

  /** The number of the interval {@code knots[i] <= x < knots[i+1]}; negative outside all. */
  private int interval(double x) {
    if (x == upper) {
      return upperInterval;
    }
    int last = knots.length - 1;
    if (x < knots[0] || x >= knots[last]) {
      return -1;
    }
    if (density > 0) {
      int at = Math.min((int) ((x - knots[0]) * density), last - 1);
      while (x < knots[at]) {
        at--;
      }
      while (x >= knots[at + 1]) {
        at++;
      }
      return at;
    }
    int low = 0;
    int high = last;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (x < knots[middle]) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return low;
  }

  /** One derivative of the functions on an interval, to {@code values[at … at+order]}. */
  private void triangle(double x, int interval, int derivative, double[] values, int at) {
    int mu = interval + order;
    int smooth = order - derivative;
    if (smooth < 0) {
      Arrays.fill(values, at, at + order + 1, 0);
      return;
    }
    values[at] = 1;
    for (int q = 1; q <= smooth; q++) {
      double saved = 0;
      for (int r = 0; r < q; r++) {
        int p = mu - q + 1 + r;
        double share = values[at + r] * reciprocal[q][p];
        values[at + r] = saved + (padded[p + q] - x) * share;
        saved = (x - padded[p]) * share;
      }
      values[at + q] = saved;
    }
    for (int q = smooth + 1; q <= order; q++) {
      double saved = 0;
      for (int r = 0; r < q; r++) {
        double share = q * (values[at + r] * reciprocal[q][mu - q + 1 + r]);
        values[at + r] = saved - share;
        saved = share;
      }
      values[at + q] = saved;
    }
  }

  /**
   * The same for cubics, unrolled: values at {@code at}, slopes at {@code slope} if not below 0.
   */
  private void cubic(double x, int interval, double[] values, int at, int slope) {
    double[] t = padded;
    int p = interval + 3;
    double left0 = x - t[p];
    double left1 = x - t[p - 1];
    double right1 = t[p + 1] - x;
    double right2 = t[p + 2] - x;
    double line = reciprocal[1][p];
    double[] two = reciprocal[2];
    double parabola0 = right1 * line * two[p - 1];
    double parabola1 = left0 * line * two[p];
    double[] three = reciprocal[3];
    double share0 = right1 * parabola0 * three[p - 2];
    double share1 = (left1 * parabola0 + right2 * parabola1) * three[p - 1];
    double share2 = left0 * parabola1 * three[p];
    values[at] = right1 * share0;
    values[at + 1] = (x - t[p - 2]) * share0 + right2 * share1;
    values[at + 2] = left1 * share1 + (t[p + 3] - x) * share2;
    values[at + 3] = left0 * share2;
    if (slope >= 0) {
      values[slope] = -3 * share0;
      values[slope + 1] = 3 * share0 - 3 * share1;
      values[slope + 2] = 3 * share1 - 3 * share2;
      values[slope + 3] = 3 * share2;
    }
  }

  /** Moves the functions of an interval outside the core to their places; the rest are zero. */
  private void shift(double[] values, int at, int shift) {
    int support = order + 1;
    int kept = support - Math.abs(shift);
    if (shift < 0) {
      System.arraycopy(values, at - shift, values, at, kept);
      Arrays.fill(values, at + kept, at + support, 0);
    } else {
      System.arraycopy(values, at, values, at + shift, kept);
      Arrays.fill(values, at, at + shift, 0);
    }
  }
}
