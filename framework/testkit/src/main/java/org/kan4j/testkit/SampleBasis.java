/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.testkit;

import java.util.List;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.function.Ops;
import org.kan4j.spi.function.Refit;

/** The powers 1, x, x², x³: the simplest basis, for networks that contracts need. */
public record SampleBasis() implements Basis {
  private static final int SIZE = 4;

  @Override
  public String name() {
    return "sample_powers";
  }

  @Override
  public Options options() {
    return Options.NONE;
  }

  @Override
  public BasisShape shape() {
    return new BasisShape.Dense(SIZE, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  @Override
  public void evaluate(double[] x, int n, int derivatives, int[] first, double[] values) {
    for (int d = 0; d <= derivatives; d++) {
      for (int s = 0; s < n; s++) {
        first[s] = 0;
        for (int j = 0; j < SIZE; j++) {
          double factor = 1;
          for (int i = 0; i < d; i++) {
            factor *= j - i;
          }
          values[(d * n + s) * SIZE + j] = factor == 0 ? 0 : factor * Math.pow(x[s], j - d);
        }
      }
    }
  }

  @Override
  public Basis refit(Refit request) {
    throw KanException.user("%s has a fixed size and no range", name());
  }

  @Override
  public <V> V lower(Ops<V> ops, V x) {
    V square = ops.mul(x, x);
    V one = ops.add(ops.mul(x, ops.constant(0)), ops.constant(1));
    return ops.concat(List.of(one, x, square, ops.mul(x, square)));
  }
}
