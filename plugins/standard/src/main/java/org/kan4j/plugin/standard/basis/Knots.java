/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.basis;

import org.kan4j.spi.component.KanException;

/**
 * How knots come about. Inner knots {@code inner[intervals+1]} bound the grid intervals; the
 * extended ones have {@code order} more on each side.
 */
final class Knots {
  /** Gaps below this are zero or refused: their reciprocals would leave the finite numbers. */
  private static final double SMALLEST_GAP = 1e-100;

  /** The smallest gap that a refit makes, in units of the last place of the knots. */
  private static final double GAP_ULPS = 64;

  private Knots() {}

  /** Inner knots at equal distances. */
  static double[] uniform(double lower, double upper, int intervals) {
    double[] inner = new double[intervals + 1];
    for (int q = 0; q <= intervals; q++) {
      double share = (double) q / intervals;
      inner[q] = lower * (1 - share) + upper * share;
    }
    return inner;
  }

  /** Adds {@code order} knots on each side at the mean distance of the inner ones. */
  static double[] extend(double[] inner, int order) {
    int intervals = inner.length - 1;
    double spacing = (inner[intervals] - inner[0]) / intervals;
    double[] knots = new double[inner.length + 2 * order];
    System.arraycopy(inner, 0, knots, order, inner.length);
    for (int j = 1; j <= order; j++) {
      knots[order - j] = inner[0] - j * spacing;
      knots[order + intervals + j] = inner[intervals] + j * spacing;
    }
    return knots;
  }

  /**
   * Inner knots that mix quantiles of the samples with equal distances (Liu et al., "KAN", 2024),
   * the outer ones moved outward by {@code margin} times the range of the samples. Where knots
   * would fall together, as with repeated samples, the uniform share is doubled until they ascend
   * strictly; a range too narrow for that many different numbers is widened about its middle.
   *
   * @param sorted finite samples in ascending order
   * @param uniformShare 0 for quantiles alone, 1 for equal distances alone
   */
  static double[] ofSamples(double[] sorted, int intervals, double margin, double uniformShare) {
    int count = sorted.length;
    double range = sorted[count - 1] - sorted[0];
    double lower = sorted[0] - margin * range;
    double upper = sorted[count - 1] + margin * range;
    double gap = smallestGap(lower, upper);
    if (upper - lower < 2 * gap * intervals) {
      double middle = lower + (upper - lower) / 2;
      lower = middle - gap * intervals;
      upper = middle + gap * intervals;
    }
    double[] adaptive = new double[intervals + 1];
    for (int q = 1; q < intervals; q++) {
      adaptive[q] = sorted[(int) ((double) count / intervals * q)];
    }
    adaptive[0] = lower;
    adaptive[intervals] = upper;
    double[] uniform = uniform(lower, upper, intervals);
    double share = uniformShare;
    double[] inner = mix(uniform, adaptive, share);
    while (share < 1 && !ascends(inner, gap)) {
      share = share == 0 ? 0x1p-7 : Math.min(1, 2 * share);
      inner = mix(uniform, adaptive, share);
    }
    return inner;
  }

  /** Inner knots of another number, by linear interpolation of the knots over their numbers. */
  static double[] resample(double[] inner, int intervals) {
    int old = inner.length - 1;
    double[] resampled = new double[intervals + 1];
    for (int q = 0; q < intervals; q++) {
      double place = (double) q * old / intervals;
      int at = Math.min((int) place, old - 1);
      double part = place - at;
      double gap = inner[at + 1] - inner[at];
      resampled[q] = Math.min(inner[at] + part * gap, inner[at + 1]);
    }
    resampled[intervals] = inner[old];
    return resampled;
  }

  /** The same knots moved and stretched so that the core interval becomes another one. */
  static double[] map(double[] knots, int order, double lower, double upper) {
    int last = knots.length - 1 - order;
    double from = knots[order];
    double scale = (upper - lower) / (knots[last] - from);
    double[] mapped = new double[knots.length];
    for (int i = 0; i < knots.length; i++) {
      double to = lower + (knots[i] - from) * scale;
      // rounding must not move the ends, nor carry a knot across them
      mapped[i] =
          knots[i] <= from
              ? Math.min(to, lower)
              : knots[i] < knots[last] ? Math.min(to, upper) : Math.max(to, upper);
    }
    mapped[last] = upper;
    return mapped;
  }

  /**
   * Checks extended knots.
   *
   * @throws KanException of kind USER if they are not a grid: too few, descending, without width
   */
  static void check(double[] knots, int order) {
    int intervals = knots.length - 1 - 2 * order;
    if (intervals < 1) {
      throw KanException.user(
          "bspline: knots: order %d needs at least %d knots, got %d",
          order, 2 * order + 2, knots.length);
    }
    if (!Double.isFinite(knots[knots.length - 1] - knots[0])) {
      throw KanException.user(
          "bspline: the knots from %s to %s are too far apart", knots[0], knots[knots.length - 1]);
    }
    for (int i = 1; i < knots.length; i++) {
      double gap = knots[i] - knots[i - 1];
      if (gap < 0 || (gap > 0 && gap < SMALLEST_GAP)) {
        throw KanException.user(
            "bspline: knots: number %d is %s after %s; knots must ascend, by 0 or at least %s",
            i, knots[i], knots[i - 1], SMALLEST_GAP);
      }
    }
    if (knots[order] == knots[order + intervals]) {
      throw KanException.user(
          "bspline: the core interval from %s to %s has no width",
          knots[order], knots[order + intervals]);
    }
  }

  /**
   * Inner knots at equal distances, checked.
   *
   * @throws KanException of kind USER if the range is empty or too narrow for so many knots
   */
  static double[] checkedUniform(double lower, double upper, int intervals) {
    if (!(lower < upper)) {
      throw KanException.user(
          "bspline: lower must be less than upper, but %s is not less than %s", lower, upper);
    }
    double[] inner = uniform(lower, upper, intervals);
    for (int q = 1; q <= intervals; q++) {
      if (!(inner[q] > inner[q - 1])) {
        throw KanException.user(
            "bspline: the range from %s to %s is too narrow for %d intervals",
            lower, upper, intervals);
      }
    }
    return inner;
  }

  private static double[] mix(double[] uniform, double[] adaptive, double share) {
    double[] mixed = adaptive.clone();
    for (int q = 1; q < mixed.length - 1; q++) {
      mixed[q] = share * uniform[q] + (1 - share) * adaptive[q];
    }
    return mixed;
  }

  private static boolean ascends(double[] inner, double gap) {
    for (int q = 1; q < inner.length; q++) {
      if (!(inner[q] - inner[q - 1] >= gap)) {
        return false;
      }
    }
    return true;
  }

  private static double smallestGap(double lower, double upper) {
    double ulp = Math.ulp(Math.max(Math.abs(lower), Math.abs(upper)));
    return Math.max(GAP_ULPS * ulp, SMALLEST_GAP);
  }
}
