/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.evaluation;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.kan4j.core.model.Examples;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Task;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.FitOperation;
import org.kan4j.spi.component.KanException;

/**
 * How good a model is on rows whose truth is known, in the units of the targets. Weighted by the
 * column that the model was fitted with, if there was one.
 *
 * <p>Regression: {@code rmse}, {@code mae}, {@code r2}; with several targets, over all of them (r2:
 * the mean), then each as {@code rmse[name]}. Classification: {@code accuracy}, {@code
 * balanced_accuracy} (the mean over the classes there are of the share found), {@code log_loss}
 * (natural, probabilities taken as at least {@value ClassificationMetrics#LEAST}), {@code auc}
 * (area under the ROC curve by ranks, ties counting half; with more than two classes the mean of
 * each against the rest; left out if only one class is there). Labels: {@code hamming_loss} (the
 * share of wrong answers, yes from a probability of 1/2 on), {@code exact_match} (the share of rows
 * without one), {@code micro_f1} (0 without any label found or there), {@code log_loss} (the mean
 * over the labels).
 *
 * @param rows number of rows
 * @param metrics values by name, in order
 */
public record Evaluation(int rows, Map<String, Double> metrics) {
  /** Copies the map, keeping its order. */
  public Evaluation {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }

  /**
   * Predicts the rows and compares.
   *
   * @throws KanException of kind DATA for values that cannot be used, or if there are no rows
   */
  public static Evaluation of(Predictor predictor, Table table) {
    Kan kan = predictor.kan();
    Examples examples = FitOperation.rows(kan).of(kan, table);
    if (examples.rows() == 0) {
      throw KanException.data("%s: no rows to evaluate", table.source());
    }
    return of(kan.task(), predictor.predict(examples.inputs(), examples.table()), examples);
  }

  /**
   * Compares predictions, made by whatever means, with the truth of the same rows.
   *
   * @param examples the rows, in the order of the predictions
   */
  public static Evaluation of(Task task, Predictions predictions, Examples examples) {
    if (predictions.rows() != examples.rows()) {
      throw new IllegalArgumentException(
          predictions.rows() + " predictions for " + examples.rows() + " rows");
    }
    double[] weights = new double[examples.rows()];
    Arrays.fill(weights, 1);
    examples.weights().ifPresent(w -> w.read(0, 0, weights.length, weights, 0));
    Map<String, Double> metrics =
        switch (task) {
          case Task.Regression regression ->
              RegressionMetrics.of(
                  predictions, Examples.values(regression, examples.table()), weights);
          case Task.MultiLabel labels ->
              LabelMetrics.of(predictions, Examples.labels(labels, examples.table()), weights);
          case Task.Classification classification ->
              ClassificationMetrics.of(
                  predictions, Examples.classes(classification, examples.table()), weights);
        };
    return new Evaluation(examples.rows(), metrics);
  }
}
