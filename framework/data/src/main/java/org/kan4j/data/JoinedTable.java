/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.data;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.core.table.Column;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;

/** Tables with the same columns, one after the other; it owns them. */
final class JoinedTable implements Table {
  private final String source;
  private final List<Table> parts;
  private final int[] starts;
  private final List<Column> columns;

  /**
   * Joins tables; the order of the columns is that of the first.
   *
   * @throws KanException of kind DATA that names the part and the column that differs
   */
  JoinedTable(String source, List<Table> parts) {
    this.source = source;
    this.parts = List.copyOf(parts);
    starts = new int[parts.size() + 1];
    for (int p = 0; p < parts.size(); p++) {
      long end = (long) starts[p] + parts.get(p).rows();
      if (end > Integer.MAX_VALUE) {
        throw KanException.data("%s: more than %d rows", source, Integer.MAX_VALUE);
      }
      starts[p + 1] = (int) end;
    }
    columns = parts.getFirst().columns().stream().map(this::joined).toList();
    for (Table part : parts) {
      if (part.columns().size() > columns.size()) {
        part.columns().forEach(column -> requireKnown(part, column.name()));
      }
    }
  }

  private void requireKnown(Table part, String name) {
    if (columns.stream().noneMatch(column -> column.name().equals(name))) {
      throw KanException.data(
          "%s has a column '%s' that %s lacks", part.source(), name, parts.getFirst().source());
    }
  }

  private Column joined(Column first) {
    List<Column> all = new ArrayList<>();
    for (Table part : parts) {
      Column column =
          part.columns().stream()
              .filter(c -> c.name().equals(first.name()))
              .findFirst()
              .orElseThrow(() ->
                  KanException.data(
                      "%s has no column '%s', which %s has; it has %s",
                      part.source(),
                      first.name(),
                      parts.getFirst().source(),
                      String.join(", ", part.columns().stream().map(Column::name).toList())));
      if (column instanceof Column.Numbers != first instanceof Column.Numbers) {
        throw KanException.data(
            "%s: column '%s' holds %s, but in %s %s",
            part.source(), first.name(), kind(column), parts.getFirst().source(), kind(first));
      }
      all.add(column);
    }
    return first instanceof Column.Numbers
        ? new JoinedNumbers(
            first.name(), all.stream().map(Column.Numbers.class::cast).toList(), starts)
        : new JoinedTexts(
            first.name(), all.stream().map(Column.Texts.class::cast).toList(), starts);
  }

  private static String kind(Column column) {
    return column instanceof Column.Numbers ? "numbers" : "texts";
  }

  @Override
  public int rows() {
    return starts[parts.size()];
  }

  @Override
  public List<Column> columns() {
    return columns;
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public void close() {
    parts.forEach(Table::close);
  }

  private record JoinedNumbers(String name, List<Column.Numbers> parts, int[] starts)
      implements Column.Numbers {
    @Override
    public int size() {
      return starts[parts.size()];
    }

    @Override
    public void read(int from, int length, double[] target, int offset) {
      int row = from;
      int end = from + length;
      for (int p = ArrowTexts.batch(starts, from); row < end; p++) {
        int count = Math.min(end, starts[p + 1]) - row;
        parts.get(p).read(row - starts[p], count, target, offset + row - from);
        row += count;
      }
    }
  }

  private record JoinedTexts(String name, List<Column.Texts> parts, int[] starts)
      implements Column.Texts {
    @Override
    public int size() {
      return starts[parts.size()];
    }

    @Override
    public String get(int row) {
      int part = ArrowTexts.batch(starts, row);
      return parts.get(part).get(row - starts[part]);
    }
  }
}
