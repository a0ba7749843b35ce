/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class GradientCheckerTest {
  @Test
  void acceptsTheRightGradient() {
    double[] at = {0.3, -1.2, 4};
    double[] gradient = {Math.cos(0.3) * Math.exp(-1.2), Math.sin(0.3) * Math.exp(-1.2), 3 * 16.0};
    GradientChecker.Worst worst = GradientChecker.check(GradientCheckerTest::value, at, gradient);
    assertTrue(worst.error() < 1e-9, worst.toString());
    assertEquals(4, at[2], "the point must stay");
  }

  @Test
  void namesTheWorstPlace() {
    double[] at = {0.3, -1.2, 4};
    double[] gradient = GradientChecker.gradient(GradientCheckerTest::value, at);
    gradient[1] *= 1.01;
    assertEquals(1, GradientChecker.check(GradientCheckerTest::value, at, gradient).place());
    AssertionError error =
        assertThrows(
            AssertionError.class,
            () -> GradientChecker.assertGradient(GradientCheckerTest::value, at, gradient, 1e-6));
    assertTrue(error.getMessage().contains("place=1"), error.getMessage());
  }

  @Test
  void aGradientThatIsNotANumberIsWrong() {
    double[] at = {1};
    double[] gradient = {Double.NaN};
    assertThrows(
        AssertionError.class, () -> GradientChecker.assertGradient(x -> x[0], at, gradient, 1));
  }

  private static double value(double[] x) {
    return Math.sin(x[0]) * Math.exp(x[1]) + Math.pow(x[2], 3);
  }
}
