/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.symbolic;

import java.util.Comparator;
import java.util.List;
import org.kan4j.spi.function.Function;

/**
 * A function that an edge could be.
 *
 * @param fit how well, with the numbers in canonical form
 * @param cost what it costs in simplicity and accuracy together, the less the better
 */
public record Suggestion(AffineFit fit, double cost) {
  private static final double FLOOR = 1e-8;

  /** Costs that differ by less differ by where a fit happened to stop. */
  private static final double ROUNDING = 1e-6;

  /**
   * All functions of a library for the samples of a curve, the best first. The cost is {@code
   * simplicity·complexity + (1 - simplicity)·log2(1 + 1e-8 - r2)}, as pykan weighs, but for its
   * 1e-5, with which all good fits look alike; a function without a value on the samples is left
   * out. Of functions that cost the same, as sine and cosine do, the library's first is first.
   *
   * @param simplicity from 0, accuracy alone, to 1, simplicity alone
   */
  public static List<Suggestion> rank(
      CurveSearch curve, List<Function> library, double simplicity) {
    return library.stream()
        .map(curve::fit)
        .filter(fit -> fit.r2() > Double.NEGATIVE_INFINITY)
        .map(AffineFit::canonical)
        .map(fit -> new Suggestion(fit, cost(fit, simplicity)))
        .sorted(Comparator.comparingDouble(suggestion -> Math.rint(suggestion.cost / ROUNDING)))
        .toList();
  }

  private static double cost(AffineFit fit, double simplicity) {
    double miss = Math.log(1 + FLOOR - fit.r2()) / Math.log(2);
    return simplicity * fit.function().complexity() + (1 - simplicity) * miss;
  }
}
