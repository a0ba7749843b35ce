/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.core.model.Task;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Table;

/**
 * What a model says of rows.
 *
 * @param rows number of rows
 * @param outputs names: the targets, or the classes
 * @param values {@code [rows][outputs]}, row-major: numbers in the units of the targets, or one
 *     probability per class or label; shared, not copied
 * @param labels the most probable class of each row; empty unless there are classes
 */
public record Predictions(int rows, List<String> outputs, double[] values, List<String> labels) {
  /** Checks the length. */
  public Predictions {
    outputs = List.copyOf(outputs);
    labels = List.copyOf(labels);
    if (values.length != rows * outputs.size() || !(labels.isEmpty() || labels.size() == rows)) {
      throw new IllegalArgumentException(values.length + " values for " + rows + " rows");
    }
  }

  /** One value. */
  public double get(int row, int output) {
    return values[row * outputs.size() + output];
  }

  /**
   * Predictions from their numbers.
   *
   * @param values {@code [rows][outputs]}, as in the record; not copied
   */
  public static Predictions of(Task task, double[] values) {
    return switch (task) {
      case Task.Regression regression ->
          new Predictions(
              values.length / regression.outputs(), regression.targets(), values, List.of());
      case Task.MultiLabel labels ->
          new Predictions(values.length / labels.outputs(), labels.targets(), values, List.of());
      case Task.Classification classification -> {
        List<String> classes = classification.classes();
        int rows = values.length / classes.size();
        List<String> labels = new ArrayList<>(rows);
        for (int row = 0; row < rows; row++) {
          int at = row * classes.size();
          int best = 0;
          for (int c = 1; c < classes.size(); c++) {
            best = values[at + c] > values[at + best] ? c : best;
          }
          labels.add(classes.get(best));
        }
        yield new Predictions(rows, classes, values, labels);
      }
    };
  }

  /** As a table: the labels as {@code label}, if there are any, then a column per output. */
  public Table table() {
    ArrayTable.Builder table = ArrayTable.builder("predictions");
    if (!labels.isEmpty()) {
      table.texts("label", labels.toArray(String[]::new));
    }
    for (int o = 0; o < outputs.size(); o++) {
      double[] column = new double[rows];
      for (int row = 0; row < rows; row++) {
        column[row] = get(row, o);
      }
      String name = outputs.get(o);
      table.numbers(labels.isEmpty() ? name : "probability of " + name, column);
    }
    return table.build();
  }
}
