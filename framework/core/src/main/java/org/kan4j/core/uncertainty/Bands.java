/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.uncertainty;

import java.util.List;
import org.kan4j.core.evaluation.Predictions;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Table;

/**
 * Predictions with bands. Arrays are {@code [rows][outputs]}, row-major, in the units of the
 * predictions; shared, not copied.
 *
 * @param predictions what the model says
 * @param level how often the bands shall hold the truth, 0 to 1
 * @param lower lower end for what the model means: the mean of the target, or the probability
 * @param upper upper end
 * @param lowerNew lower end for a new observation, its noise included; empty for probabilities
 * @param upperNew upper end
 */
public record Bands(
    Predictions predictions,
    double level,
    double[] lower,
    double[] upper,
    double[] lowerNew,
    double[] upperNew) {
  /** As a table: the columns of the predictions, each output followed by its ends. */
  public Table table() {
    ArrayTable.Builder table = ArrayTable.builder("predictions");
    if (!predictions.labels().isEmpty()) {
      table.texts("label", predictions.labels().toArray(String[]::new));
    }
    List<String> outputs = predictions.outputs();
    for (int o = 0; o < outputs.size(); o++) {
      String name =
          predictions.labels().isEmpty() ? outputs.get(o) : "probability of " + outputs.get(o);
      table.numbers(name, column(predictions.values(), o));
      table.numbers(name + " lower", column(lower, o));
      table.numbers(name + " upper", column(upper, o));
      if (lowerNew.length > 0) {
        table.numbers(name + " lower new", column(lowerNew, o));
        table.numbers(name + " upper new", column(upperNew, o));
      }
    }
    return table.build();
  }

  private double[] column(double[] values, int output) {
    int width = predictions.outputs().size();
    double[] column = new double[predictions.rows()];
    for (int row = 0; row < column.length; row++) {
      column[row] = values[row * width + output];
    }
    return column;
  }
}
