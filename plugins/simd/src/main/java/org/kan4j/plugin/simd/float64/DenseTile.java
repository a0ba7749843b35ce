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

  private final Evaluator.Local local = new Evaluator.Local();

  /** Values: number {@code j} of row {@code r} in {@code [j*chunk + r]}. */
  double[] values = new double[0];

  /** Slopes, likewise. */
  double[] slopes = new double[0];

  /** Rows, rounded up to pairs of vectors; those beyond hold what does no harm. */
  int rows;

  DenseTile(int chunk) {
    this.chunk = chunk;
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
    local.reserve(support + 1, wanted);
    evaluator.first(x, from, rows, scratch, scratch.first);
    evaluator.values(x, from, null, rows, scratch, local);
    spread(local.values, values, support, numbers - size, size, scratch.first);
    if (wanted) {
      spread(local.slopes, slopes, support, numbers - size, size, scratch.first);
    }
  }

  private void spread(double[] from, double[] to, int support, int base, int size, int[] first) {
    if (support == size) {
      for (int j = 0; j < size + base; j++) {
        System.arraycopy(from, j * Evaluator.Local.STEP, to, j * chunk, rows);
      }
      return;
    }
    for (int j = 0; j < size; j++) {
      Arrays.fill(to, j * chunk, j * chunk + rows, 0);
    }
    for (int j = 0; j < support; j++) {
      int at = j * chunk;
      int source = j * Evaluator.Local.STEP;
      for (int r = 0; r < rows; r++) {
        to[first[r] * chunk + at + r] = from[source + r];
      }
    }
    if (base > 0) {
      System.arraycopy(from, support * Evaluator.Local.STEP, to, size * chunk, rows);
    }
  }
}
