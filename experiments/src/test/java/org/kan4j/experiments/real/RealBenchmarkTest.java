/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.real;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.KanRuntime;

class RealBenchmarkTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void foldsPartTheRowsAndShareTheClasses(long seed) {
    int[] groups = IntStream.range(0, 103).map(r -> r % 10 < 2 ? 1 : 0).toArray();
    List<Folds.Fold> folds = Folds.of(groups, 5, seed);
    int[] held = folds.stream().flatMapToInt(f -> IntStream.of(f.held())).sorted().toArray();
    assertArrayEquals(IntStream.range(0, 103).toArray(), held);
    for (Folds.Fold fold : folds) {
      assertEquals(103, fold.train().length + fold.held().length);
      long rare = IntStream.of(fold.held()).filter(r -> groups[r] == 1).count();
      assertTrue(rare >= 4 && rare <= 5, "of 22 in 5 folds: " + rare);
    }
  }

  @Test
  void allModelsLearnIris() {
    RealFile file = RealFile.shipped().withRepeats(1);
    RealBenchmark.SetResult result =
        new RealBenchmark(KanRuntime.shared(), file, what -> {}).run("iris");
    assertEquals("accuracy", result.metric());
    Map<String, double[]> scores = result.scores();
    assertEquals(
        List.of("kan", "linear", "random_forest", "xgboost"), List.copyOf(scores.keySet()));
    scores.forEach((model, score) -> assertTrue(score[0] > 0.9, model + ": " + score[0]));
  }
}
