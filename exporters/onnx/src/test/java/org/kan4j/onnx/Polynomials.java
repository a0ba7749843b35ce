/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.function.Ops;
import org.kan4j.spi.function.Refit;

/** A third party's basis, {@code 1, x, x², …} on [-1, 1], that knows nothing of ONNX. */
record Polynomials(int size) implements Basis {
  @Override
  public String name() {
    return "polynomials";
  }

  @Override
  public Options options() {
    return Options.defaults(List.of());
  }

  @Override
  public BasisShape shape() {
    return new BasisShape.Dense(size, -1, 1);
  }

  @Override
  public void evaluate(double[] x, int n, int derivatives, int[] first, double[] values) {
    for (int s = 0; s < n; s++) {
      first[s] = 0;
      for (int j = 0; j < size; j++) {
        double factor = 1;
        for (int d = 0; d <= derivatives; d++) {
          values[(d * n + s) * size + j] = j < d ? 0 : factor * Math.pow(x[s], j - d);
          factor *= j - d;
        }
      }
    }
  }

  @Override
  public Basis refit(Refit request) {
    return this;
  }

  @Override
  public <V> V lower(Ops<V> ops, V x) {
    List<V> columns = new ArrayList<>();
    columns.add(ops.constant(1));
    for (int j = 1; j < size; j++) {
      columns.add(j == 1 ? x : ops.mul(columns.getLast(), x));
    }
    return ops.concat(columns);
  }
}
