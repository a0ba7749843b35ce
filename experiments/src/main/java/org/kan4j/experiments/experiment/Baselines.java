/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.experiment;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kan4j.core.evaluation.Evaluation;
import org.kan4j.core.evaluation.Predictions;
import org.kan4j.core.model.Examples;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Task;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.FitOperation;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;
import org.kan4j.tribuo.LinearBaseline;

/** Simple models on the same rows and inputs, so that a reader can tell what a network is worth. */
final class Baselines {
  /** The known ones: the mean or the majority class, and Tribuo's linear models. */
  static final Set<String> NAMES = Set.of("mean", "majority", "linear");

  private Baselines() {}

  /** Evaluates the named baselines on the test rows, each under the name of what it is. */
  static Map<String, Evaluation> evaluate(List<String> names, Kan kan, Split split, long seed) {
    FitOperation.Rows rows = FitOperation.rows(kan);
    Table train = rows.of(kan, split.train()).table();
    Examples test = rows.of(kan, split.test());
    boolean classes = kan.task() instanceof Task.Classification;
    Map<String, Evaluation> all = new LinkedHashMap<>();
    for (String name : names) {
      double[] values =
          switch (name) {
            case "mean", "majority" -> constant(kan.task(), train, test.table());
            case "linear" ->
                LinearBaseline.predict(kan.features(), kan.task(), train, test.table(), seed);
            default ->
                throw KanException.user(
                    "unknown baseline '%s'; %s", name, NearMiss.describe(name, NAMES));
          };
      String title =
          name.equals("linear")
              ? classes ? "logistic regression" : "linear regression"
              : classes ? "majority" : "mean";
      all.put(title, Evaluation.of(kan.task(), Predictions.of(kan.task(), values), test));
    }
    return all;
  }

  /** Class frequencies, or means, of the training rows, for every test row. */
  private static double[] constant(Task task, Table train, Table test) {
    double[] row =
        switch (task) {
          case Task.Classification classes -> {
            double[] share = new double[classes.classes().size()];
            for (int c : Examples.classes(classes, train)) {
              share[c] += 1.0 / train.rows();
            }
            yield share;
          }
          case Task.MultiLabel labels ->
              Arrays.stream(Examples.labels(labels, train))
                  .mapToDouble(column -> Arrays.stream(column).average().orElseThrow())
                  .toArray();
          case Task.Regression numbers ->
              Arrays.stream(Examples.values(numbers, train))
                  .mapToDouble(column -> Arrays.stream(column).average().orElseThrow())
                  .toArray();
        };
    double[] values = new double[test.rows() * row.length];
    for (int r = 0; r < test.rows(); r++) {
      System.arraycopy(row, 0, values, r * row.length, row.length);
    }
    return values;
  }
}
