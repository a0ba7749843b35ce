/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.evaluation;

import java.util.LinkedHashMap;
import java.util.Map;

/** How well predicted probabilities of labels, any of them at once, fit the true ones. */
final class LabelMetrics {
  private LabelMetrics() {}

  /** Metrics of predictions against {@code truth[label][row]}. */
  static Map<String, Double> of(Predictions predictions, double[][] truth, double[] weights) {
    double total = 0;
    double wrong = 0;
    double exact = 0;
    double logLoss = 0;
    double found = 0;
    double said = 0;
    double there = 0;
    for (int row = 0; row < predictions.rows(); row++) {
      int errors = 0;
      for (int label = 0; label < truth.length; label++) {
        double probability = predictions.get(row, label);
        boolean yes = probability >= 0.5;
        boolean is = truth[label][row] == 1;
        errors += yes == is ? 0 : 1;
        found += yes && is ? weights[row] : 0;
        said += yes ? weights[row] : 0;
        there += is ? weights[row] : 0;
        double right = is ? probability : 1 - probability;
        logLoss -= weights[row] * Math.log(Math.max(ClassificationMetrics.LEAST, right));
      }
      total += weights[row];
      wrong += weights[row] * errors / truth.length;
      exact += errors == 0 ? weights[row] : 0;
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("hamming_loss", wrong / total);
    metrics.put("exact_match", exact / total);
    metrics.put("micro_f1", said + there > 0 ? 2 * found / (said + there) : 0);
    metrics.put("log_loss", logLoss / total / truth.length);
    return metrics;
  }
}
