/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpochsTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void everyEpochHasEveryRowOnceInAnotherOrder(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int rows = random.nextInt(20, 200);
    int size = random.nextInt(1, rows + 10);
    int[] all = IntStream.range(0, rows).toArray();
    Epochs epochs = new Epochs(all, size, seed);
    int[] last = null;
    for (int epoch = 0; epoch < 3; epoch++) {
      int[] seen = new int[0];
      for (int batch = 0; batch < epochs.batches(); batch++) {
        int[] next = epochs.next();
        boolean end = batch == epochs.batches() - 1;
        assertEquals(end ? rows - seen.length : size, next.length);
        assertEquals(end, epochs.ended());
        int from = seen.length;
        seen = Arrays.copyOf(seen, from + next.length);
        System.arraycopy(next, 0, seen, from, next.length);
      }
      assertFalse(Arrays.equals(seen, last), "the same order again");
      last = seen.clone();
      Arrays.sort(seen);
      assertArrayEquals(all, seen);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void theSeedGivesTheOrder(long seed) {
    int[] rows = IntStream.range(0, 50).toArray();
    assertArrayEquals(new Epochs(rows, 50, seed).next(), new Epochs(rows, 50, seed).next());
    assertFalse(
        Arrays.equals(new Epochs(rows, 50, seed).next(), new Epochs(rows, 50, seed + 7).next()));
  }
}
