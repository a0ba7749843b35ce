/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import java.util.Arrays;
import java.util.List;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Task;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Vector;

/** The model itself, computed by a backend in float64: raw features to predictions. */
final class ReferenceModel {
  private final Backend backend;
  private final Kan kan;

  ReferenceModel(Backend backend, Kan kan) {
    this.backend = backend;
    this.kan = kan;
  }

  /** Predictions {@code [rows][targets or classes]} of raw rows, NaN and infinities allowed. */
  double[][] predict(List<double[]> rows) {
    Network network = kan.network();
    double[][] columns = new double[network.inputs()][rows.size()];
    for (int i = 0; i < columns.length; i++) {
      Feature feature = kan.features().get(i);
      for (int r = 0; r < rows.size(); r++) {
        columns[i][r] = feature.scaling().apply(rows.get(r)[i]);
      }
    }
    int outputs = network.outputs();
    double[] flat = new double[rows.size() * outputs];
    try (Program program = backend.compile(network, Precision.FLOAT64)) {
      Vector parameters = program.vector();
      parameters.write(network.parameters());
      program.forward(parameters, Columns.of(rows.size(), columns), flat);
    }
    double[][] predictions = new double[rows.size()][];
    for (int r = 0; r < predictions.length; r++) {
      double[] output = new double[outputs];
      System.arraycopy(flat, r * outputs, output, 0, outputs);
      predictions[r] = predict(output);
    }
    return predictions;
  }

  private double[] predict(double[] output) {
    switch (kan.task()) {
      case Task.Regression task -> {
        for (int o = 0; o < output.length; o++) {
          output[o] = task.scalings().get(o).invert(output[o]);
        }
        return output;
      }
      case Task.MultiLabel _ -> {
        return Arrays.stream(output).map(logit -> 1 / (1 + Math.exp(-logit))).toArray();
      }
      case Task.Classification task -> {
        return task.outputs() == 1
            ? new double[] {1 / (1 + Math.exp(output[0])), 1 / (1 + Math.exp(-output[0]))}
            : softmax(output);
      }
    }
  }

  private static double[] softmax(double[] logits) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      largest = Math.max(largest, logit);
    }
    double sum = 0;
    for (int o = 0; o < logits.length; o++) {
      logits[o] = Math.exp(logits[o] - largest);
      sum += logits[o];
    }
    for (int o = 0; o < logits.length; o++) {
      logits[o] /= sum;
    }
    return logits;
  }
}
