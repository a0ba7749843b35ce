/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import java.util.Arrays;
import org.kan4j.plugin.simd.plan.Edges;

/**
 * The functions of one fan over a chunk of rows, a column for each function, with zeros where it
 * does not live.
 */
final class DenseTile {
  /** Values and slopes: number {@code j} of row {@code r} in {@code [start + j*step + r]}. */
  final Local columns;

  private final Local local;

  /** Rows, rounded up to pairs of vectors; those beyond hold what does no harm. */
  int rows;

  DenseTile(int chunk) {
    columns = Local.aligned(chunk);
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
    int stride = Edges.stride(numbers);
    columns.reserve(stride, wanted, scratch);
    clear(columns.values, numbers, stride);
    if (wanted) {
      clear(columns.slopes, numbers, stride);
    }
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

  private void clear(double[] of, int from, int end) {
    for (int j = from; j < end; j++) {
      Arrays.fill(of, columns.place(j), columns.place(j) + rows, 0);
    }
  }

  private void scatter(
      SortedTile sorted, double[] from, double[] to, int size, int support, boolean base) {
    clear(to, 0, size);
    for (int b = 0; b < sorted.buckets; b++) {
      for (int j = 0; j < support; j++) {
        int column = columns.place(b + j);
        int place = j * sorted.local.step;
        for (int s = sorted.start[b]; s < sorted.start[b + 1]; s++) {
          to[column + sorted.order[s]] = from[place + s];
        }
      }
    }
    for (int s = 0; base && s < rows; s++) {
      to[columns.place(size) + sorted.order[s]] = from[support * sorted.local.step + s];
    }
  }

  private void spread(double[] from, double[] to, int support, int base, int size, int[] first) {
    clear(to, 0, size);
    for (int j = 0; j < support; j++) {
      int at = columns.place(j);
      int source = j * local.step;
      for (int r = 0; r < rows; r++) {
        to[first[r] * columns.step + at + r] = from[source + r];
      }
    }
    if (base > 0) {
      System.arraycopy(from, support * local.step, to, columns.place(size), rows);
    }
  }
}
