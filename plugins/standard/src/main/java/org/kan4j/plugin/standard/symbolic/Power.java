/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.symbolic;

import org.kan4j.spi.function.Operator;
import org.kan4j.spi.function.Ops;

/**
 * A power with a whole or half exponent.
 *
 * @param halves twice the exponent, not 0
 */
record Power(int halves) implements Curve {
  @Override
  public void at(double x, int derivatives, double[] jet) {
    double factor = 1;
    for (int d = 0; d <= derivatives; d++) {
      // beyond the last derivative of a polynomial 0 times a pole would be no number
      double power = factor == 0 ? 0 : factor * power(x, halves - 2 * d);
      jet[d] = Double.isNaN(x) ? x : power;
      factor *= (halves - 2 * d) / 2.0;
    }
  }

  private static double power(double x, int halves) {
    if (halves < 0) {
      return 1 / power(x, -halves);
    }
    double power = halves % 2 == 0 ? 1 : Math.sqrt(x);
    for (int f = 0; f < halves / 2; f++) {
      power *= x;
    }
    return power;
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
