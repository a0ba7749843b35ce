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

  /**
   * The same rows, read into arrays for passes without number if the heap has room for them; else
   * every pass reads the table, which must stay open. The numbers are the same.
   */
  public Examples held() {
    long columns = (long) inputs.count() + targets.count() + 1;
    if (!Inputs.fits(rows() * columns)) {
      return this;
    }
    return new Examples(
        table,
        Inputs.materialize(inputs),
        Inputs.materialize(targets),
        weights.map(Inputs::materialize));
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
      checkLabel(table, target);
      all.add(Numbers.read(table, Numbers.require(table, target)));
    }
    return all.toArray(double[][]::new);
  }

  private static Columns targets(Task task, Table table) {
    return switch (task) {
      case Task.MultiLabel labels -> {
        labels.targets().forEach(target -> checkLabel(table, target));
        yield new Scaled(
            table.rows(),
            labels.targets().stream().map(target -> Numbers.require(table, target)).toList(),
            labels.targets().stream().map(_ -> Scaling.NONE).toList());
      }
      case Task.Regression regression -> {
        List<Column.Numbers> columns = new ArrayList<>();
        for (String target : regression.targets()) {
          Column.Numbers column = Numbers.require(table, target);
          Numbers.check(table, column);
          columns.add(column);
        }
        yield new Scaled(table.rows(), columns, regression.scalings());
      }
      case Task.Classification classification ->
          new Classes(ClassLabels.codes(table, classification), classification.outputs());
    };
  }

  private static void checkLabel(Table table, String target) {
    Column.Numbers column = Numbers.require(table, target);
    Numbers.check(table, column);
    Numbers.each(
        column,
        (first, values, count) -> {
          for (int r = 0; r < count; r++) {
            if (values[r] != 0 && values[r] != 1) {
              throw KanException.data(
                  "%s: row %d, column '%s': %s is not a label; allowed: 1 where it holds, else 0",
                  table.source(), table.rowNumber(first + r), target, values[r]);
            }
          }
        });
  }

  /** Columns of a table, scaled as they are read. */
  private record Scaled(int rows, List<Column.Numbers> columns, List<Scaling> scalings)
      implements Columns {
    @Override
    public int count() {
      return columns.size();
    }

    @Override
    public void read(int column, int from, int length, double[] target, int offset) {
      columns.get(column).read(from, length, target, offset);
      Scaling scaling = scalings.get(column);
      if (!scaling.equals(Scaling.NONE)) {
        for (int r = offset; r < offset + length; r++) {
          target[r] = scaling.apply(target[r]);
        }
      }
    }
  }

  /** One column of the number of the class, or one per class that holds 1 for the true one. */
  private record Classes(short[] codes, int count) implements Columns {
    @Override
    public int rows() {
      return codes.length;
    }

    @Override
    public void read(int column, int from, int length, double[] target, int offset) {
      for (int r = 0; r < length; r++) {
        int code = codes[from + r];
        target[offset + r] = count == 1 ? code : code == column ? 1 : 0;
      }
    }
  }

  private static Columns weights(Table table, String name) {
    Column.Numbers column = Numbers.require(table, name);
    Numbers.check(table, column);
    double[] sum = new double[1];
    Numbers.each(
        column,
        (first, values, count) -> {
          for (int r = 0; r < count; r++) {
            sum[0] += values[r];
            if (values[r] < 0) {
              throw KanException.data(
                  "%s: row %d, column '%s': a weight of %s; weights are 0 or more",
                  table.source(), table.rowNumber(first + r), name, values[r]);
            }
          }
        });
    if (column.size() > 0 && !(sum[0] > 0 && Double.isFinite(sum[0]))) {
      throw KanException.data("%s: column '%s': weights sum to %s", table.source(), name, sum[0]);
    }
    return new Scaled(column.size(), List.of(column), List.of(Scaling.NONE));
  }
}
