/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.symbolic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the tables of Abramowitz and Stegun (7.1 and 9.1, 9.4). */
class SpecialTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.5, 0.5204998778130465",
    "1, 0.8427007929497149",
    "2, 0.9953222650189527",
    "3.5, 0.9999992569016276",
    "7, 1"
  })
  void errorFunction(double x, double value) {
    assertEquals(value, at(Special.ERF, x), 1e-14);
    assertEquals(-value, at(Special.ERF, -x), 1e-14);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "1, 0.7651976865579666",
    "2.404825557695773, 0",
    "5, -0.1775967713143383",
    "10, -0.2459357644513483",
    "20, 0.1670246643405832",
    "50, 0.05581232766925181",
    "100, 0.01998585030422312"
  })
  void bessel(double x, double value) {
    assertEquals(value, at(Special.BESSEL_J0, x), 2e-14);
    assertEquals(value, at(Special.BESSEL_J0, -x), 2e-14);
  }

  @Test
  void besselIsSmoothWhereItsFormChanges() {
    double step = 1e-9;
    double[] before = new double[4];
    double[] after = new double[4];
    Special.BESSEL_J0.evaluate(new double[] {25 - step}, 1, 3, before);
    Special.BESSEL_J0.evaluate(new double[] {25 + step}, 1, 3, after);
    for (int d = 0; d < 4; d++) {
      assertEquals(before[d], after[d], 3e-9, "derivative " + d);
    }
  }

  private static double at(Curve curve, double x) {
    double[] values = new double[1];
    curve.evaluate(new double[] {x}, 1, 0, values);
    return values[0];
  }
}
