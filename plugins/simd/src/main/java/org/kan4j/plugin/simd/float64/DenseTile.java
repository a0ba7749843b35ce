/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import java.util.Arrays;

/**
 * The functions of one fan over a chunk of rows, a column for each function, with zeros where it
 * does not live.
 */
final class DenseTile {
  /** Rows of a chunk, from a column to the next. */
  final int chunk;

  /** Room for the lanes of four vectors. */
  final double[] lanes = new double[4 * Lanes.COUNT];

  private final Local local;

  /** Values: number {@code j} of row {@code r} in {@code [j*chunk + r]}. */
  double[] values = new double[0];

  /** Slopes, likewise. */
  double[] slopes = new double[0];

  /** Rows, rounded up to pairs of vectors; those beyond hold what does no harm. */
  int rows;

  DenseTile(int chunk) {
    this.chunk = chunk;
    local = new Local(chunk);
  }

  /**
   * Fills the tile.
   *
   * @param x arguments of the block; what stands behind them in the same vectors is set to 0
   */
  void evaluate(Evaluator evaluator, double[] x, Chunk part, Scratch scratch, boolean wanted) {
    int from = part.from();
    int count = part.count();
    rows = Lanes.padded(count);
    Arrays.fill(x, from + count, from + rows, 0);
    int support = evaluator.support;
    int size = evaluator.size;
    int numbers = size + evaluator.numbers - support;
    if (values.length < numbers * chunk) {
      values = new double[numbers * chunk];
    }
    if (wanted && slopes.length < numbers * chunk) {
      slopes = new double[numbers * chunk];
    }
    if (evaluator.sorts()) {
      SortedTile sorted = scratch.sorted;
      sorted.evaluate(evaluator, x, new Chunk(0, from, rows), 1, scratch, wanted);
      scatter(sorted, sorted.local.values, values, size, support, numbers > size);
      if (wanted) {
        scatter(sorted, sorted.local.slopes, slopes, size, support, numbers > size);
      }
      return;
    }
    local.reserve(support + 1, wanted, scratch);
    evaluator.first(x, from, rows, scratch, scratch.first);
    scratch.arguments.rows(x, from);
    evaluator.values(scratch.arguments, rows, scratch, local);
    spread(local.values, values, support, numbers - size, size, scratch.first);
    if (wanted) {
      spread(local.slopes, slopes, support, numbers - size, size, scratch.first);
    }
  }

  private void scatter(
      SortedTile sorted, double[] from, double[] to, int size, int support, boolean base) {
    for (int j = 0; j < size; j++) {
      Arrays.fill(to, j * chunk, j * chunk + rows, 0);
    }
    for (int b = 0; b < sorted.buckets; b++) {
      for (int j = 0; j < support; j++) {
        int column = (b + j) * chunk;
        int place = j * sorted.local.step;
        for (int s = sorted.start[b]; s < sorted.start[b + 1]; s++) {
          to[column + sorted.order[s]] = from[place + s];
        }
      }
    }
    for (int s = 0; base && s < rows; s++) {
      to[size * chunk + sorted.order[s]] = from[support * sorted.local.step + s];
    }
  }

  private void spread(double[] from, double[] to, int support, int base, int size, int[] first) {
    if (support == size) {
      for (int j = 0; j < size + base; j++) {
        System.arraycopy(from, j * local.step, to, j * chunk, rows);
      }
      return;
    }
    for (int j = 0; j < size; j++) {
      Arrays.fill(to, j * chunk, j * chunk + rows, 0);
    }
    for (int j = 0; j < support; j++) {
      int at = j * chunk;
      int source = j * local.step;
      for (int r = 0; r < rows; r++) {
        to[first[r] * chunk + at + r] = from[source + r];
      }
    }
    if (base > 0) {
      System.arraycopy(from, support * local.step, to, size * chunk, rows);
    }
  }
}
