/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.symbolic;

import java.util.Arrays;
import org.kan4j.spi.function.Operator;
import org.kan4j.spi.function.Ops;

/**
 * A power with a whole or half exponent.
 *
 * @param halves twice the exponent, not 0
 */
record Power(int halves) implements Curve {
  @Override
  public void evaluate(double[] x, int n, int derivatives, double[] values) {
    double factor = 1;
    for (int d = 0; d <= derivatives; d++) {
      power(x, n, halves - 2 * d, factor, values, d * n);
      factor *= (halves - 2 * d) / 2.0;
    }
  }

  /** {@code factor·x^(halves/2)} to {@code values} from {@code at} on. */
  private static void power(double[] x, int n, int halves, double factor, double[] values, int at) {
    int size = Math.abs(halves);
    // beyond the last derivative of a polynomial 0 times a pole would be no number
    int factors = factor == 0 ? 0 : size / 2;
    if (size % 2 == 0) {
      Arrays.fill(values, at, at + n, 1);
    } else {
      for (int s = 0; s < n; s++) {
        values[at + s] = Math.sqrt(x[s]);
      }
    }
    for (int f = 0; f < factors; f++) {
      for (int s = 0; s < n; s++) {
        values[at + s] *= x[s];
      }
    }
    for (int s = 0; s < n; s++) {
      double power = values[at + s];
      double value = halves < 0 ? factor / power : factor * power;
      values[at + s] = Double.isNaN(x[s]) ? x[s] : value;
    }
  }

  @Override
  public <V> V lower(Ops<V> ops, V x) {
    int size = Math.abs(halves);
    V power = size % 2 == 0 ? x : ops.apply(Operator.SQRT, x);
    for (int f = size % 2 == 0 ? 1 : 0; f < size / 2; f++) {
      power = ops.mul(power, x);
    }
    return halves < 0 ? ops.div(ops.constant(1), power) : power;
  }
}
