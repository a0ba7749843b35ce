/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.table;

import java.util.List;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;

/**
 * Named columns of equal length: immutable, safe for reading by several threads. Tables over files
 * and off-heap memory come from the data module.
 */
public interface Table extends AutoCloseable {
  /** Number of rows. */
  int rows();

  /** The columns, in order. */
  List<Column> columns();

  /** Where it comes from, for messages and provenance: a file name, a formula. */
  String source();

  /**
   * A column by name.
   *
   * @throws KanException of kind DATA that names the columns there are
   */
  default Column column(String name) {
    return columns().stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            KanException.data(
                "%s has no column '%s'; %s",
                source(),
                name,
                NearMiss.describe(name, columns().stream().map(Column::name).toList())));
  }

  /** The number by which a reader knows a row: 1 for the first row of the data it comes from. */
  default int rowNumber(int row) {
    return row + 1;
  }

  /** The given rows, in the given order; a view that keeps this table open. */
  default Table select(int[] rows) {
    return new SelectedTable(this, rows.clone());
  }

  /** Rows {@code from} to {@code from + count}; a view that keeps this table open. */
  default Table slice(int from, int count) {
    return new SlicedTable(this, from, count);
  }

  /** Frees what is held outside the heap; nothing else. */
  @Override
  default void close() {}
}
