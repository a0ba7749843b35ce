/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.kan4j.core.table.Column;
import org.kan4j.core.table.Table;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.component.KanException;

/**
 * Rows with their truth, encoded for a network.
 *
 * @param table the rows used, in order; raw
 * @param inputs scaled inputs
 * @param targets regression: scaled targets; two classes: 1 for the second; more: one column per
 *     class that holds 1 for the true one; labels: 1 where they hold
 * @param weights row weights; empty if all are 1
 */
public record Examples(Table table, Columns inputs, Columns targets, Optional<Columns> weights) {
  /**
   * Encodes rows.
   *
   * @param weight column of row weights; empty for none
   * @param drop whether rows with a missing value are left out; else they are refused, unless the
   *     feature has a value to fill in
   * @throws KanException of kind DATA that names row and column of what cannot be used
   */
  public static Examples of(
      List<Feature> features, Task task, String weight, boolean drop, Table table) {
    Table used = table;
    if (drop) {
      Set<String> columns = new LinkedHashSet<>(task.targets());
      features.forEach(feature -> columns.add(feature.column()));
      if (!weight.isEmpty()) {
        columns.add(weight);
      }
      used = Missing.drop(table, columns);
    }
    Optional<Columns> weights =
        weight.isEmpty() ? Optional.empty() : Optional.of(weights(used, weight));
    return new Examples(used, Inputs.of(features, used), targets(task, used), weights);
  }

  /** Number of rows. */
  public int rows() {
    return inputs.rows();
  }

  /** The same rows with the inputs read into arrays, for passes without number. */
  public Examples materialize() {
    return new Examples(table, Inputs.materialize(inputs), targets, weights);
  }

  /** The number of the class of each row. */
  public static int[] classes(Task.Classification task, Table table) {
    return ClassLabels.read(table, task);
  }

  /** The true values of each target: {@code values[target][row]}. */
  public static double[][] values(Task.Regression task, Table table) {
    List<double[]> values = new ArrayList<>();
    for (String target : task.targets()) {
      values.add(Numbers.read(table, Numbers.require(table, target)));
    }
    return values.toArray(double[][]::new);
  }

  /**
   * Whether each label holds: {@code labels[label][row]}, 1 or 0.
   *
   * @throws KanException of kind DATA that names row and column of anything else
   */
  public static double[][] labels(Task.MultiLabel task, Table table) {
    List<double[]> all = new ArrayList<>();
    for (String target : task.targets()) {
      double[] values = Numbers.read(table, Numbers.require(table, target));
      for (int row = 0; row < values.length; row++) {
        if (values[row] != 0 && values[row] != 1) {
          throw KanException.data(
              "%s: row %d, column '%s': %s is not a label; allowed: 1 where it holds, else 0",
              table.source(), table.rowNumber(row), target, values[row]);
        }
      }
      all.add(values);
    }
    return all.toArray(double[][]::new);
  }

  private static Columns targets(Task task, Table table) {
    double[][] columns = new double[task.outputs()][table.rows()];
    switch (task) {
      case Task.MultiLabel labels -> columns = labels(labels, table);
      case Task.Regression regression -> {
        double[][] values = values(regression, table);
        for (int t = 0; t < columns.length; t++) {
          Scaling scaling = regression.scalings().get(t);
          for (int row = 0; row < table.rows(); row++) {
            columns[t][row] = scaling.apply(values[t][row]);
          }
        }
      }
      case Task.Classification classification -> {
        int[] classes = classes(classification, table);
        for (int row = 0; row < classes.length; row++) {
          if (columns.length == 1) {
            columns[0][row] = classes[row];
          } else {
            columns[classes[row]][row] = 1;
          }
        }
      }
    }
    return Columns.of(table.rows(), columns);
  }

  private static Columns weights(Table table, String name) {
    Column.Numbers column = Numbers.require(table, name);
    double[] weights = Numbers.read(table, column);
    double sum = 0;
    for (int row = 0; row < weights.length; row++) {
      sum += weights[row];
      if (weights[row] < 0) {
        throw KanException.data(
            "%s: row %d, column '%s': a weight of %s; weights are 0 or more",
            table.source(), table.rowNumber(row), name, weights[row]);
      }
    }
    if (weights.length > 0 && !(sum > 0 && Double.isFinite(sum))) {
      throw KanException.data("%s: column '%s': weights sum to %s", table.source(), name, sum);
    }
    return Columns.of(weights.length, weights);
  }
}
