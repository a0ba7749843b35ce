/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.table;

import java.util.List;
import java.util.Objects;

/** Rows of another table that follow one another, without copying them. */
final class SlicedTable implements Table {
  private final Table all;
  private final int first;
  private final int rows;
  private final List<Column> columns;

  SlicedTable(Table all, int first, int rows) {
    this.all = all;
    this.first = Objects.checkFromIndexSize(first, rows, all.rows());
    this.rows = rows;
    columns = all.columns().stream().map(this::view).toList();
  }

  private Column view(Column column) {
    return switch (column) {
      case Column.Numbers numbers -> new SlicedNumbers(numbers, first, rows);
      case Column.Texts texts -> new SlicedTexts(texts, first, rows);
      default -> throw new IllegalArgumentException("column of unknown kind: " + column.name());
    };
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public List<Column> columns() {
    return columns;
  }

  @Override
  public int rowNumber(int row) {
    return all.rowNumber(first + row);
  }

  @Override
  public String source() {
    return all.source();
  }

  private record SlicedNumbers(Column.Numbers all, int first, int size) implements Column.Numbers {
    @Override
    public String name() {
      return all.name();
    }

    @Override
    public void read(int from, int length, double[] target, int offset) {
      all.read(first + from, length, target, offset);
    }
  }

  private record SlicedTexts(Column.Texts all, int first, int size) implements Column.Texts {
    @Override
    public String name() {
      return all.name();
    }

    @Override
    public String get(int row) {
      return all.get(first + row);
    }
  }
}
