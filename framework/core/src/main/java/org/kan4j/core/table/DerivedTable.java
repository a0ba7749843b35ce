/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SequencedMap;
import org.kan4j.core.formula.Expression;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;

/** A table with further columns that formulas make of its own, such as a symmetric variable. */
public final class DerivedTable implements Table {
  private final Table all;
  private final List<Column> columns;

  private DerivedTable(Table all, List<Column> columns) {
    this.all = all;
    this.columns = List.copyOf(columns);
  }

  /**
   * The table with a column per formula at its end. A formula may use the columns of those before
   * it. Where a number is missing that it uses, its value is missing too.
   *
   * @param formulas by the names of their columns, in order
   * @throws KanException of kind USER for a name that is taken, DATA for a variable that is no
   *     column of numbers, or where a formula has no value
   */
  public static Table of(Table table, SequencedMap<String, Expression> formulas) {
    List<Column> columns = new ArrayList<>(table.columns());
    formulas.forEach((name, formula) -> {
      if (columns.stream().anyMatch(column -> column.name().equals(name))) {
        throw KanException.user("%s has a column '%s' already", table.source(), name);
      }
      columns.add(new Derived(name, values(table, columns, name, formula)));
    });
    return new DerivedTable(table, columns);
  }

  private static double[] values(
      Table table, List<Column> columns, String name, Expression formula) {
    List<String> variables = List.copyOf(formula.variables());
    double[][] of = new double[variables.size()][];
    for (int v = 0; v < of.length; v++) {
      String variable = variables.get(v);
      of[v] =
          columns.stream()
              .filter(column -> column.name().equals(variable))
              .filter(Column.Numbers.class::isInstance)
              .map(column -> numbers((Column.Numbers) column))
              .findFirst()
              .orElseThrow(() ->
                  KanException.data(
                      "%s: no column of numbers '%s'; %s",
                      name, variable, NearMiss.describe(variable, names(columns))));
    }
    double[] values = formula.evaluate(variables, of, table.rows());
    for (int row = 0; row < values.length; row++) {
      int at = row;
      if (Arrays.stream(of).anyMatch(column -> Double.isNaN(column[at]))) {
        values[row] = Double.NaN;
      } else if (!Double.isFinite(values[row])) {
        throw KanException.data(
            "%s, row %d: %s has no value at %s = %s",
            table.source(),
            table.rowNumber(row),
            formula,
            variables,
            Arrays.stream(of).map(column -> column[at]).toList());
      }
    }
    return values;
  }

  private static List<String> names(List<Column> columns) {
    return columns.stream().filter(Column.Numbers.class::isInstance).map(Column::name).toList();
  }

  private static double[] numbers(Column.Numbers column) {
    double[] numbers = new double[column.size()];
    column.read(0, numbers.length, numbers, 0);
    return numbers;
  }

  @Override
  public int rows() {
    return all.rows();
  }

  @Override
  public List<Column> columns() {
    return columns;
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

  /** Not a record: its numbers are its own. */
  private static final class Derived implements Column.Numbers {
    private final String name;
    private final double[] values;

    Derived(String name, double[] values) {
      this.name = name;
      this.values = values;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public int size() {
      return values.length;
    }

    @Override
    public void read(int from, int length, double[] target, int offset) {
      System.arraycopy(values, from, target, offset, length);
    }
  }
}
