/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.testkit;

import org.kan4j.spi.component.Options;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.function.Operator;
import org.kan4j.spi.function.Ops;

/** The sine, or no function at all, for networks that contracts need. */
record SampleFunction(int complexity) implements Function {
  @Override
  public String name() {
    return "sample_sine";
  }

  @Override
  public Options options() {
    return Options.NONE;
  }

  @Override
  public void evaluate(double[] x, int n, int derivatives, double[] values) {
    for (int d = 0; d <= derivatives; d++) {
      for (int s = 0; s < n; s++) {
        values[d * n + s] = complexity == 0 ? 0 * x[s] : Math.sin(x[s] + d * Math.PI / 2);
      }
    }
  }

  @Override
  public <V> V lower(Ops<V> ops, V x) {
    return complexity == 0 ? ops.mul(x, ops.constant(0)) : ops.apply(Operator.SIN, x);
  }
}
