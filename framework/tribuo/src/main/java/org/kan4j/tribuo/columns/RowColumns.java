/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo.columns;

import java.util.Optional;
import org.kan4j.core.table.Column;
import org.kan4j.spi.component.KanException;
import org.tribuo.Dataset;
import org.tribuo.Output;

/**
 * The rows of a dataset as columns, for trainers that need no {@link org.tribuo.Example} per row.
 * Rows are those of the store, in its order. Immutable; safe for reading by several threads.
 *
 * @param <T> the type of the outputs
 */
public interface RowColumns<T extends Output<T>> {
  /** Number of rows. */
  int rows();

  /** Where the rows come from, for messages: a file name. */
  String source();

  /**
   * The values of a feature. It reads as 0 in rows that do not have it, as in Tribuo; NaN is a
   * value that is there and not a number, which trainers refuse.
   *
   * @return a column of that name
   * @throws KanException of kind DATA if no row can have it
   */
  Column.Numbers feature(String name);

  /** The truth of a row. */
  T output(int row);

  /** The weight of a row. */
  float weight(int row);

  /**
   * The rows of a dataset as columns: those of a {@link ColumnarDataset}, or of the one store that
   * all examples of another dataset (a fold, a bag) are {@link ColumnarRow}s of, in the order of
   * its examples.
   *
   * @return empty if examples have to be read one by one
   */
  static <T extends Output<T>> Optional<RowColumns<T>> of(Dataset<T> dataset) {
    if (dataset instanceof ColumnarDataset<?> columnar) {
      @SuppressWarnings("unchecked") // a dataset of T holds rows of T
      RowColumns<T> columns = (RowColumns<T>) columnar.columns();
      return Optional.of(columns);
    }
    return SelectedRows.of(dataset);
  }
}
