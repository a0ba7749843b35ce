/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.evaluation;

import java.util.List;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Inputs;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.core.table.Column;
import org.kan4j.core.table.Table;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.training.Vector;

/** A model ready to be used. By one thread at a time; close it when done. */
public final class Predictor implements AutoCloseable {
  private static final int CHUNK = 4096;

  /** Scaling rounds: that far beyond a grid, of its width, is still inside. */
  private static final double ROUNDING = 1e-9;

  private final Kan kan;
  private final Program program;
  private final Vector parameters;

  /** Prepares a model on a backend. */
  public Predictor(Kan kan, Backend backend, Precision precision) {
    this.kan = kan;
    this.program = backend.compile(kan.network(), precision);
    this.parameters = program.vector();
    parameters.write(kan.network().parameters());
  }

  /** The model. */
  public Kan kan() {
    return kan;
  }

  /**
   * Predicts the rows of a table; of its columns, only those of the features need be there.
   *
   * @throws KanException of kind DATA that names row and column of a value that is missing, not
   *     finite, a level that training did not see, or outside the grid if the model refuses to
   *     extrapolate; of kind NUMERIC for an output that is not finite
   */
  public Predictions predict(Table table) {
    return predict(Inputs.of(kan.features(), table), table);
  }

  /** Predicts rows whose inputs are encoded already. */
  Predictions predict(Columns inputs, Table table) {
    if (kan.network().extrapolation() == Extrapolation.ERROR) {
      refuseOutside(inputs, table);
    }
    int rows = inputs.rows();
    int count = kan.task().outputs();
    double[] outputs = new double[Math.multiplyExact(rows, count)];
    program.forward(parameters, inputs, outputs);
    for (int at = 0; at < outputs.length; at++) {
      if (!Double.isFinite(outputs[at])) {
        throw KanException.numeric(
            "%s: row %d: output %d of the network is %s",
            table.source(), table.rowNumber(at / count), at % count, outputs[at]);
      }
    }
    return switch (kan.task()) {
      case Task.Regression regression -> regression(regression, rows, outputs);
      case Task.Classification classification -> classification(classification, rows, outputs);
      case Task.MultiLabel labels -> {
        for (int at = 0; at < outputs.length; at++) {
          outputs[at] = sigmoid(outputs[at]);
        }
        yield Predictions.of(labels, outputs);
      }
    };
  }

  /**
   * Predicts one row from raw numbers, one per feature; a level is 1 or 0.
   *
   * @return the targets, or one probability per class
   */
  public double[] predict(double... raw) {
    List<Feature> features = kan.features();
    if (raw.length != features.size()) {
      throw KanException.data(
          "%d numbers for %d features: %s",
          raw.length, features.size(), features.stream().map(Feature::name).toList());
    }
    double[][] scaled = new double[raw.length][1];
    for (int f = 0; f < raw.length; f++) {
      scaled[f][0] = features.get(f).scaling().apply(raw[f]);
      if (!Double.isFinite(scaled[f][0])) {
        throw KanException.data(
            "feature '%s': %s is not a finite number", features.get(f).name(), raw[f]);
      }
    }
    return predict(Columns.of(1, scaled), new OneRow()).values();
  }

  private static Predictions regression(Task.Regression task, int rows, double[] outputs) {
    int count = task.outputs();
    for (int at = 0; at < outputs.length; at++) {
      Scaling scaling = task.scalings().get(at % count);
      outputs[at] = scaling.invert(outputs[at]);
    }
    return new Predictions(rows, task.targets(), outputs, List.of());
  }

  private static Predictions classification(Task.Classification task, int rows, double[] outputs) {
    int classes = task.classes().size();
    double[] probabilities = outputs.length == rows * classes ? outputs : new double[rows * 2];
    for (int row = 0; row < rows; row++) {
      int at = row * classes;
      if (task.outputs() == 1) {
        probabilities[at] = sigmoid(-outputs[row]);
        probabilities[at + 1] = sigmoid(outputs[row]);
      } else {
        softmax(probabilities, at, classes);
      }
    }
    return Predictions.of(task, probabilities);
  }

  private static double sigmoid(double logit) {
    double small = Math.exp(-Math.abs(logit));
    return logit >= 0 ? 1 / (1 + small) : small / (1 + small);
  }

  private static void softmax(double[] values, int from, int count) {
    double top = Double.NEGATIVE_INFINITY;
    for (int c = from; c < from + count; c++) {
      top = Math.max(top, values[c]);
    }
    double sum = 0;
    for (int c = from; c < from + count; c++) {
      values[c] = Math.exp(values[c] - top);
      sum += values[c];
    }
    for (int c = from; c < from + count; c++) {
      values[c] /= sum;
    }
  }

  /** Refuses rows outside the grid of a living edge of the first layer. */
  private void refuseOutside(Columns inputs, Table table) {
    Layer first = kan.network().layers().getFirst();
    double[] values = new double[CHUNK];
    for (int i = 0; i < first.inputs(); i++) {
      double lower = Double.NEGATIVE_INFINITY;
      double upper = Double.POSITIVE_INFINITY;
      for (Block block : first.blocks()) {
        if (lives(block, i)) {
          BasisShape shape = block.bases().get(i).shape();
          lower = Math.max(lower, shape.lower());
          upper = Math.min(upper, shape.upper());
        }
      }
      double slack = Double.isFinite(upper - lower) ? ROUNDING * (upper - lower) : 0;
      for (int from = 0; from < inputs.rows(); from += CHUNK) {
        int length = Math.min(CHUNK, inputs.rows() - from);
        inputs.read(i, from, length, values, 0);
        for (int r = 0; r < length; r++) {
          if (values[r] < lower - slack || values[r] > upper + slack) {
            Feature feature = kan.features().get(i);
            throw KanException.data(
                "%s: row %d, column '%s': %s is outside the grid from %s to %s, and this model"
                    + " does not extrapolate",
                table.source(),
                table.rowNumber(from + r),
                feature.column(),
                feature.scaling().invert(values[r]),
                feature.scaling().invert(lower),
                feature.scaling().invert(upper));
          }
        }
      }
    }
  }

  private static boolean lives(Block block, int input) {
    for (int o = 0; o < block.mask().outputs(); o++) {
      if (block.mask().lives(input, o)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    program.close();
  }

  /** Stands for the single row that was given as numbers. */
  private record OneRow() implements Table {
    @Override
    public int rows() {
      return 1;
    }

    @Override
    public List<Column> columns() {
      return List.of();
    }

    @Override
    public String source() {
      return "the numbers given";
    }
  }
}
