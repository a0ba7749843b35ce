/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.optimizer;

/**
 * A line search for the strong Wolfe conditions: bracketing, then zoom, with safeguarded cubic
 * interpolation (Nocedal and Wright, "Numerical Optimization", 2006, algorithms 3.5 and 3.6).
 * Places where the objective is not finite count as too far. Where differences of the objective
 * drown in rounding, not getting worse takes the place of the first condition (after Hager and
 * Zhang, 2005); the second, on slopes, still holds.
 *
 * @param sufficient c1: how much of the predicted decrease there must be
 * @param curvature c2: what part of the slope may be left
 * @param maxEvaluations bound on the number of evaluations
 */
record StrongWolfeSearch(double sufficient, double curvature, int maxEvaluations) {
  /** Relative differences of the objective below this are taken for rounding. */
  static final double ROUNDING = 64 * Math.ulp(1.0);

  /** How far beyond the last place a search may look that has not yet bracketed a minimum. */
  private static final double GROWTH = 10;

  /** The objective along a line. */
  interface Line {
    /** Value and slope at a place other than 0; either may be infinite or NaN. */
    Point at(double step);

    /** Called with the place last evaluated when it is the best so far, to keep what is there. */
    void keep();
  }

  /** Value and slope at a place. */
  record Point(double step, double value, double slope) {
    boolean isFinite() {
      return Double.isFinite(value) && Double.isFinite(slope);
    }
  }

  /**
   * How a search ended.
   *
   * @param point the place kept; with step 0 if nothing better than the start was found
   * @param evaluations how often the line was evaluated
   */
  record Outcome(Point point, int evaluations) {}

  /**
   * Searches.
   *
   * @param line the line
   * @param start value and slope at 0, both finite, the slope negative
   * @param first the first place to try, positive
   */
  Outcome search(Line line, Point start, double first) {
    Point low = start;
    Point high = null;
    Point before = start;
    double step = first;
    double width = Double.POSITIVE_INFINITY;
    for (int evaluations = 1; evaluations <= maxEvaluations; evaluations++) {
      Point trial = line.at(step);
      if (trial.isFinite() && accepts(start, trial)) {
        line.keep();
        return new Outcome(trial, evaluations);
      }
      if (!trial.isFinite() || !decreases(start, trial) || beyond(start, low, trial)) {
        high = trial;
      } else {
        if (trial.slope * (high == null ? 1 : Math.signum(high.step - low.step)) >= 0) {
          high = low;
        }
        before = low;
        low = trial;
        line.keep();
      }
      if (high == null) {
        step = farther(before, low);
        if (!Double.isFinite(step)) {
          return new Outcome(better(start, low), evaluations);
        }
      } else {
        double now = Math.abs(high.step - low.step);
        step = between(low, high, now > 0.66 * width);
        width = now;
        if (step == low.step || step == high.step) {
          return new Outcome(better(start, low), evaluations);
        }
      }
    }
    return new Outcome(better(start, low), maxEvaluations);
  }

  /** What a search that met no Wolfe point has to offer: a decrease at least, or nothing. */
  private static Point better(Point start, Point low) {
    return low.value < start.value ? low : start;
  }

  private boolean accepts(Point start, Point trial) {
    return decreases(start, trial) && Math.abs(trial.slope) <= -curvature * start.slope;
  }

  private boolean decreases(Point start, Point trial) {
    return trial.value <= start.value + sufficient * trial.step * start.slope
        || (trial.value <= start.value && isRounding(start, start.value - trial.value));
  }

  /** Whether the trial is worse than the best so far by more than rounding, or is so by slope. */
  private boolean beyond(Point start, Point low, Point trial) {
    if (low == start) {
      return false;
    }
    double rise = trial.value - low.value;
    return rise >= 0 && !(isRounding(start, rise) && Math.abs(trial.slope) < Math.abs(low.slope));
  }

  private static boolean isRounding(Point start, double difference) {
    return difference <= ROUNDING * Math.abs(start.value);
  }

  /** The next place to try beyond {@code last}, by the cubic through the last two. */
  private static double farther(Point before, Point last) {
    double gap = last.step - before.step;
    double guess = cubic(before, last);
    double nearest = last.step + 0.01 * gap;
    double farthest = Math.min(last.step + GROWTH * gap, GROWTH * last.step);
    return guess > nearest ? Math.min(guess, farthest) : farthest;
  }

  /** The next place to try between two; the middle if the bracket shrinks too slowly. */
  private static double between(Point low, Point high, boolean slow) {
    double gap = high.step - low.step;
    if (!high.isFinite()) {
      return low.step + 0.1 * gap;
    }
    if (slow) {
      return low.step + 0.5 * gap;
    }
    double part = (cubic(low, high) - low.step) / gap;
    if (!(part > 0 && part < 1)) {
      part = 0.5;
    }
    double margin = low.step == 0 ? 0.01 : 0.1;
    return low.step + Math.min(Math.max(part, margin), 0.9) * gap;
  }

  /**
   * Where the cubic with these values and slopes has its minimum; NaN if it has none. Where the
   * values say nothing, the slopes alone are asked.
   */
  private static double cubic(Point a, Point b) {
    double gap = b.step - a.step;
    if (isRounding(a, Math.abs(b.value - a.value))) {
      return a.step - gap * a.slope / (b.slope - a.slope);
    }
    double secant = 3 * (b.value - a.value) / gap;
    double d1 = a.slope + b.slope - secant;
    double scale = Math.max(Math.abs(d1), Math.max(Math.abs(a.slope), Math.abs(b.slope)));
    if (scale == 0) {
      return Double.NaN;
    }
    double square = (d1 / scale) * (d1 / scale) - (a.slope / scale) * (b.slope / scale);
    double d2 = Math.copySign(scale * Math.sqrt(square), gap);
    return b.step - gap * (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2);
  }
}
