/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import java.util.Arrays;

/**
 * The functions of one fan over a chunk of rows, a column for each function, with zeros where it
 * does not live.
 */
final class DenseTile {
  /** Room for the lanes of four vectors. */
  final double[] lanes = new double[4 * Lanes.COUNT];

  /** Values and slopes: number {@code j} of row {@code r} in {@code [j*step + r]}. */
  final Local columns;

  private final Local local;

  /** Rows, rounded up to pairs of vectors; those beyond hold what does no harm. */
  int rows;

  DenseTile(int chunk) {
    columns = new Local(chunk);
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
    columns.reserve(numbers, wanted, scratch);
    if (evaluator.sorts()) {
      SortedTile sorted = scratch.sorted;
      sorted.evaluate(evaluator, x, new Chunk(0, from, rows), 1, scratch, wanted);
      scatter(sorted, sorted.local.values, columns.values, size, support, numbers > size);
      if (wanted) {
        scatter(sorted, sorted.local.slopes, columns.slopes, size, support, numbers > size);
      }
      return;
    }
    scratch.arguments.rows(x, from);
    if (evaluator.everywhere(scratch.arguments, rows, scratch, columns)) {
      return;
    }
    local.reserve(support + 1, wanted, scratch);
    evaluator.first(x, from, rows, scratch, scratch.first);
    evaluator.values(scratch.arguments, rows, scratch, local);
    spread(local.values, columns.values, support, numbers - size, size, scratch.first);
    if (wanted) {
      spread(local.slopes, columns.slopes, support, numbers - size, size, scratch.first);
    }
  }

  private void scatter(
      SortedTile sorted, double[] from, double[] to, int size, int support, boolean base) {
    int step = columns.step;
    for (int j = 0; j < size; j++) {
      Arrays.fill(to, j * step, j * step + rows, 0);
    }
    for (int b = 0; b < sorted.buckets; b++) {
      for (int j = 0; j < support; j++) {
        int column = (b + j) * step;
        int place = j * sorted.local.step;
        for (int s = sorted.start[b]; s < sorted.start[b + 1]; s++) {
          to[column + sorted.order[s]] = from[place + s];
        }
      }
    }
    for (int s = 0; base && s < rows; s++) {
      to[size * step + sorted.order[s]] = from[support * sorted.local.step + s];
    }
  }

  private void spread(double[] from, double[] to, int support, int base, int size, int[] first) {
    int step = columns.step;
    for (int j = 0; j < size; j++) {
      Arrays.fill(to, j * step, j * step + rows, 0);
    }
    for (int j = 0; j < support; j++) {
      int at = j * step;
      int source = j * local.step;
      for (int r = 0; r < rows; r++) {
        to[first[r] * step + at + r] = from[source + r];
      }
    }
    if (base > 0) {
      System.arraycopy(from, support * local.step, to, size * step, rows);
    }
  }
}
