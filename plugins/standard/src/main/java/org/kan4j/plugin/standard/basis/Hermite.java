/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.basis;

import java.util.List;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.function.Basis;

/**
 * Hermite polynomials {@code He_j(t)/√(j!)}, orthonormal under the standard normal distribution,
 * where the core interval is {@code t} from {@code -spread} to {@code spread}; or, with an
 * envelope, Hermite functions, which are those times {@code exp(-t²/4)} and die away on both sides.
 */
public final class Hermite {
  private static final Option<Integer> DEGREE =
      Option.integer("degree", 8, 1, 500, "highest degree");
  private static final Option<Double> SPREAD =
      Option.real("spread", 2, 0.1, 20, "how many deviations the range reaches to each side");
  private static final Option<Boolean> ENVELOPE =
      Option.flag("envelope", false, "Hermite functions, which die away, in place of polynomials");

  private static final UnitBasis.Family FAMILY =
      new UnitBasis.Family(
          "hermite",
          "Hermite polynomials or functions",
          List.of(DEGREE, SPREAD, ENVELOPE),
          DEGREE,
          Hermite::functions);

  private Hermite() {}

  /** Makes Hermite polynomials and functions. */
  public static Factory<Basis> factory() {
    return FAMILY.factory();
  }

  private static UnitFunctions functions(Options options) {
    double spread = options.get(SPREAD);
    double[] rise = new double[options.get(DEGREE)];
    double[] fall = new double[rise.length];
    for (int j = 0; j < rise.length; j++) {
      rise[j] = spread / Math.sqrt(j + 1);
      fall[j] = Math.sqrt(j / (j + 1.0));
    }
    return new Recurrence(rise, fall, options.get(ENVELOPE) ? spread * spread / 4 : 0);
  }
}
