/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import java.util.Arrays;
import org.kan4j.core.model.Examples;
import org.kan4j.core.model.Kan;
import org.kan4j.core.plugin.Registries;
import org.kan4j.core.table.Table;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Loss;
import org.kan4j.spi.training.Vector;

/** The weighted mean loss of examples, without penalties. */
public final class MeanLoss {
  private final Loss loss;
  private final Examples examples;
  private final double[] targets;
  private final double[] weights;

  /** The mean of this loss over these examples; they are read now, once. */
  public MeanLoss(Loss loss, Examples examples) {
    this.loss = loss;
    this.examples = examples;
    int rows = examples.rows();
    Columns columns = examples.targets();
    targets = new double[Math.multiplyExact(rows, columns.count())];
    double[] column = new double[rows];
    for (int o = 0; o < columns.count(); o++) {
      columns.read(o, 0, rows, column, 0);
      for (int row = 0; row < rows; row++) {
        targets[row * columns.count() + o] = column[row];
      }
    }
    weights = new double[rows];
    Arrays.fill(weights, 1);
    examples.weights().ifPresent(w -> w.read(0, 0, rows, weights, 0));
  }

  /**
   * The loss that a model was trained for, over rows with their truth.
   *
   * @throws org.kan4j.spi.component.KanException of kind DATA for rows that cannot be used
   */
  public static MeanLoss of(Kan kan, Table table, Registries registries) {
    Examples examples = FitOperation.rows(kan).of(kan, table).materialize();
    return new MeanLoss(registries.losses().create(FitOperation.loss(kan)), examples);
  }

  /** The loss of a network. */
  public double at(Network network, Backend backend) {
    try (Program program = backend.compile(network, Precision.FLOAT64)) {
      Vector parameters = program.vector();
      parameters.write(network.parameters());
      return at(program, parameters);
    }
  }

  /** The loss at parameters of a program. */
  public double at(Program program, Vector parameters) {
    int outputs = examples.targets().count();
    double[] predictions = new double[targets.length];
    program.forward(parameters, examples.inputs(), predictions);
    double sum = 0;
    double total = 0;
    for (int row = 0; row < weights.length; row++) {
      if (weights[row] > 0) {
        sum += weights[row] * loss.row(outputs, predictions, targets, row * outputs, null);
        total += weights[row];
      }
    }
    return sum / total;
  }
}
