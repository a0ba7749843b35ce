/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.function;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.function.Function;
import org.kan4j.testkit.FunctionContract;

class SiluTest extends FunctionContract {
  @Override
  protected Factory<Function> factory() {
    return Silu.factory();
  }

  @Test
  void knownValues() {
    double[] values = new double[8];
    new Silu().evaluate(new double[] {0, 1}, 2, 3, values);
    double[] ofValueAndSlope = {0, 1 / (1 + Math.exp(-1)), 0.5, 0.927670511871487};
    assertArrayEquals(ofValueAndSlope, Arrays.copyOf(values, 4), 1e-15);
    // even but for x/2, so that the third derivative is zero at zero
    assertEquals(0.5, values[4], 1e-15);
    assertEquals(0, values[6], 1e-15);
  }

  @Test
  void neitherOverflowsNorLosesTheTails() {
    double[] x = {-1e308, -800, -700, 700, 800, 1e308};
    double[] values = new double[4 * x.length];
    new Silu().evaluate(x, x.length, 3, values);
    assertTrue(Arrays.stream(values).allMatch(Double::isFinite), Arrays.toString(values));
    assertEquals(0, values[0], 0);
    // e^-700 is far below the last place of 1 and still there
    assertEquals(-700 * Math.exp(-700), values[2], 1e-310);
    assertEquals(1e308, values[5]);
  }
}
