/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kan4j.core.evaluation.Predictions;
import org.kan4j.core.model.Encoding;
import org.kan4j.core.model.Examples;
import org.kan4j.core.model.Task;
import org.kan4j.core.spec.DataSpec;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.data.DataSets;

class LinearBaselineTest {
  @Test
  void aPlaneIsFoundExactly() {
    SplittableRandom random = new SplittableRandom(3);
    int rows = 200;
    double[] a = random.doubles(rows, -2, 5).toArray();
    double[] b = random.doubles(rows, 10, 11).toArray();
    double[] first = IntStream.range(0, rows).mapToDouble(r -> 3 * a[r] - b[r] + 7).toArray();
    double[] second = IntStream.range(0, rows).mapToDouble(r -> b[r] / 4).toArray();
    Table table =
        ArrayTable.builder("plane")
            .numbers("x10", a)
            .numbers("x2", b)
            .numbers("v", first)
            .numbers("u", second)
            .build();
    Encoding encoding = Encoding.learn(table, DataSpec.parse(Map.of("target", List.of("v", "u"))));
    double[] values = LinearBaseline.predict(encoding.features(), encoding.task(), table, table, 1);
    double[] truth =
        IntStream.range(0, 2 * rows)
            .mapToDouble(p -> p % 2 == 0 ? first[p / 2] : second[p / 2])
            .toArray();
    assertArrayEquals(truth, values, 1e-9);
  }

  @Test
  void flowersAreToldApart() {
    try (Table table = DataSets.open("iris")) {
      Split split = Split.random(table, 0.7, 0, 1);
      Encoding encoding = Encoding.learn(split.train(), DataSpec.parse(Map.of("target", "target")));
      double[] values =
          LinearBaseline.predict(
              encoding.features(), encoding.task(), split.train(), split.test(), 1);
      Predictions predictions = Predictions.of(encoding.task(), values);
      Task.Classification task = (Task.Classification) encoding.task();
      int[] truth = Examples.classes(task, split.test());
      long right =
          IntStream.range(0, truth.length)
              .filter(r -> predictions.labels().get(r).equals(task.classes().get(truth[r])))
              .count();
      assertTrue(right > 0.9 * truth.length, right + " of " + truth.length);
      for (int row = 0; row < predictions.rows(); row++) {
        double sum = predictions.get(row, 0) + predictions.get(row, 1) + predictions.get(row, 2);
        assertEquals(1, sum, 1e-9);
      }
    }
  }
}
