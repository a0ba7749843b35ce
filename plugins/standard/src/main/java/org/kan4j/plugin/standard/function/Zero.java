/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.function;

import java.util.List;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.function.Ops;

/** Nothing: the base function of a block that has only its basis. */
public record Zero() implements Function {
  private static final String NAME = "zero";

  /** Makes it; there are no options. */
  public static Factory<Function> factory() {
    return Factory.of(NAME, "no base function at all", List.of(), options -> new Zero());
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
    return 0;
  }

  @Override
  public void evaluate(double[] x, int n, int derivatives, double[] values) {
    for (int d = 0; d <= derivatives; d++) {
      for (int s = 0; s < n; s++) {
        values[d * n + s] = Double.isNaN(x[s]) ? Double.NaN : 0;
      }
    }
  }

  @Override
  public <V> V lower(Ops<V> ops, V x) {
    // keeps the number of rows, and NaN where the argument is
    return ops.mul(x, ops.constant(0));
  }
}
