/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.real;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.kan4j.core.table.Table;

/** Parts of rows for cross-validation. */
final class Folds {
  private Folds() {}

  /** Rows to learn from and the others. */
  record Fold(int[] train, int[] held) {
    Table train(Table table) {
      return table.select(train);
    }

    Table held(Table table) {
      return table.select(held);
    }
  }

  /**
   * Cuts rows into folds at random, each with about as many rows of every group.
   *
   * @param groups the group of each row, such as its class; all alike for none
   */
  static List<Fold> of(int[] groups, int count, long seed) {
    int rows = groups.length;
    int[] order = new int[rows];
    SplittableRandom random = new SplittableRandom(seed);
    for (int r = 0; r < rows; r++) {
      int swap = random.nextInt(r + 1);
      order[r] = order[swap];
      order[swap] = r;
    }
    int[] sorted =
        Arrays.stream(order)
            .boxed()
            .sorted((a, b) -> Integer.compare(groups[a], groups[b])) // stable: random in a group
            .mapToInt(Integer::intValue)
            .toArray();
    int[] fold = new int[rows];
    for (int p = 0; p < rows; p++) {
      fold[sorted[p]] = p % count;
    }
    List<Fold> folds = new ArrayList<>();
    for (int f = 0; f < count; f++) {
      int of = f;
      folds.add(
          new Fold(
              java.util.stream.IntStream.range(0, rows).filter(r -> fold[r] != of).toArray(),
              java.util.stream.IntStream.range(0, rows).filter(r -> fold[r] == of).toArray()));
    }
    return folds;
  }
}
