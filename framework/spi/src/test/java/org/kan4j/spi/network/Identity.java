/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.network;

import java.util.Arrays;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.function.Ops;

/** The identity, or zero at complexity 0: all that tests of structure need of a function. */
record Identity(int complexity) implements Function {
  @Override
  public String name() {
    return complexity == 0 ? "zero" : "identity";
  }

  @Override
  public Options options() {
    return Options.NONE;
  }

  @Override
  public void evaluate(double[] x, int n, int derivatives, double[] values) {
    Arrays.fill(values, 0, (derivatives + 1) * n, 0);
    for (int s = 0; s < n && complexity > 0; s++) {
      values[s] = x[s];
      if (derivatives > 0) {
        values[n + s] = 1;
      }
    }
  }

  @Override
  public <V> V lower(Ops<V> ops, V x) {
    return complexity == 0 ? ops.mul(x, ops.constant(0)) : x;
  }
}
