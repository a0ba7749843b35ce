/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.kan4j.core.evaluation.Evaluation;

/** Metrics with the loss before them. */
final class Measured {
  private Measured() {}

  static Evaluation with(double loss, Evaluation evaluation) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("loss", loss);
    metrics.putAll(evaluation.metrics());
    return new Evaluation(evaluation.rows(), metrics);
  }
}
