/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.model;

import java.util.BitSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.kan4j.core.table.Column;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;

/** Columns of numbers, read with every value checked. */
final class Numbers {
  private static final int RUN = 4096;

  private Numbers() {}

  /** The column of that name, if it holds numbers. */
  static Column.Numbers require(Table table, String name) {
    if (table.column(name) instanceof Column.Numbers numbers) {
      return numbers;
    }
    throw KanException.data(
        "%s: column '%s' holds texts where numbers are needed", table.source(), name);
  }

  /** Takes values of a column that follow one another. */
  @FunctionalInterface
  interface Run {
    /** Rows {@code first} to {@code first + count}, in {@code values[0 … count]}. */
    void take(int first, double[] values, int count);
  }

  /** All values in order, some at a time; NaN where one is missing. */
  static void each(Column.Numbers column, Run run) {
    double[] values = new double[Math.min(RUN, column.size())];
    for (int from = 0; from < column.size(); from += RUN) {
      int count = Math.min(RUN, column.size() - from);
      column.read(from, count, values, 0);
      run.take(from, values, count);
    }
  }

  /** Refuses values that are not finite, by row and column; returns how many are missing. */
  static int checkWithGaps(Table table, Column.Numbers column) {
    int[] gaps = new int[1];
    each(
        column,
        (first, values, count) -> {
          for (int r = 0; r < count; r++) {
            if (Double.isInfinite(values[r])) {
              throw KanException.data(
                  "%s: row %d, column '%s': %s is not a finite number",
                  table.source(), table.rowNumber(first + r), column.name(), values[r]);
            }
            gaps[0] += Double.isNaN(values[r]) ? 1 : 0;
          }
        });
    return gaps[0];
  }

  /** Refuses values that are missing or not finite, by row and column. */
  static void check(Table table, Column.Numbers column) {
    if (checkWithGaps(table, column) > 0) {
      throw Missing.refused(table, column);
    }
  }

  /** All values, none of them missing. */
  static double[] read(Table table, Column.Numbers column) {
    check(table, column);
    double[] values = new double[column.size()];
    column.read(0, values.length, values, 0);
    return values;
  }

  /** Which rows of a column have no value. */
  static IntPredicate missing(Column column) {
    return switch (column) {
      case Column.Numbers numbers -> {
        BitSet gaps = new BitSet();
        each(
            numbers,
            (first, values, count) -> {
              for (int r = 0; r < count; r++) {
                if (Double.isNaN(values[r])) {
                  gaps.set(first + r);
                }
              }
            });
        yield gaps::get;
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
