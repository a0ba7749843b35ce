/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import java.util.Arrays;
import org.kan4j.core.model.Examples;
import org.kan4j.core.model.Kan;
import org.kan4j.core.plugin.Registries;
import org.kan4j.core.table.Table;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Loss;
import org.kan4j.spi.training.Vector;

/** The weighted mean loss of examples, without penalties. */
public final class MeanLoss {
  /** Rows that are predicted at once. */
  private static final int CHUNK = 1 << 16;

  private final Loss loss;
  private final Examples examples;

  /** The mean of this loss over these examples, which are read for each evaluation. */
  public MeanLoss(Loss loss, Examples examples) {
    this.loss = loss;
    this.examples = examples;
  }

  /**
   * The loss that a model was trained for, over rows with their truth.
   *
   * @throws org.kan4j.spi.component.KanException of kind DATA for rows that cannot be used
   */
  public static MeanLoss of(Kan kan, Table table, Registries registries) {
    Examples examples = FitOperation.rows(kan).of(kan, table).held();
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
    int rows = examples.rows();
    int outputs = examples.targets().count();
    int most = Math.min(CHUNK, rows);
    double[] predictions = new double[Math.multiplyExact(most, outputs)];
    double[] targets = new double[predictions.length];
    double[] column = new double[most];
    double[] weights = new double[most];
    Arrays.fill(weights, 1);
    double sum = 0;
    double total = 0;
    for (int from = 0; from < rows; from += CHUNK) {
      int count = Math.min(CHUNK, rows - from);
      if (count < most) {
        predictions = new double[count * outputs];
      }
      program.forward(parameters, RowRange.of(examples.inputs(), from, count), predictions);
      for (int o = 0; o < outputs; o++) {
        examples.targets().read(o, from, count, column, 0);
        for (int row = 0; row < count; row++) {
          targets[row * outputs + o] = column[row];
        }
      }
      if (examples.weights().isPresent()) {
        examples.weights().get().read(0, from, count, weights, 0);
      }
      for (int row = 0; row < count; row++) {
        if (weights[row] > 0) {
          sum += weights[row] * loss.row(outputs, predictions, targets, row * outputs, null);
          total += weights[row];
        }
      }
    }
    return sum / total;
  }
}
