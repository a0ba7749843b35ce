/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.kan4j.core.table.Column;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;

/** Classes by the text that names them; whole numbers are written without a point. */
final class ClassLabels {
  private ClassLabels() {}

  /** The classes in a column, sorted: texts by letters, numbers by size. */
  static List<String> learn(Table table, Column column) {
    List<String> classes;
    if (column instanceof Column.Numbers numbers) {
      TreeSet<Long> different = new TreeSet<>();
      Numbers.check(table, numbers);
      Numbers.each(
          numbers,
          (first, values, count) -> {
            for (int r = 0; r < count; r++) {
              different.add(whole(table, column, first + r, values[r]));
              limit(table, column, different.size());
            }
          });
      classes = different.stream().map(String::valueOf).toList();
    } else {
      TreeSet<String> different = new TreeSet<>();
      IntFunction<String> label = reader(table, column);
      for (int row = 0; row < table.rows(); row++) {
        different.add(label.apply(row));
        limit(table, column, different.size());
      }
      classes = List.copyOf(different);
    }
    if (classes.size() < 2) {
      throw KanException.data(
          "%s: target '%s' has a single class in the training rows: '%s'",
          table.source(), column.name(), classes.getFirst());
    }
    return classes;
  }

  /** Classes that somebody names. */
  static List<String> given(List<String> classes) {
    if (classes.size() < 2
        || classes.size() > Encoding.MAX_CLASSES
        || new HashSet<>(classes).size() < classes.size()) {
      throw KanException.user(
          "data: classes: %d given; allowed: 2 to %d, each once",
          classes.size(), Encoding.MAX_CLASSES);
    }
    return List.copyOf(classes);
  }

  private static void limit(Table table, Column column, int count) {
    if (count > Encoding.MAX_CLASSES) {
      throw KanException.data(
          "%s: target '%s' has more than %d different values: not classes",
          table.source(), column.name(), Encoding.MAX_CLASSES);
    }
  }

  /** The number of the class of each row. */
  static int[] read(Table table, Task.Classification task) {
    int[] read = new int[table.rows()];
    each(table, task, (row, number) -> read[row] = number);
    return read;
  }

  /** The same in as few bytes as it takes. */
  static short[] codes(Table table, Task.Classification task) {
    short[] codes = new short[table.rows()];
    each(table, task, (row, number) -> codes[row] = (short) number);
    return codes;
  }

  @FunctionalInterface
  private interface Taking {
    void take(int row, int number);
  }

  private static void each(Table table, Task.Classification task, Taking taking) {
    Map<String, Integer> numbers = new HashMap<>();
    task.classes().forEach(name -> numbers.put(name, numbers.size()));
    Column column = table.column(task.target());
    IntFunction<String> label = reader(table, column);
    for (int row = 0; row < table.rows(); row++) {
      String name = label.apply(row);
      Integer number = numbers.get(name);
      if (number == null) {
        throw KanException.data(
            "%s: row %d, column '%s': unknown class '%s'; %s",
            table.source(),
            table.rowNumber(row),
            column.name(),
            name,
            NearMiss.describe(name, task.classes()));
      }
      taking.take(row, number);
    }
  }

  private static IntFunction<String> reader(Table table, Column column) {
    return switch (column) {
      case Column.Numbers numbers -> {
        Numbers.check(table, numbers);
        double[] value = new double[1];
        yield row -> {
          numbers.read(row, 1, value, 0);
          return String.valueOf(whole(table, column, row, value[0]));
        };
      }
      case Column.Texts texts ->
          row -> {
            String text = texts.get(row);
            if (text == null) {
              throw Missing.refused(table, column);
            }
            return text;
          };
      default -> throw KanException.data("column '%s' is of an unknown kind", column.name());
    };
  }

  private static long whole(Table table, Column column, int row, double value) {
    if (value != Math.rint(value) || Math.abs(value) > 1L << 53) {
      throw KanException.data(
          "%s: row %d, column '%s': %s is not a class: classes are texts or whole numbers",
          table.source(), table.rowNumber(row), column.name(), value);
    }
    return (long) value;
  }
}
