/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import org.kan4j.spi.component.Options;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.function.Operator;
import org.kan4j.spi.function.Ops;

/** The probability of a logit. */
record Logistic() implements Function {
  @Override
  public String name() {
    return "logistic";
  }

  @Override
  public Options options() {
    return Options.NONE;
  }

  @Override
  public int complexity() {
    return 3;
  }

  @Override
  public void evaluate(double[] x, int n, int derivatives, double[] values) {
    if (derivatives > 0) {
      throw new IllegalArgumentException("probabilities are the end, and have no derivatives here");
    }
    for (int s = 0; s < n; s++) {
      values[s] = 1 / (1 + Math.exp(-x[s]));
    }
  }

  @Override
  public <V> V lower(Ops<V> ops, V x) {
    V one = ops.constant(1);
    return ops.div(one, ops.add(one, ops.apply(Operator.EXP, ops.apply(Operator.NEG, x))));
  }
}
