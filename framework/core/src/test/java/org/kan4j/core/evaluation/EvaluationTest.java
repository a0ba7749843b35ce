/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.model.Kan;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.spec.StructureSpec;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.HelloKan;
import org.kan4j.spi.component.KanException;

class EvaluationTest {
  private final KanRuntime runtime = TestRegistries.runtime();

  private static Predictions probabilities(double... second) {
    double[] values = new double[2 * second.length];
    String[] labels = new String[second.length];
    for (int r = 0; r < second.length; r++) {
      values[2 * r] = 1 - second[r];
      values[2 * r + 1] = second[r];
      labels[r] = second[r] > 0.5 ? "yes" : "no";
    }
    return new Predictions(second.length, List.of("no", "yes"), values, List.of(labels));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void aucIsTheShareOfPairsInOrderWithTiesAsHalf(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int rows = 60;
    double[] scores = new double[rows];
    int[] truth = new int[rows];
    double[] weights = new double[rows];
    for (int r = 0; r < rows; r++) {
      truth[r] = random.nextInt(2);
      scores[r] = random.nextInt(10) / 10.0;
      weights[r] = random.nextInt(4);
    }
    double wins = 0;
    double pairs = 0;
    for (int a = 0; a < rows; a++) {
      for (int b = 0; b < rows; b++) {
        if (truth[a] == 1 && truth[b] == 0) {
          double weight = weights[a] * weights[b];
          pairs += weight;
          wins += scores[a] > scores[b] ? weight : scores[a] == scores[b] ? weight / 2 : 0;
        }
      }
    }
    Map<String, Double> metrics = ClassificationMetrics.of(probabilities(scores), truth, weights);
    assertEquals(wins / pairs, metrics.get("auc"), 1e-12);
  }

  @Test
  void classificationMetricsByHand() {
    int[] truth = {1, 1, 1, 0};
    Map<String, Double> metrics =
        ClassificationMetrics.of(
            probabilities(0.8, 0.9, 0.3, 0.6), truth, new double[] {1, 1, 1, 1});
    assertEquals(0.5, metrics.get("accuracy"));
    assertEquals((2.0 / 3 + 0) / 2, metrics.get("balanced_accuracy"), 1e-15);
    double loss = -(Math.log(0.8) + Math.log(0.9) + Math.log(0.3) + Math.log(0.4)) / 4;
    assertEquals(loss, metrics.get("log_loss"), 1e-15);
    Map<String, Double> wrong =
        ClassificationMetrics.of(probabilities(0), new int[] {1}, new double[] {1});
    assertEquals(-Math.log(1e-15), wrong.get("log_loss"), 1e-12);
    assertFalse(wrong.containsKey("auc"), "one class alone has no order");
  }

  @Test
  void regressionMetricsByHand() {
    Predictions predictions =
        new Predictions(3, List.of("a", "b"), new double[] {1, 5, 2, 5, 4, 5}, List.of());
    double[][] truth = {{1, 2, 3}, {5, 5, 5}};
    Map<String, Double> metrics = RegressionMetrics.of(predictions, truth, new double[] {1, 1, 2});
    assertEquals(Math.sqrt(0.5 / 2), metrics.get("rmse"), 1e-15);
    assertEquals(Math.sqrt(0.5), metrics.get("rmse[a]"), 1e-15);
    assertEquals(0.5, metrics.get("mae[a]"), 1e-15);
    assertEquals(1 - 0.5 / 0.6875, metrics.get("r2[a]"), 1e-14);
    assertEquals(1, metrics.get("r2[b]"), "a constant met exactly");
  }

  @Test
  void probabilitiesSumToOneForEveryClass() {
    Table table =
        ArrayTable.builder("t")
            .numbers("x", -1, -0.5, 0, 0.5, 1, 0.8)
            .texts("y", "a", "b", "c", "b", "a", "c")
            .build();
    Table none = table.select(new int[0]);
    KanSpec spec = KanSpec.builder("y").hidden(2).steps(5).build();
    Kan kan = runtime.fit(spec, new Split(table, none, none)).kan();
    try (Predictor predictor = runtime.predictor(kan)) {
      Predictions predictions = predictor.predict(table);
      assertEquals(List.of("a", "b", "c"), predictions.outputs());
      for (int row = 0; row < 6; row++) {
        double sum = predictions.get(row, 0) + predictions.get(row, 1) + predictions.get(row, 2);
        assertEquals(1, sum, 1e-15);
      }
      double[] single = predictor.predict(0.5);
      for (int c = 0; c < 3; c++) {
        assertEquals(predictions.get(3, c), single[c], 1e-15);
      }
    }
    assertEquals(6, runtime.evaluate(kan, table).rows());
    assertThrows(KanException.class, () -> runtime.evaluate(kan, none));
  }

  @Test
  void aModelThatDoesNotExtrapolateNamesRowAndColumn() {
    KanSpec spec =
        KanSpec.builder("y").hidden(2).steps(5).set(StructureSpec.EXTRAPOLATION, "error").build();
    Split split = HelloKan.split(50, 0);
    Kan kan = runtime.fit(spec, split).kan();
    runtime.evaluate(kan, split.train()); // the ends of the training range are inside
    Table far =
        ArrayTable.builder("far").numbers("x1", 0, 0, 0).numbers("x2", 0.1, 0.1, -3).build();
    try (Predictor predictor = runtime.predictor(kan)) {
      KanException error = assertThrows(KanException.class, () -> predictor.predict(far));
      assertEquals(KanException.Kind.DATA, error.kind());
      assertTrue(error.getMessage().contains("far: row 3, column 'x2'"), error.getMessage());
    }
  }
}
