/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kan4j.spi.network.Powers;

class ExtrapolationTest {
  private static final Basis POWERS = new Powers(4);
  private static final double[] X = {-3, -1, 0.5, 1, 2.5, Double.NaN};

  private static Extrapolation.Scratch at(Extrapolation policy) {
    Extrapolation.Scratch scratch = new Extrapolation.Scratch();
    policy.evaluate(POWERS, X, X.length, scratch, true);
    return scratch;
  }

  private static double value(Extrapolation.Scratch scratch, int sample, int function) {
    return scratch.values[sample * 4 + function];
  }

  private static double slope(Extrapolation.Scratch scratch, int sample, int function) {
    return scratch.values[(X.length + sample) * 4 + function];
  }

  @ParameterizedTest
  @EnumSource
  void insideNothingChanges(Extrapolation policy) {
    Extrapolation.Scratch scratch = at(policy);
    for (int s = 1; s <= 3; s++) {
      for (int j = 0; j < 4; j++) {
        assertEquals(Math.pow(X[s], j), value(scratch, s, j), 1e-15);
        assertEquals(j == 0 ? 0 : j * Math.pow(X[s], j - 1), slope(scratch, s, j), 1e-15);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void notANumberStaysSo(Extrapolation policy) {
    Extrapolation.Scratch scratch = at(policy);
    for (int j = 0; j < 4; j++) {
      assertEquals(Double.NaN, value(scratch, 5, j));
      assertEquals(Double.NaN, slope(scratch, 5, j));
    }
  }

  @Test
  void linearGoesOnAlongTheTangent() {
    Extrapolation.Scratch scratch = at(Extrapolation.LINEAR);
    assertEquals(1 + 1.5 * 3, value(scratch, 4, 3), 1e-15, "x^3 beyond 1");
    assertEquals(3, slope(scratch, 4, 3), 1e-15);
    assertEquals(1 + -2 * -2, value(scratch, 0, 2), 1e-15, "x^2 below -1");
    assertEquals(-2, slope(scratch, 0, 2), 1e-15);
    assertEquals(1, value(scratch, 0, 0), "a constant");
  }

  @Test
  void clampKeepsTheValueAtTheEnd() {
    Extrapolation.Scratch scratch = at(Extrapolation.CLAMP);
    assertEquals(-1, value(scratch, 0, 3));
    assertEquals(0, slope(scratch, 0, 3));
    assertEquals(1, value(scratch, 4, 3));
    assertEquals(0, slope(scratch, 4, 3));
  }

  @Test
  void zeroTakesTheNaturalValues() {
    Extrapolation.Scratch scratch = at(Extrapolation.ZERO);
    assertEquals(-27, value(scratch, 0, 3), 1e-12);
    assertEquals(15.625, value(scratch, 4, 3), 1e-12);
  }

  @ParameterizedTest
  @EnumSource
  void infinityAffectsItsOwnRowAlone(Extrapolation policy) {
    double[] x = {0.25, Double.POSITIVE_INFINITY, -0.5, Double.NEGATIVE_INFINITY};
    Extrapolation.Scratch scratch = new Extrapolation.Scratch();
    policy.evaluate(POWERS, x, x.length, scratch, true);
    for (int s = 0; s < x.length; s += 2) {
      for (int j = 0; j < 4; j++) {
        assertEquals(Math.pow(x[s], j), scratch.values[s * 4 + j], 1e-15);
      }
    }
    assertFalse(scratch.values[4] > 1, "a constant does not grow");
  }
}
