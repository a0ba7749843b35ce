/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo.arrow;

import java.util.List;
import org.kan4j.core.table.Column;
import org.tribuo.Output;

/** Reads rows that follow one another some at a time, column by column. Confined to one thread. */
final class RowBlock<T extends Output<T>> {
  private static final int ROWS = 128;

  private final ArrowRows<T> store;
  private final double[][] values;
  private int first;
  private int count;

  RowBlock(ArrowRows<T> store) {
    this.store = store;
    values = new double[store.raw().size()][ROWS];
  }

  /** A row; cheap if it comes soon after the last. */
  ArrowRow<T> row(int row) {
    if (row < first || row >= first + count) {
      first = row;
      count = Math.min(ROWS, store.rows() - row);
      List<Column.Numbers> columns = store.raw();
      for (int f = 0; f < values.length; f++) {
        columns.get(f).read(first, count, values[f], 0);
      }
    }
    double[] of = new double[values.length];
    for (int f = 0; f < of.length; f++) {
      of[f] = values[f][row - first];
    }
    return new ArrowRow<>(store, row, of);
  }
}
