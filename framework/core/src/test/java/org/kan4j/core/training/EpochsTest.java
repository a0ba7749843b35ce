/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.model.Examples;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.plugin.standard.StandardPlugin;
import org.kan4j.spi.backend.Batch;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.training.Loss;

class EpochsTest {
  private static final Loss LOSS =
      new StandardPlugin()
          .losses().stream()
              .filter(factory -> factory.name().equals("mean_squared_error"))
              .findFirst()
              .orElseThrow()
              .create(Map.of());

  /** Column x is the number of the row; some rows weigh nothing. */
  private static Examples examples(int rows, boolean weights) {
    double[] x = IntStream.range(0, rows).asDoubleStream().toArray();
    double[] w = IntStream.range(0, rows).mapToDouble(row -> row % 7 == 3 ? 0 : 1 + row).toArray();
    return Examples.of(
        List.of(new Feature.Numeric("x", Scaling.NONE, 0, rows, OptionalDouble.empty())),
        new Task.Regression(List.of("y"), List.of(new Scaling(0, 2))),
        weights ? "w" : "",
        false,
        ArrayTable.builder("t").numbers("x", x).numbers("y", x).numbers("w", w).build());
  }

  private static int[] rows(Batch batch) {
    int rows = batch.inputs().rows();
    double[] x = new double[rows];
    double[] y = new double[rows];
    double[] w = new double[rows];
    batch.inputs().read(0, 0, rows, x, 0);
    batch.targets().read(0, 0, rows, y, 0);
    Optional.of(batch).flatMap(Batch::weights).ifPresent(of -> of.read(0, 0, rows, w, 0));
    for (int r = 0; r < rows; r++) {
      assertEquals(2 * x[r], y[r], "inputs and targets of one row");
      assertTrue(batch.weights().isEmpty() || w[r] == 1 + x[r], "inputs and weights of one row");
    }
    return Arrays.stream(x).mapToInt(value -> (int) value).toArray();
  }

  private static void checkEpochs(Examples examples, Epochs epochs, int size) {
    int[] all =
        IntStream.range(0, examples.rows())
            .filter(row -> examples.weights().isEmpty() || row % 7 != 3)
            .toArray();
    List<int[]> orders = new ArrayList<>();
    for (int epoch = 0; epoch < 3; epoch++) {
      int[] seen = new int[0];
      for (int batch = 0; batch < epochs.batches(); batch++) {
        int[] next = rows(epochs.next());
        boolean end = batch == epochs.batches() - 1;
        assertEquals(end ? all.length - seen.length : size, next.length);
        assertEquals(end, epochs.ended());
        int from = seen.length;
        seen = Arrays.copyOf(seen, from + next.length);
        System.arraycopy(next, 0, seen, from, next.length);
      }
      int[] order = seen.clone();
      assertTrue(orders.stream().noneMatch(o -> Arrays.equals(o, order)), "the same order again");
      orders.add(order);
      Arrays.sort(seen);
      assertArrayEquals(all, seen);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void everyEpochHasEveryRowOnceInAnotherOrder(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Examples examples = examples(random.nextInt(20, 200), seed % 2 == 0);
    int size = random.nextInt(1, examples.rows() + 10);
    try (Epochs epochs = Epochs.over(examples, LOSS, size, seed, Precision.FLOAT64)) {
      checkEpochs(examples, epochs, size);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void soDoEpochsInWindows(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Examples examples = examples(random.nextInt(100, 1000), seed % 2 == 0);
    int size = random.nextInt(1, 40);
    Precision precision = seed % 3 == 0 ? Precision.FLOAT32 : Precision.FLOAT64;
    RowOrder.Windows windows =
        new RowOrder.Windows(random.nextInt(1, 30), random.nextInt(1, 12), seed);
    RowOrder order = RowOrder.windowed(examples, size, windows);
    try (Epochs epochs = new Epochs(examples, LOSS, size, precision, order)) {
      checkEpochs(examples, epochs, size);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void aBatchOfManyRowsIsFromManyPlaces(long seed) {
    Examples examples = examples(10_000, false);
    RowOrder order = RowOrder.windowed(examples, 64, new RowOrder.Windows(50, 32, seed));
    try (Epochs epochs = new Epochs(examples, LOSS, 64, Precision.FLOAT64, order)) {
      int[] first = rows(epochs.next());
      assertTrue(Arrays.stream(first).map(row -> row / 50).distinct().count() > 16);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void theSeedGivesTheOrder(long seed) {
    for (int block : new int[] {0, 8}) {
      assertArrayEquals(first(block, seed), first(block, seed));
      assertFalse(Arrays.equals(first(block, seed), first(block, seed + 7)));
    }
  }

  private static int[] first(int block, long seed) {
    Examples examples = examples(200, false);
    RowOrder order = RowOrder.windowed(examples, 50, new RowOrder.Windows(block, 10, seed));
    try (Epochs epochs = new Epochs(examples, LOSS, 50, Precision.FLOAT64, order)) {
      return rows(epochs.next());
    }
  }
}
