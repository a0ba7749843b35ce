/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.basis;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.spi.function.Operator;
import org.kan4j.spi.function.Ops;

/**
 * Functions {@code p_0 = exp(-decay u²)}, {@code p_(j+1) = a_j u p_j - c_j p_(j-1)}: polynomials
 * where there is no decay. Derivatives follow the differentiated recurrence.
 *
 * @param rise {@code a[degree]}; shared
 * @param fall {@code c[degree]}, of which the first is not read; shared
 * @param decay of the common factor
 */
@SuppressWarnings("ArrayRecordComponent") // made once, by the families of this package
record Recurrence(double[] rise, double[] fall, double decay) implements UnitFunctions {
  /** Rows that are taken together: all they touch stays in the first cache. */
  private static final int ROWS = 64;

  @Override
  public int size() {
    return rise.length + 1;
  }

  @Override
  public void evaluate(double[] u, int n, int derivatives, int[] first, double[] values) {
    int size = size();
    int block = n * size;
    for (int from = 0; from < n; from += ROWS) {
      int to = Math.min(n, from + ROWS);
      start(u, from, to, derivatives, block, values);
      // functions outside, rows inside: rows do not wait for one another
      for (int j = 0; j < size - 1; j++) {
        double a = rise[j];
        double c = fall[j];
        for (int s = from; s < to; s++) {
          int at = s * size + j;
          values[at + 1] = a * u[s] * values[at] - (j == 0 ? 0 : c * values[at - 1]);
        }
      }
      for (int d = 1; d <= derivatives; d++) {
        derive(u, from, to, new Order(d, d * block, (d - 1) * block), values);
      }
    }
  }

  /** The first function and its derivatives. */
  private void start(double[] u, int from, int to, int derivatives, int block, double[] values) {
    int size = size();
    for (int s = from; s < to; s++) {
      double t = u[s];
      double value = decay == 0 ? 1 : Math.exp(-decay * t * t);
      double slope = -2 * decay * t;
      values[s * size] = value;
      if (derivatives > 0) {
        values[block + s * size] = slope * value;
      }
      if (derivatives > 1) {
        values[2 * block + s * size] = (slope * slope - 2 * decay) * value;
      }
      if (derivatives > 2) {
        values[3 * block + s * size] = slope * (slope * slope - 6 * decay) * value;
      }
    }
  }

  /** Which derivative, and where it and the one below it start. */
  private record Order(int number, int here, int below) {}

  private void derive(double[] u, int from, int to, Order order, double[] values) {
    int size = size();
    for (int j = 0; j < size - 1; j++) {
      double a = rise[j];
      double more = a * order.number;
      double c = fall[j];
      for (int s = from; s < to; s++) {
        int at = order.here + s * size + j;
        values[at + 1] =
            a * u[s] * values[at]
                + more * values[order.below + s * size + j]
                - (j == 0 ? 0 : c * values[at - 1]);
      }
    }
  }

  @Override
  public <V> V lower(Ops<V> ops, V u) {
    List<V> columns = new ArrayList<>();
    columns.add(
        decay == 0
            ? ops.constant(1)
            : ops.apply(Operator.EXP, ops.mul(ops.mul(u, u), ops.constant(-decay))));
    for (int j = 0; j < rise.length; j++) {
      V up = rise[j] == 1 ? u : ops.mul(u, ops.constant(rise[j]));
      if (j == 0) {
        columns.add(decay == 0 ? up : ops.mul(up, columns.getFirst()));
        continue;
      }
      V below = columns.get(j - 1);
      V down = fall[j] == 1 ? below : ops.mul(below, ops.constant(fall[j]));
      columns.add(ops.sub(ops.mul(up, columns.get(j)), down));
    }
    return ops.concat(columns);
  }
}
