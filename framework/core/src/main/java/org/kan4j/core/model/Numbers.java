/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.model;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.kan4j.core.table.Column;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;

/** Columns of numbers, read with every value checked. */
final class Numbers {
  private Numbers() {}

  /** The column of that name, if it holds numbers. */
  static Column.Numbers require(Table table, String name) {
    if (table.column(name) instanceof Column.Numbers numbers) {
      return numbers;
    }
    throw KanException.data(
        "%s: column '%s' holds texts where numbers are needed", table.source(), name);
  }

  /** All values; NaN where one is missing. */
  static double[] readWithGaps(Table table, Column.Numbers column) {
    double[] values = new double[column.size()];
    column.read(0, values.length, values, 0);
    for (int row = 0; row < values.length; row++) {
      if (Double.isInfinite(values[row])) {
        throw KanException.data(
            "%s: row %d, column '%s': %s is not a finite number",
            table.source(), table.rowNumber(row), column.name(), values[row]);
      }
    }
    return values;
  }

  /** All values, none of them missing. */
  static double[] read(Table table, Column.Numbers column) {
    double[] values = readWithGaps(table, column);
    for (double value : values) {
      if (Double.isNaN(value)) {
        throw Missing.refused(table, column);
      }
    }
    return values;
  }

  /** Which rows of a column have no value. */
  static IntPredicate missing(Column column) {
    return switch (column) {
      case Column.Numbers numbers -> {
        double[] values = new double[numbers.size()];
        numbers.read(0, values.length, values, 0);
        yield row -> Double.isNaN(values[row]);
      }
      case Column.Texts texts -> row -> texts.get(row) == null;
      default -> throw KanException.data("column '%s' is of an unknown kind", column.name());
    };
  }

  /** The first row that has no value. */
  static int firstMissing(Column column) {
    return IntStream.range(0, column.size()).filter(missing(column)).findFirst().orElseThrow();
  }
}
