/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.basis;

import java.util.List;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.function.Basis;

/** Legendre polynomials {@code P_0 … P_degree} over the core interval. */
public final class Legendre {
  private static final Option<Integer> DEGREE =
      Option.integer("degree", 8, 1, 1000, "highest degree");

  private static final UnitBasis.Family FAMILY =
      new UnitBasis.Family(
          "legendre", "Legendre polynomials", List.of(DEGREE), DEGREE, Legendre::functions);

  private Legendre() {}

  /** Makes Legendre polynomials. */
  public static Factory<Basis> factory() {
    return FAMILY.factory();
  }

  /** Polynomials up to a degree over an interval. */
  public static Basis of(int degree, double lower, double upper) {
    return FAMILY.of(degree, lower, upper);
  }

  private static UnitFunctions functions(Options options) {
    double[] rise = new double[options.get(DEGREE)];
    double[] fall = new double[rise.length];
    for (int j = 0; j < rise.length; j++) {
      rise[j] = (2 * j + 1.0) / (j + 1);
      fall[j] = j / (j + 1.0);
    }
    return new Recurrence(rise, fall, 0);
  }
}
