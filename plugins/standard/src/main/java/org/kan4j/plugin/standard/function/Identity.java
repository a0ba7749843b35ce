/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.function;

import java.util.List;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.function.Ops;

/** The identity. */
public record Identity() implements Function {
  private static final String NAME = "identity";

  /** Makes it; there are no options. */
  public static Factory<Function> factory() {
    return Factory.of(NAME, "x itself", List.of(), options -> new Identity());
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
    return 1;
  }

  @Override
  public void evaluate(double[] x, int n, int derivatives, double[] values) {
    System.arraycopy(x, 0, values, 0, n);
    for (int d = 1; d <= derivatives; d++) {
      for (int s = 0; s < n; s++) {
        values[d * n + s] = Double.isNaN(x[s]) ? Double.NaN : d == 1 ? 1 : 0;
      }
    }
  }

  @Override
  public <V> V lower(Ops<V> ops, V x) {
    return x;
  }
}
