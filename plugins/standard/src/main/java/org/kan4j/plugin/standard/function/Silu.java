/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.function;

import java.util.List;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.function.Operator;
import org.kan4j.spi.function.Ops;

/** The sigmoid linear unit {@code x / (1 + exp(-x))}. */
public record Silu() implements Function {
  private static final String NAME = "silu";

  /** Makes it; there are no options. */
  public static Factory<Function> factory() {
    return Factory.of(
        NAME, "x / (1 + exp(-x)), also called swish", List.of(), options -> new Silu());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Options options() {
    return Options.NONE;
  }

  @Override
  public int complexity() {
    return 2;
  }

  @Override
  public void evaluate(double[] x, int n, int derivatives, double[] values) {
    if (derivatives == 0) {
      // exp overflows to infinity below -709, where the quotient is rightly zero
      for (int s = 0; s < n; s++) {
        values[s] = x[s] / (1 + Math.exp(-x[s]));
      }
      return;
    }
    for (int s = 0; s < n; s++) {
      double at = x[s];
      // the sigmoid and its derivatives from exp(-|x|), so that no digits cancel on either side
      double e = Math.exp(-Math.abs(at));
      double sigmoid = (at < 0 ? e : 1) / (1 + e);
      double first = e / ((1 + e) * (1 + e));
      values[s] = at * sigmoid;
      values[n + s] = sigmoid + at * first;
      if (derivatives > 1) {
        double second = first * Math.copySign((1 - e) / (1 + e), -at);
        values[2 * n + s] = 2 * first + at * second;
        if (derivatives > 2) {
          double third = first * (1 - 6 * first);
          values[3 * n + s] = 3 * second + at * third;
        }
      }
    }
  }

  @Override
  public <V> V lower(Ops<V> ops, V x) {
    V one = ops.constant(1);
    return ops.div(x, ops.add(one, ops.apply(Operator.EXP, ops.apply(Operator.NEG, x))));
  }
}
