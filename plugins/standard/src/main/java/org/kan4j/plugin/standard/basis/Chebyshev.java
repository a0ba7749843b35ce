/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.basis;

import java.util.Arrays;
import java.util.List;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.function.Basis;

/**
 * Chebyshev polynomials of the first kind, {@code T_0 … T_degree}, over the core interval
 * (Trefethen, "Approximation Theory and Approximation Practice", 2013). Smooth curves converge at
 * the rate of the best approximation, and a rise of the degree keeps every curve as it is. With a
 * grading, so do curves that are like a square root at the ends of their interval.
 */
public final class Chebyshev {
  private static final Option<Integer> DEGREE =
      Option.integer("degree", 8, 1, 1000, "highest degree");

  private static final UnitBasis.Family FAMILY =
      new UnitBasis.Family(
          "chebyshev",
          "Chebyshev polynomials of the first kind",
          List.of(DEGREE, Grading.OPTION),
          DEGREE,
          options -> Grading.of(options, polynomials(options.get(DEGREE))));

  private Chebyshev() {}

  /** Makes Chebyshev polynomials. */
  public static Factory<Basis> factory() {
    return FAMILY.factory();
  }

  /** Polynomials up to a degree over an interval. */
  public static Basis of(int degree, double lower, double upper) {
    return FAMILY.of(degree, lower, upper);
  }

  /** Those on [-1, 1]. */
  static Recurrence polynomials(int degree) {
    double[] rise = new double[degree];
    double[] fall = new double[degree];
    Arrays.fill(rise, 2);
    Arrays.fill(fall, 1);
    rise[0] = 1;
    return new Recurrence(rise, fall, 0);
  }
}
