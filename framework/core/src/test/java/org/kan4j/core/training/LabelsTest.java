/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.evaluation.Predictions;
import org.kan4j.core.evaluation.Predictor;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Task;
import org.kan4j.core.spec.DataSpec;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;

/** Any of several labels at once, and classes in an order that the user gives. */
class LabelsTest {
  private static final String[] LABELS = {"right", "high"};

  private static Table points(int rows, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = random.doubles(rows, -1, 1).toArray();
    double[] y = random.doubles(rows, -1, 1).toArray();
    double[] right = new double[rows];
    double[] high = new double[rows];
    String[] side = new String[rows];
    for (int row = 0; row < rows; row++) {
      right[row] = x[row] > 0 ? 1 : 0;
      high[row] = y[row] > x[row] * x[row] ? 1 : 0;
      side[row] = x[row] > 0 ? "a" : "z";
    }
    return ArrayTable.builder("points")
        .numbers("x", x)
        .numbers("y", y)
        .numbers("right", right)
        .numbers("high", high)
        .texts("side", side)
        .build();
  }

  private static Split split(Table table) {
    Table none = table.select(new int[0]);
    return new Split(table, none, none);
  }

  private static KanSpec.Builder spec(String... targets) {
    return KanSpec.builder(targets).set(DataSpec.FEATURES, List.of("x", "y")).grid(3).hidden(2);
  }

  @Test
  void labelsAreLearnedSavedAndEvaluated(@TempDir Path folder) {
    KanSpec spec = spec(LABELS).set(DataSpec.TASK, "multilabel").steps(40).build();
    Kan kan = TestRegistries.runtime().fit(spec, split(points(300, 1))).kan();
    assertEquals(new Task.MultiLabel(List.of(LABELS)), kan.task());
    Map<String, Double> metrics = TestRegistries.runtime().evaluate(kan, points(300, 2)).metrics();
    assertTrue(metrics.get("hamming_loss") < 0.06, metrics.toString());
    assertTrue(metrics.get("exact_match") > 0.88, metrics.toString());
    assertTrue(metrics.get("micro_f1") > 0.94, metrics.toString());
    Path file = folder.resolve("labels.kan");
    TestRegistries.runtime().save(kan, file);
    assertEquals(kan, TestRegistries.runtime().load(file));
    try (Predictor predictor = TestRegistries.runtime().predictor(kan)) {
      Predictions one = predictor.predict(points(5, 3));
      assertEquals(List.of(LABELS), one.outputs());
      for (double probability : one.values()) {
        assertTrue(probability >= 0 && probability <= 1);
      }
    }
  }

  @Test
  void whatIsNoLabelIsRefused() {
    Table table = ArrayTable.builder("t").numbers("x", 1, 2, 3).numbers("a", 0, 1, 0.5).build();
    KanSpec spec = KanSpec.builder("a").set(DataSpec.TASK, "multilabel").build();
    KanException e =
        assertThrows(KanException.class, () -> TestRegistries.runtime().fit(spec, split(table)));
    assertTrue(e.getMessage().contains("row 3, column 'a': 0.5"), e.getMessage());
  }

  @Test
  void squaresAreNotForLabels() {
    KanSpec spec =
        spec(LABELS)
            .set(DataSpec.TASK, "multilabel")
            .set(TrainingSpec.LOSS, "mean_squared_error")
            .build();
    assertThrows(
        KanException.class, () -> TestRegistries.runtime().fit(spec, split(points(20, 1))));
  }

  @Test
  void givenClassesKeepTheirOrderAndNeedNotAllBeThere() {
    List<String> classes = List.of("z", "never", "a");
    KanSpec spec = spec("side").set(DataSpec.CLASSES, classes).steps(30).build();
    Kan kan = TestRegistries.runtime().fit(spec, split(points(100, 1))).kan();
    assertEquals(new Task.Classification("side", classes), kan.task());
    try (Predictor predictor = TestRegistries.runtime().predictor(kan)) {
      assertArrayEquals(new double[] {1, 0, 0}, predictor.predict(-0.9, 0), 1e-2);
      assertArrayEquals(new double[] {0, 0, 1}, predictor.predict(0.9, 0), 1e-2);
    }
    for (List<String> bad : List.of(List.of("a"), List.of("a", "a"))) {
      KanSpec wrong = spec("side").set(DataSpec.CLASSES, bad).build();
      assertThrows(
          KanException.class, () -> TestRegistries.runtime().fit(wrong, split(points(20, 1))));
    }
  }
}
