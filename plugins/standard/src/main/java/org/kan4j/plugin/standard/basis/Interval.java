/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.basis;

import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.function.Refit;

/** A core interval, and the map that carries it to [-1, 1]. */
record Interval(double lower, double upper) {
  static final Option<Double> LOWER =
      Option.real("lower", -1, -Double.MAX_VALUE, Double.MAX_VALUE, "lower end of the range");
  static final Option<Double> UPPER =
      Option.real("upper", 1, -Double.MAX_VALUE, Double.MAX_VALUE, "upper end of the range");

  /** Widths below this are refused: the reciprocal and its cube would leave the finite numbers. */
  private static final double SMALLEST_WIDTH = 1e-90;

  /** The smallest width that a refit makes, in units of the last place of the ends. */
  private static final double WIDTH_ULPS = 1024;

  /** The interval of given options. */
  static Interval of(String owner, Options options) {
    double lower = options.get(LOWER);
    double upper = options.get(UPPER);
    if (!(lower < upper)) {
      throw KanException.user(
          "%s: lower must be less than upper, but %s is not less than %s", owner, lower, upper);
    }
    if (!Double.isFinite(upper - lower)) {
      throw KanException.user("%s: the ends %s and %s are too far apart", owner, lower, upper);
    }
    if (upper - lower < smallestWidth(lower, upper) / 2) {
      throw KanException.user("%s: the range from %s to %s is too narrow", owner, lower, upper);
    }
    return new Interval(lower, upper);
  }

  /** Its middle. */
  double middle() {
    return lower + (upper - lower) / 2;
  }

  /** How much the map to [-1, 1] stretches: {@code u = (x - middle) * scale}. */
  double scale() {
    return 2 / (upper - lower);
  }

  /** The interval asked for; this one if the request is of something else. */
  Interval refit(Refit request) {
    return switch (request) {
      case Refit.ToRange(double from, double to) -> new Interval(from, to);
      case Refit.ToShape(BasisShape other) -> like(other);
      case Refit.ToCover(double from, double to) ->
          new Interval(Math.min(lower, from), Math.max(upper, to));
      case Refit.ToSamples(double[] sorted, double margin) -> around(sorted, margin);
      case Refit.ToSize size -> this;
    };
  }

  private Interval like(BasisShape other) {
    return Double.isFinite(other.lower()) && Double.isFinite(other.upper())
        ? new Interval(other.lower(), other.upper())
        : this;
  }

  private static Interval around(double[] sorted, double margin) {
    if (sorted.length < 2 || !(sorted[0] < sorted[sorted.length - 1])) {
      throw new IllegalArgumentException("a range needs at least two different samples");
    }
    double beyond = margin * (sorted[sorted.length - 1] - sorted[0]);
    double from = sorted[0] - beyond;
    double to = sorted[sorted.length - 1] + beyond;
    double least = smallestWidth(from, to);
    if (to - from < least) {
      double middle = from + (to - from) / 2;
      return new Interval(middle - least / 2, middle + least / 2);
    }
    return new Interval(from, to);
  }

  private static double smallestWidth(double lower, double upper) {
    double ulp = Math.ulp(Math.max(Math.abs(lower), Math.abs(upper)));
    return Math.max(WIDTH_ULPS * ulp, 2 * SMALLEST_WIDTH);
  }

  /** These options with the ends of this interval. */
  Options in(Options options) {
    return options.with(LOWER, lower).with(UPPER, upper);
  }
}
