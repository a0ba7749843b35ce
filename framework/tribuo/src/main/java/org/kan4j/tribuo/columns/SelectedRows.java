/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo.columns;

import java.util.Optional;
import org.kan4j.core.table.Column;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.Output;

/**
 * Some rows of a store. Weights are those of the examples, which boosting changes.
 *
 * @param selected numbers of rows in the store, in the order of this selection
 */
record SelectedRows<T extends Output<T>>(RowColumns<T> all, int[] selected, float[] weights)
    implements RowColumns<T> {
  static <T extends Output<T>> Optional<RowColumns<T>> of(Dataset<T> dataset) {
    int rows = dataset.size();
    if (rows == 0 || !(dataset.getExample(0) instanceof ColumnarRow<?> first)) {
      return Optional.empty();
    }
    int[] selected = new int[rows];
    float[] weights = new float[rows];
    for (int row = 0; row < rows; row++) {
      Example<T> example = dataset.getExample(row);
      if (!(example instanceof ColumnarRow<?> columnar) || columnar.columns() != first.columns()) {
        return Optional.empty();
      }
      selected[row] = columnar.row();
      weights[row] = example.getWeight();
    }
    @SuppressWarnings("unchecked") // an example of T is a row of T
    RowColumns<T> all = (RowColumns<T>) first.columns();
    return Optional.of(new SelectedRows<>(all, selected, weights));
  }

  @Override
  public int rows() {
    return selected.length;
  }

  @Override
  public String source() {
    return all.source();
  }

  @Override
  public Column.Numbers feature(String name) {
    return new Selection(all.feature(name), selected);
  }

  @Override
  public T output(int row) {
    return all.output(selected[row]);
  }

  @Override
  public float weight(int row) {
    return weights[row];
  }

  private record Selection(Column.Numbers all, int[] selected) implements Column.Numbers {
    @Override
    public String name() {
      return all.name();
    }

    @Override
    public int size() {
      return selected.length;
    }

    @Override
    public void read(int from, int length, double[] target, int offset) {
      int at = from;
      while (at < from + length) { // folds are runs of rows
        int end = at + 1;
        while (end < from + length && selected[end] == selected[end - 1] + 1) {
          end++;
        }
        all.read(selected[at], end - at, target, offset + at - from);
        at = end;
      }
    }
  }
}
