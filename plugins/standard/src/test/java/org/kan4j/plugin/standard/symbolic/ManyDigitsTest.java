/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.symbolic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * Functions that have approximations of their own, and their derivatives, against values computed
 * with 60 digits by mpmath.
 */
class ManyDigitsTest {
  @ParameterizedTest
  @CsvFileSource(resources = "/special_functions.csv", numLinesToSkip = 1)
  void isTheFunctionToRounding(
      String function, double x, double value, double first, double second, double third) {
    double[] expected = {value, first, second, third};
    double[] values = new double[4];
    Form.valueOf(function.toUpperCase(Locale.ROOT)).curve.evaluate(new double[] {x}, 1, 3, values);
    assertEquals(value, values[0], error(function, value), function + " at " + x);
    for (int d = 1; d < 4; d++) {
      // derivatives are products and quotients, and the third of the Bessel function a difference
      double several = function.equals("bessel_j0") && d == 3 ? 20 : 8 + 4 * x * x;
      double tolerance = several * error(function, expected[d]);
      assertEquals(expected[d], values[d], tolerance, function + "', order " + d + ", at " + x);
    }
  }

  /** Waves lose digits where they cross 0; all others are right in every digit but the last. */
  private static double error(String function, double value) {
    return function.equals("bessel_j0") ? 1e-15 : 6e-16 * Math.abs(value);
  }
}
