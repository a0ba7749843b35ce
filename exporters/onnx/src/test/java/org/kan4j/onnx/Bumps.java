/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import java.util.List;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.function.Operator;
import org.kan4j.spi.function.Ops;

/** A function described with every operator that is not elementwise: a step table and a wave. */
record Bumps() implements Function {
  private static final double[][] TABLE = {{0.5, 1}, {-1, 2}, {0.25, -1}};

  @Override
  public String name() {
    return "bumps";
  }

  @Override
  public Options options() {
    return Options.defaults(List.of());
  }

  @Override
  public int complexity() {
    return 5;
  }

  /** {@code table[x <= -1 ? 0 : x < 1 ? 1 : 2] · (1, sin x)}. */
  @Override
  public void evaluate(double[] x, int n, int derivatives, double[] values) {
    for (int s = 0; s < n; s++) {
      double[] row = TABLE[x[s] < -1 ? 0 : x[s] < 1 ? 1 : 2];
      values[s] = Double.isNaN(x[s]) ? Double.NaN : row[0] + row[1] * Math.sin(x[s]);
      for (int d = 1; d <= derivatives; d++) {
        values[d * n + s] = row[1] * Math.sin(x[s] + d * Math.PI / 2);
      }
    }
  }

  @Override
  public <V> V lower(Ops<V> ops, V x) {
    V below = ops.less(x, ops.constant(-1, 1));
    V index = ops.sub(ops.sub(ops.constant(2), ops.slice(below, 0, 1)), ops.slice(below, 1, 2));
    V row = ops.gather(TABLE, index);
    V terms = ops.mul(row, ops.concat(List.of(ops.constant(1), ops.apply(Operator.SIN, x))));
    return ops.add(ops.slice(terms, 0, 1), ops.slice(terms, 1, 2));
  }
}
