/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.table;

import java.util.List;

/** Some rows of another table, without copying them. */
final class SelectedTable implements Table {
  private final Table all;
  private final int[] selected;
  private final List<Column> columns;

  SelectedTable(Table all, int[] selected) {
    this.all = all;
    this.selected = selected;
    for (int row : selected) {
      if (row < 0 || row >= all.rows()) {
        throw new IllegalArgumentException("row " + row + " of " + all.rows());
      }
    }
    columns = all.columns().stream().map(this::view).toList();
  }

  private Column view(Column column) {
    return switch (column) {
      case Column.Numbers numbers -> new SelectedNumbers(numbers, selected);
      case Column.Texts texts -> new SelectedTexts(texts, selected);
      default -> throw new IllegalArgumentException("column of unknown kind: " + column.name());
    };
  }

  @Override
  public int rows() {
    return selected.length;
  }

  @Override
  public List<Column> columns() {
    return columns;
  }

  @Override
  public int rowNumber(int row) {
    return all.rowNumber(selected[row]);
  }

  @Override
  public String source() {
    return all.source();
  }

  private record SelectedNumbers(Column.Numbers all, int[] selected) implements Column.Numbers {
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
      all.gather(selected, from, length, target, offset);
    }

    @Override
    public void gather(int[] rows, int from, int length, double[] target, int offset) {
      int[] of = new int[length];
      for (int r = 0; r < length; r++) {
        of[r] = selected[rows[from + r]];
      }
      all.gather(of, 0, length, target, offset);
    }
  }

  private record SelectedTexts(Column.Texts all, int[] selected) implements Column.Texts {
    @Override
    public String name() {
      return all.name();
    }

    @Override
    public int size() {
      return selected.length;
    }

    @Override
    public String get(int row) {
      return all.get(selected[row]);
    }
  }
}
