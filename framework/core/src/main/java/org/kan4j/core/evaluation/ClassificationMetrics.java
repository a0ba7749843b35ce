/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.evaluation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** How well predicted probabilities of classes fit the true ones. */
final class ClassificationMetrics {
  /**
   * Log-loss takes no probability for smaller: a sure and wrong answer costs 34.5, not infinity.
   */
  static final double LEAST = 1e-15;

  private ClassificationMetrics() {}

  /** Metrics of predictions against the numbers of the true classes. */
  static Map<String, Double> of(Predictions predictions, int[] truth, double[] weights) {
    int classes = predictions.outputs().size();
    double total = 0;
    double right = 0;
    double logLoss = 0;
    double[] of = new double[classes];
    double[] found = new double[classes];
    for (int row = 0; row < truth.length; row++) {
      int is = truth[row];
      total += weights[row];
      of[is] += weights[row];
      if (predictions.labels().get(row).equals(predictions.outputs().get(is))) {
        right += weights[row];
        found[is] += weights[row];
      }
      logLoss -= weights[row] * Math.log(Math.max(LEAST, predictions.get(row, is)));
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("accuracy", right / total);
    metrics.put(
        "balanced_accuracy",
        IntStream.range(0, classes)
            .filter(c -> of[c] > 0)
            .mapToDouble(c -> found[c] / of[c])
            .average()
            .orElse(Double.NaN));
    metrics.put("log_loss", logLoss / total);
    auc(predictions, truth, weights).ifPresent(value -> metrics.put("auc", value));
    return metrics;
  }

  private static OptionalDouble auc(Predictions predictions, int[] truth, double[] weights) {
    int classes = predictions.outputs().size();
    return IntStream.range(classes == 2 ? 1 : 0, classes)
        .mapToDouble(c -> auc(predictions, c, truth, weights))
        .filter(value -> !Double.isNaN(value))
        .average();
  }

  /**
   * The probability that a row of the class scores higher than one of another, a tie counting half;
   * NaN if either is not there.
   */
  private static double auc(Predictions predictions, int of, int[] truth, double[] weights) {
    Integer[] order = IntStream.range(0, truth.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble(row -> predictions.get(row, of)));
    double others = 0;
    double own = 0;
    double wins = 0;
    for (int from = 0; from < order.length; ) {
      double tiedOthers = 0;
      double tiedOwn = 0;
      int to = from;
      double score = predictions.get(order[from], of);
      for (; to < order.length && predictions.get(order[to], of) == score; to++) {
        if (truth[order[to]] == of) {
          tiedOwn += weights[order[to]];
        } else {
          tiedOthers += weights[order[to]];
        }
      }
      wins += tiedOwn * (others + tiedOthers / 2);
      own += tiedOwn;
      others += tiedOthers;
      from = to;
    }
    return wins / own / others; // 0/0 is NaN
  }
}
