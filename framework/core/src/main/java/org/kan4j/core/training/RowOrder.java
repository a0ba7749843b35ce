/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.kan4j.core.model.Examples;
import org.kan4j.spi.backend.Columns;

/**
 * Random orders of rows, one epoch after the other. The same arguments give the same orders.
 * Confined to one thread.
 */
final class RowOrder {
  /** With no more numbers than these, 134 MB, all rows are shuffled together. */
  private static final long FEW = 1L << 24;

  /** How many numbers a window of many rows holds: 16 MB. */
  private static final int WINDOW = 1 << 21;

  /** Rows of a window are from so many places. */
  private static final int PLACES = 32;

  private static final int RUN = 2048;

  private final int rows;
  private final int batch;
  private final BitSet weightless;
  private final SplittableRandom random;
  private final int[] order; // of all rows, or of all blocks
  private final int block; // 0: all rows together
  private final int places;
  private int nextBlock;
  private int[] carried = new int[0];

  /** How many rows follow one another in the data, and how many such blocks make a window. */
  record Windows(int block, int places, long seed) {}

  /**
   * Rows that come next.
   *
   * @param rows their numbers, in runs; empty if all rows come
   * @param order the order in which they are taken, as places in {@code rows}; the numbers
   *     themselves if all rows come
   * @param last whether they end an epoch
   */
  record Draw(int[] rows, int[] order, boolean last) {}

  private RowOrder(Examples examples, int batch, Windows windows) {
    rows = examples.rows();
    this.batch = batch;
    weightless = weightless(examples);
    random = new SplittableRandom(windows.seed).split();
    block = windows.block;
    places = windows.places;
    if (block == 0) {
      order = IntStream.range(0, rows).filter(row -> !weightless.get(row)).toArray();
    } else {
      order = IntStream.range(0, (rows + block - 1) / block).toArray();
      nextBlock = order.length;
    }
  }

  /** The order of all examples but those that weigh nothing. */
  static RowOrder of(Examples examples, int batch, long seed) {
    long columns = (long) examples.inputs().count() + examples.targets().count();
    if (examples.rows() * columns <= FEW) {
      return new RowOrder(examples, batch, new Windows(0, 0, seed));
    }
    long window = Math.max(4L * batch, WINDOW / columns);
    int block = Math.clamp(window / PLACES, 1, RUN);
    return windowed(examples, batch, new Windows(block, (int) (window / block), seed));
  }

  /** The same in windows. */
  static RowOrder windowed(Examples examples, int batch, Windows windows) {
    return new RowOrder(examples, batch, windows);
  }

  private static BitSet weightless(Examples examples) {
    BitSet none = new BitSet();
    if (examples.weights().isPresent()) {
      Columns weights = examples.weights().get();
      double[] run = new double[RUN];
      for (int from = 0; from < examples.rows(); from += RUN) {
        int count = Math.min(RUN, examples.rows() - from);
        weights.read(0, from, count, run, 0);
        for (int r = 0; r < count; r++) {
          if (!(run[r] > 0)) {
            none.set(from + r);
          }
        }
      }
    }
    return none;
  }

  /** Whether all rows come at once. */
  boolean whole() {
    return block == 0;
  }

  /** How many rows an epoch has. */
  int count() {
    return rows - weightless.cardinality();
  }

  /** What comes next: all rows of an epoch, or a window of them. */
  Draw next() {
    if (block == 0) {
      shuffle(order);
      return new Draw(new int[0], order.clone(), true);
    }
    if (nextBlock == order.length) {
      shuffle(order);
      nextBlock = 0;
    }
    int blocks = Math.min(places, order.length - nextBlock);
    int[] drawn = rows(Arrays.copyOfRange(order, nextBlock, nextBlock + blocks));
    nextBlock += blocks;
    boolean last = nextBlock == order.length;
    int[] permutation = new int[drawn.length];
    Arrays.setAll(permutation, r -> r);
    shuffle(permutation);
    int taken = last ? drawn.length : drawn.length - drawn.length % batch;
    carried = new int[drawn.length - taken];
    Arrays.setAll(carried, r -> drawn[permutation[taken + r]]);
    return new Draw(drawn, Arrays.copyOf(permutation, taken), last);
  }

  /** The rows of blocks in the order of the data, then those carried over. */
  private int[] rows(int[] blocks) {
    Arrays.sort(blocks);
    Arrays.sort(carried);
    int[] all = new int[Math.addExact(Math.multiplyExact(blocks.length, block), carried.length)];
    int count = 0;
    for (int number : blocks) {
      int end = (int) Math.min(rows, (number + 1L) * block);
      for (int row = number * block; row < end; row++) {
        if (!weightless.get(row)) {
          all[count++] = row;
        }
      }
    }
    System.arraycopy(carried, 0, all, count, carried.length);
    return Arrays.copyOf(all, count + carried.length);
  }

  private void shuffle(int[] numbers) {
    for (int r = numbers.length - 1; r > 0; r--) {
      int swap = random.nextInt(r + 1);
      int held = numbers[r];
      numbers[r] = numbers[swap];
      numbers[swap] = held;
    }
  }

  /** Takes rows of a column that follow one another. */
  @FunctionalInterface
  interface Run {
    /** Rows {@code first} to {@code first + count}, whose place among all is {@code offset}. */
    void take(int column, int first, int count, int offset);
  }

  /** Cuts rows into runs that are at most so long. */
  static void runs(int[] rows, int column, Run run) {
    int at = 0;
    while (at < rows.length) {
      int end = at + 1;
      while (end < rows.length && end - at < RUN && rows[end] == rows[end - 1] + 1) {
        end++;
      }
      run.take(column, rows[at], end - at, at);
      at = end;
    }
  }
}
