/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.data;

import java.util.List;
import org.kan4j.core.table.Column;
import org.kan4j.core.table.Table;

/** Some columns of a table, which it owns. */
record ChosenColumns(Table all, List<Column> columns) implements Table {
  /**
   * Columns by name, in this order; all of them if none is named.
   *
   * @throws org.kan4j.spi.component.KanException of kind DATA for one that is not there; the table
   *     is then closed
   */
  static Table of(Table all, List<String> names) {
    if (names.isEmpty()) {
      return all;
    }
    try {
      return new ChosenColumns(all, names.stream().distinct().map(all::column).toList());
    } catch (RuntimeException e) {
      all.close();
      throw e;
    }
  }

  @Override
  public int rows() {
    return all.rows();
  }

  @Override
  public int rowNumber(int row) {
    return all.rowNumber(row);
  }

  @Override
  public String source() {
    return all.source();
  }

  @Override
  public void close() {
    all.close();
  }
}
