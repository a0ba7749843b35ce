/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.kan4j.core.model.Examples;
import org.kan4j.spi.backend.Batch;
import org.kan4j.spi.training.Loss;

/**
 * Mini-batches: each epoch goes through all rows in a new random order, every row once; the last
 * batch of an epoch takes what is left.
 */
final class Epochs {
  private final int size;
  private final int[] order;
  private final SplittableRandom random;
  private int next;

  Epochs(int[] rows, int size, long seed) {
    this.size = size;
    random = new SplittableRandom(seed).split();
    order = rows.clone();
    next = order.length;
  }

  /** Over all examples but those that weigh nothing. */
  static Epochs over(Examples examples, int size, long seed) {
    double[] weights = new double[examples.rows()];
    Arrays.fill(weights, 1);
    examples.weights().ifPresent(w -> w.read(0, 0, weights.length, weights, 0));
    int[] rows = IntStream.range(0, weights.length).filter(r -> weights[r] > 0).toArray();
    return new Epochs(rows, size, seed);
  }

  /** The rows of the next batch. */
  int[] next() {
    if (next == order.length) {
      next = 0;
      for (int r = order.length - 1; r > 0; r--) {
        int swap = random.nextInt(r + 1);
        int held = order[r];
        order[r] = order[swap];
        order[swap] = held;
      }
    }
    int to = next + Math.min(size, order.length - next);
    int[] rows = Arrays.copyOfRange(order, next, to);
    next = to;
    return rows;
  }

  /** Whether the last batch ended an epoch. */
  boolean ended() {
    return next == order.length;
  }

  /** How many batches an epoch has. */
  int batches() {
    return (int) ((order.length + (long) size - 1) / size);
  }

  /** The next batch: a view, gathered column by column where it is computed. */
  Batch next(Examples examples, Loss loss) {
    int[] rows = next();
    return new Batch(
        examples.inputs().select(rows),
        examples.targets().select(rows),
        examples.weights().map(w -> w.select(rows)),
        loss);
  }
}
