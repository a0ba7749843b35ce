/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.network;

import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.function.Ops;
import org.kan4j.spi.function.Refit;

/** Powers of x on [-1, 1]: a basis that is easy to check by hand. */
public record Powers(int size) implements Basis {
  @Override
  public String name() {
    return "powers";
  }

  @Override
  public Options options() {
    return Options.NONE;
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
    throw KanException.user("powers stay as they are");
  }

  @Override
  public <V> V lower(Ops<V> ops, V x) {
    throw new AssertionError("not described");
  }
}
