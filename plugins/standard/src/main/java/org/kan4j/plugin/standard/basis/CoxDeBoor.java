/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.basis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kan4j.spi.function.Ops;

/**
 * All B-splines of a grid on its core interval, by the recursion of Cox and de Boor in the common
 * vocabulary. Order {@code q} needs only the functions {@code order-q … size-1}: no other reaches
 * the core.
 */
final class CoxDeBoor<V> {
  private final Ops<V> ops;
  private final V x;
  private final int order;
  private final int intervals;
  private final double[] knots;

  CoxDeBoor(Ops<V> ops, V x, int order, double[] knots) {
    this.ops = ops;
    this.x = x;
    this.order = order;
    this.knots = knots;
    this.intervals = knots.length - 1 - 2 * order;
  }

  V basis() {
    V basis = indicators();
    for (int q = 1; q <= order; q++) {
      basis = raise(basis, q);
    }
    return basis;
  }

  /** 1 for the core interval that holds the argument, closed at the upper end, and 0 for others. */
  private V indicators() {
    int end = order + intervals;
    int last = end - 1;
    while (knots[last] >= knots[end]) {
      last--;
    }
    // times zero: keeps the number of rows, and NaN where the argument is
    V nothing = ops.mul(x, ops.constant(0));
    List<V> columns = new ArrayList<>();
    if (last == order) {
      columns.add(ops.add(nothing, ops.constant(1)));
    } else {
      V below = ops.add(ops.less(x, ops.constant(row(order + 1, last + 1))), nothing);
      int count = last - order;
      columns.add(ops.slice(below, 0, 1));
      if (count > 1) {
        columns.add(ops.sub(ops.slice(below, 1, count), ops.slice(below, 0, count - 1)));
      }
      columns.add(ops.sub(ops.constant(1), ops.slice(below, count - 1, count)));
    }
    for (int j = last + 1; j < end; j++) {
      columns.add(nothing);
    }
    return columns.size() == 1 ? columns.getFirst() : ops.concat(columns);
  }

  /** Functions of order {@code q} from those of order {@code q - 1}. */
  private V raise(V basis, int q) {
    int from = order - q + 1;
    int count = intervals + q - 1;
    double[] reciprocal = new double[count];
    for (int c = 0; c < count; c++) {
      double distance = knots[from + c + q] - knots[from + c];
      reciprocal[c] = distance > 0 ? 1 / distance : 0;
    }
    V share = ops.mul(basis, ops.constant(reciprocal));
    V rising = ops.mul(ops.sub(x, ops.constant(row(from, from + count))), share);
    V falling = ops.mul(ops.sub(ops.constant(row(from + q, from + q + count)), x), share);
    List<V> columns = new ArrayList<>();
    columns.add(ops.slice(falling, 0, 1));
    if (count > 1) {
      columns.add(ops.add(ops.slice(rising, 0, count - 1), ops.slice(falling, 1, count)));
    }
    columns.add(ops.slice(rising, count - 1, count));
    return ops.concat(columns);
  }

  private double[] row(int from, int to) {
    return Arrays.copyOfRange(knots, from, to);
  }
}
