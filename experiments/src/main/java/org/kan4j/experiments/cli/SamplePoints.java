/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.util.List;
import java.util.SplittableRandom;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Inputs;
import org.kan4j.core.model.Kan;
import org.kan4j.core.table.Column;
import org.kan4j.core.table.Table;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.component.KanException;

/** Points {@code x[rows][variables]}, in the units of the data, at which a function is studied. */
final class SamplePoints {
  private SamplePoints() {}

  /** Uniform between the same ends for all variables. */
  static double[][] drawn(List<String> variables, double lower, double upper, int rows, long seed) {
    if (!(lower < upper) || Double.isInfinite(upper - lower)) {
      throw KanException.user(
          "--lower %s --upper %s: two finite numbers are needed, the lower first", lower, upper);
    }
    SplittableRandom random = new SplittableRandom(seed);
    double[][] x = new double[rows][variables.size()];
    for (double[] row : x) {
      for (int v = 0; v < row.length; v++) {
        row[v] = random.nextDouble(lower, upper);
      }
    }
    return x;
  }

  /** Uniform over the ranges that training saw; a level of a text column is there or not. */
  static double[][] drawn(Kan model, int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] x = new double[rows][model.features().size()];
    for (double[] row : x) {
      for (int v = 0; v < row.length; v++) {
        Feature feature = model.features().get(v);
        row[v] =
            feature instanceof Feature.Level
                ? random.nextInt(2)
                : feature.lower() + random.nextDouble() * (feature.upper() - feature.lower());
      }
    }
    return x;
  }

  /** Rows of a table, evenly spread if there are more than wanted. */
  static double[][] of(Kan model, Table table, int rows) {
    Table selected = spread(table, rows);
    Columns scaled = Inputs.of(model.features(), selected);
    double[][] x = new double[selected.rows()][model.features().size()];
    double[] column = new double[selected.rows()];
    for (int v = 0; v < model.features().size(); v++) {
      scaled.read(v, 0, column.length, column, 0);
      for (int r = 0; r < column.length; r++) {
        x[r][v] = model.features().get(v).scaling().invert(column[r]);
      }
    }
    return x;
  }

  /** The columns of these names. */
  static double[][] of(List<String> variables, Table table, int rows) {
    Table selected = spread(table, rows);
    double[][] x = new double[selected.rows()][variables.size()];
    double[] values = new double[selected.rows()];
    for (int v = 0; v < variables.size(); v++) {
      if (!(selected.column(variables.get(v)) instanceof Column.Numbers numbers)) {
        throw KanException.data(
            "%s: column '%s' holds texts where numbers are needed",
            table.source(), variables.get(v));
      }
      numbers.read(0, values.length, values, 0);
      for (int r = 0; r < values.length; r++) {
        if (!Double.isFinite(values[r])) {
          throw KanException.data(
              "%s: row %d, column '%s': %s is not a finite number",
              table.source(), selected.rowNumber(r), numbers.name(), values[r]);
        }
        x[r][v] = values[r];
      }
    }
    return x;
  }

  private static Table spread(Table table, int rows) {
    if (table.rows() <= rows) {
      return table;
    }
    int[] chosen = new int[rows];
    for (int r = 0; r < rows; r++) {
      chosen[r] = (int) ((long) r * table.rows() / rows);
    }
    return table.select(chosen);
  }
}
