/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.evaluation;

import java.util.LinkedHashMap;
import java.util.Map;

/** Errors of predicted numbers. */
final class RegressionMetrics {
  private RegressionMetrics() {}

  /** Metrics of predictions against {@code truth[target][row]}. */
  static Map<String, Double> of(Predictions predictions, double[][] truth, double[] weights) {
    int targets = truth.length;
    OfTarget[] each = new OfTarget[targets];
    double squares = 0;
    double absolute = 0;
    double r2 = 0;
    for (int t = 0; t < targets; t++) {
      each[t] = OfTarget.of(predictions, t, truth[t], weights);
      squares += each[t].square / targets;
      absolute += each[t].absolute / targets;
      r2 += each[t].r2 / targets;
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("rmse", Math.sqrt(squares));
    metrics.put("mae", absolute);
    metrics.put("r2", r2);
    for (int t = 0; targets > 1 && t < targets; t++) {
      String name = predictions.outputs().get(t);
      metrics.put("rmse[" + name + "]", Math.sqrt(each[t].square));
      metrics.put("mae[" + name + "]", each[t].absolute);
      metrics.put("r2[" + name + "]", each[t].r2);
    }
    return metrics;
  }

  /** Mean square, mean absolute error, and share of the variance explained. */
  private record OfTarget(double square, double absolute, double r2) {
    static OfTarget of(Predictions predictions, int target, double[] truth, double[] weights) {
      double total = 0;
      double mean = 0;
      for (int row = 0; row < truth.length; row++) {
        total += weights[row];
        mean += weights[row] * truth[row];
      }
      mean /= total;
      double square = 0;
      double absolute = 0;
      double variance = 0;
      for (int row = 0; row < truth.length; row++) {
        double error = predictions.get(row, target) - truth[row];
        square += weights[row] * error * error / total;
        absolute += weights[row] * Math.abs(error) / total;
        variance += weights[row] * (truth[row] - mean) * (truth[row] - mean) / total;
      }
      // of a constant there is no variance to explain: 1 if it is met exactly, else 0
      double constant = square == 0 ? 1 : 0;
      return new OfTarget(square, absolute, variance > 0 ? 1 - square / variance : constant);
    }
  }
}
