/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.kan4j.core.formula.Expression;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Column;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;

/**
 * Data for training and testing, and the statistics by which it was normalized: an immutable value.
 *
 * @param split the rows; there are no validation rows unless asked for
 * @param inputs names of the input columns
 * @param labels names of the label columns
 * @param standardizations one for each column that was normalized
 */
public record Dataset(
    Split split, List<String> inputs, List<String> labels, List<Standardization> standardizations) {
  /** Copies the lists. */
  public Dataset {
    inputs = List.copyOf(inputs);
    labels = List.copyOf(labels);
    standardizations = List.copyOf(standardizations);
  }

  /** Draws points and evaluates a function of one label there. */
  public static Dataset create(String label, PointFunction function, Draw draw) {
    return create(List.of(label), List.of(function), draw);
  }

  /** Draws points and evaluates a formula there; its variables are among those drawn. */
  public static Dataset create(String label, Expression formula, Draw draw) {
    List<String> names = draw.variables().stream().map(Variable::name).toList();
    for (String variable : formula.variables()) {
      if (!names.contains(variable)) {
        throw KanException.user("%s: no range for %s; ranges: %s", formula, variable, names);
      }
    }
    return create(label, point -> formula.evaluate(names, point), draw);
  }

  /**
   * Draws points, column by column, training rows first, and evaluates a function per label there.
   *
   * @throws KanException of kind DATA that names the point where a function has no value, USER for
   *     labels that are inputs too
   */
  public static Dataset create(List<String> labels, List<PointFunction> functions, Draw draw) {
    if (labels.isEmpty() || labels.size() != functions.size()) {
      throw KanException.user("%d functions for labels %s", functions.size(), labels);
    }
    int rows = draw.train() + draw.test();
    SplittableRandom random = new SplittableRandom(draw.seed());
    ArrayTable.Builder table = ArrayTable.builder(String.join(", ", labels));
    List<double[]> columns = new ArrayList<>();
    for (Variable variable : draw.variables()) {
      SplittableRandom stream = random.split();
      columns.add(stream.doubles(rows, variable.lower(), variable.upper()).toArray());
      table.numbers(variable.name(), columns.getLast());
    }
    List<String> inputs = draw.variables().stream().map(Variable::name).toList();
    for (int o = 0; o < labels.size(); o++) {
      if (inputs.contains(labels.get(o))) {
        throw KanException.user("the label '%s' is also an input", labels.get(o));
      }
      table.numbers(labels.get(o), values(labels.get(o), functions.get(o), columns, inputs));
    }
    Table all = table.build();
    Split split =
        new Split(rows(all, 0, draw.train()), rows(all, 0, 0), rows(all, draw.train(), rows));
    return new Dataset(split, inputs, labels, List.of());
  }

  private static double[] values(
      String label, PointFunction function, List<double[]> columns, List<String> names) {
    double[] values = new double[columns.getFirst().length];
    double[] point = new double[columns.size()];
    for (int row = 0; row < values.length; row++) {
      for (int v = 0; v < point.length; v++) {
        point[v] = columns.get(v)[row];
      }
      values[row] = function.value(point);
      if (!Double.isFinite(values[row])) {
        throw KanException.data(
            "%s is %s at %s = %s; choose ranges on which it has a value",
            label, values[row], names, Arrays.toString(point));
      }
    }
    return values;
  }

  private static Table rows(Table table, int from, int to) {
    int[] rows = new int[to - from];
    Arrays.setAll(rows, r -> from + r);
    return table.select(rows);
  }

  /**
   * Splits the rows of a table at random.
   *
   * @param labels names of the label columns; all others are inputs
   * @param train share of the rows to learn from, 0.8 in pykan; the rest are test rows
   * @param seed the same seed gives the same rows
   * @throws KanException of kind DATA if a label is not there or no training row is left, USER for
   *     a share outside (0, 1]
   */
  public static Dataset of(Table table, List<String> labels, double train, long seed) {
    labels.forEach(table::column);
    List<String> inputs =
        table.columns().stream().map(Column::name).filter(Predicate.not(labels::contains)).toList();
    return new Dataset(Split.random(table, train, 0, seed), inputs, labels, List.of());
  }

  /** The same data with inputs of mean 0 and standard deviation 1 over the training rows. */
  public Dataset normalizeInputs() {
    return normalize(inputs);
  }

  /** The same data with labels of mean 0 and standard deviation 1 over the training rows. */
  public Dataset normalizeLabels() {
    return normalize(labels);
  }

  /** The statistics of a column, if it was normalized. */
  public Optional<Standardization> standardization(String column) {
    return standardizations.stream().filter(s -> s.column().equals(column)).findFirst();
  }

  private Dataset normalize(List<String> columns) {
    List<Standardization> added = new ArrayList<>();
    for (String name : columns) {
      if (standardization(name).isPresent()) {
        throw KanException.user("column '%s' is normalized already", name);
      }
      added.add(Standardization.of(name, numbers(split.train(), name)));
    }
    List<Standardization> all = new ArrayList<>(standardizations);
    all.addAll(added);
    Split changed =
        new Split(
            apply(split.train(), added),
            apply(split.validation(), added),
            apply(split.test(), added));
    return new Dataset(changed, inputs, labels, all);
  }

  private static Table apply(Table table, List<Standardization> added) {
    ArrayTable.Builder builder = ArrayTable.builder(table.source());
    for (Column column : table.columns()) {
      added.stream()
          .filter(s -> s.column().equals(column.name()))
          .findFirst()
          .ifPresentOrElse(
              s ->
                  builder.numbers(
                      s.column(),
                      Arrays.stream(numbers(table, s.column())).map(s::apply).toArray()),
              () -> builder.column(column));
    }
    return builder.build();
  }

  private static double[] numbers(Table table, String name) {
    if (!(table.column(name) instanceof Column.Numbers column)) {
      throw KanException.data("%s: column '%s' is not of numbers", table.source(), name);
    }
    double[] values = new double[table.rows()];
    column.read(0, values.length, values, 0);
    for (int row = 0; row < values.length; row++) {
      if (!Double.isFinite(values[row])) {
        throw KanException.data(
            "%s: row %d, column '%s': %s cannot be normalized",
            table.source(), table.rowNumber(row), name, values[row]);
      }
    }
    return values;
  }
}
