/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.kan4j.spi.component.KanException;

/** A table over arrays on the heap. */
public final class ArrayTable implements Table {
  private final String source;
  private final int rows;
  private final List<Column> columns;

  private ArrayTable(String source, List<Column> columns) {
    this.source = source;
    this.columns = List.copyOf(columns);
    this.rows = columns.isEmpty() ? 0 : columns.getFirst().size();
    Set<String> names = new HashSet<>();
    for (Column column : columns) {
      if (column.size() != rows) {
        throw KanException.data(
            "%s: column '%s' has %d rows, '%s' has %d",
            source, column.name(), column.size(), columns.getFirst().name(), rows);
      }
      if (!names.add(column.name())) {
        throw KanException.data("%s: two columns are named '%s'", source, column.name());
      }
    }
  }

  /** Starts a table; {@code source} says where the numbers come from. */
  public static Builder builder(String source) {
    return new Builder(source);
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
  public String source() {
    return source;
  }

  /** Collects columns. */
  public static final class Builder {
    private final String source;
    private final List<Column> columns = new ArrayList<>();

    private Builder(String source) {
      this.source = source;
    }

    /** Adds a column of numbers, copied; NaN is a missing value. */
    public Builder numbers(String name, double... values) {
      columns.add(new ArrayNumbers(name, values.clone()));
      return this;
    }

    /** Adds a column of texts, copied; null is a missing value. */
    public Builder texts(String name, String... values) {
      columns.add(new ArrayTexts(name, values.clone()));
      return this;
    }

    /** Adds a column as it is. */
    public Builder column(Column column) {
      columns.add(column);
      return this;
    }

    /**
     * The table.
     *
     * @throws KanException of kind DATA if lengths differ or a name is there twice
     */
    public Table build() {
      return new ArrayTable(source, columns);
    }
  }

  private record ArrayNumbers(String name, double[] values) implements Column.Numbers {
    @Override
    public int size() {
      return values.length;
    }

    @Override
    public void read(int from, int length, double[] target, int offset) {
      System.arraycopy(values, from, target, offset, length);
    }

    @Override
    public void gather(int[] rows, int from, int length, double[] target, int offset) {
      for (int r = 0; r < length; r++) {
        target[offset + r] = values[rows[from + r]];
      }
    }
  }

  private record ArrayTexts(String name, String[] values) implements Column.Texts {
    @Override
    public int size() {
      return values.length;
    }

    @Override
    public String get(int row) {
      return values[row];
    }
  }
}
