/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.basis;

import java.util.Arrays;

/**
 * Evaluates the {@code order + 1} B-splines that live on a knot interval by the triangular scheme
 * of Cox and de Boor, in the arrays of the result alone. Divisions by knot distances are made once,
 * here.
 */
final class SplineKernel {
  /**
   * Deviations from equal distances, in units of them, that do not show in values beside rounding.
   */
  private static final double UNIFORM = 1e-13;

  private static final double SIXTH = 1.0 / 6;

  private final int order;
  private final int size;
  private final double[] knots;
  private final double lower;
  private final double upper;

  /** The interval whose right end the upper end of the core interval is. */
  private final int upperInterval;

  /** Intervals per unit of the argument, on the average. */
  private final double density;

  /** Cells of equal width per unit of the argument: a table of where to search. */
  private final double cellsPerUnit;

  /** The last knot in a cell before each, or 0; knots and arguments fall in cells by one rule. */
  private final int[] lastBefore;

  /** Whether the knots are at equal distances as far as results tell. */
  private final boolean uniform;

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
    lower = knots[order];
    upper = knots[size];
    int below = size;
    while (knots[below] >= upper) {
      below--;
    }
    upperInterval = below;
    density = 1 / spacing(knots);
    cellsPerUnit = 2 * density;
    lastBefore = lastBefore(knots, cellsPerUnit);
    uniform = deviation(knots) <= UNIFORM;
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

  private static int[] lastBefore(double[] knots, double cellsPerUnit) {
    int last = knots.length - 1;
    int[] table = new int[(int) ((knots[last] - knots[0]) * cellsPerUnit) + 2];
    int knot = 0;
    for (int cell = 1; cell < table.length; cell++) {
      while (knot < last && (int) ((knots[knot + 1] - knots[0]) * cellsPerUnit) < cell) {
        knot++;
      }
      table[cell] = knot;
    }
    return table;
  }

  private static double spacing(double[] knots) {
    int intervals = knots.length - 1;
    return (knots[intervals] - knots[0]) / intervals;
  }

  /** How far knots are off equal distances, in units of the mean distance. */
  private static double deviation(double[] knots) {
    double spacing = spacing(knots);
    double largest = 0;
    for (int i = 0; i < knots.length; i++) {
      largest = Math.max(largest, Math.abs(knots[i] - (knots[0] + i * spacing)));
    }
    return largest / spacing;
  }

  /** As {@link org.kan4j.spi.function.Basis#evaluate} says. */
  void evaluate(double[] x, int n, int derivatives, int[] first, double[] values) {
    if (order == 3 && derivatives <= 1) {
      if (uniform) {
        uniformCubics(x, n, derivatives, first, values);
      } else {
        cubics(x, n, derivatives, first, values);
      }
      return;
    }
    for (int s = 0; s < n; s++) {
      sample(x, n, s, derivatives, first, values);
    }
  }

  /** One sample, wherever it is. */
  private void sample(double[] x, int n, int s, int derivatives, int[] first, double[] values) {
    int support = order + 1;
    int interval = interval(x[s]);
    if (interval < 0) {
      first[s] = x[s] < knots[0] ? 0 : size - support;
      for (int d = 0; d <= derivatives; d++) {
        int start = (d * n + s) * support;
        Arrays.fill(values, start, start + support, 0);
      }
      return;
    }
    first[s] = Math.clamp(interval - order, 0, size - support);
    int shift = interval - order - first[s];
    for (int d = 0; d <= derivatives; d++) {
      int start = (d * n + s) * support;
      triangle(x[s], interval, d, values, start);
      if (shift != 0) {
        shift(values, start, shift);
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
    int cell = (int) ((x - knots[0]) * cellsPerUnit);
    int low = lastBefore[cell];
    int high = Math.min(lastBefore[cell + 1] + 1, last);
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

  /** Cubics and their slopes over uniform knots: four polynomials of the place in an interval. */
  private void uniformCubics(double[] x, int n, int derivatives, int[] first, double[] values) {
    double[] t = knots;
    double origin = t[0];
    double perUnit = density;
    double slopeScale = density / 2;
    double begin = lower;
    double end = upper;
    for (int s = 0; s < n; s++) {
      double at = x[s];
      if (!(at >= begin && at < end)) {
        sample(x, n, s, derivatives, first, values);
        continue;
      }
      int i = (int) ((at - origin) * perUnit);
      if (at < t[i]) {
        i--;
      } else if (at >= t[i + 1]) {
        i++;
      }
      first[s] = i - 3;
      double u = (at - t[i]) * perUnit;
      double w = (t[i + 1] - at) * perUnit;
      double u2 = u * u;
      double w2 = w * w;
      int v = 4 * s;
      values[v] = w2 * w * SIXTH;
      values[v + 1] = (4 + u2 * (3 * u - 6)) * SIXTH;
      values[v + 2] = (4 + w2 * (3 * w - 6)) * SIXTH;
      values[v + 3] = u2 * u * SIXTH;
      if (derivatives > 0) {
        v = 4 * (n + s);
        values[v] = -slopeScale * w2;
        values[v + 1] = slopeScale * (u * (3 * u - 4));
        values[v + 2] = slopeScale * (w * (4 - 3 * w));
        values[v + 3] = slopeScale * u2;
      }
    }
  }

  /** Cubics and their slopes over any knots: {@link #triangle}, unrolled. */
  private void cubics(double[] x, int n, int derivatives, int[] first, double[] values) {
    double[] t = padded;
    double[] one = reciprocal[1];
    double[] two = reciprocal[2];
    double[] three = reciprocal[3];
    for (int s = 0; s < n; s++) {
      double at = x[s];
      if (!(at >= lower && at < upper)) {
        sample(x, n, s, derivatives, first, values);
        continue;
      }
      int interval = interval(at);
      first[s] = interval - 3;
      int p = interval + 3;
      double left0 = at - t[p];
      double left1 = at - t[p - 1];
      double right1 = t[p + 1] - at;
      double right2 = t[p + 2] - at;
      double parabola0 = right1 * one[p] * two[p - 1];
      double parabola1 = left0 * one[p] * two[p];
      double share0 = right1 * parabola0 * three[p - 2];
      double share1 = (left1 * parabola0 + right2 * parabola1) * three[p - 1];
      double share2 = left0 * parabola1 * three[p];
      int v = 4 * s;
      values[v] = right1 * share0;
      values[v + 1] = (at - t[p - 2]) * share0 + right2 * share1;
      values[v + 2] = left1 * share1 + (t[p + 3] - at) * share2;
      values[v + 3] = left0 * share2;
      if (derivatives > 0) {
        v = 4 * (n + s);
        values[v] = -3 * share0;
        values[v + 1] = 3 * (share0 - share1);
        values[v + 2] = 3 * (share1 - share2);
        values[v + 3] = 3 * share2;
      }
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
