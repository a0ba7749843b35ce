/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import java.util.Arrays;

/**
 * The functions of one fan over a chunk of rows, sorted by their first basis function, so that the
 * rows of a bucket share their coefficients.
 */
final class SortedTile {
  /** The numbers behind which there is a column of zeros; 0 if there is none for certain. */
  private int filled;

  /** Values and slopes: number {@code j} of sorted row {@code s} in {@code [j*step + s]}. */
  final Local local;

  /** Sorted rows, where slopes are wanted: for ever if they are, else until the next tile. */
  int[] order;

  private int[] own = new int[0];

  /** The places of sorted rows in a sheet, from that of the chunk's first row on. */
  final int[] offsets;

  /** Per bucket its first sorted row; one more at the end. */
  int[] start = new int[2];

  /** Number of buckets. */
  int buckets;

  int rows;

  /** Numbers per row that are not zero for certain: of the basis, and of the base function. */
  int numbers;

  SortedTile(int chunk) {
    local = new Local(chunk);
    offsets = new int[chunk];
  }

  /**
   * Fills the tile.
   *
   * @param x arguments of the block; room for whole vectors behind them
   * @param stride from a row of a sheet to the next
   */
  void evaluate(
      Evaluator evaluator, double[] x, Chunk part, int stride, Scratch scratch, boolean slopes) {
    int from = part.from();
    rows = part.count();
    numbers = evaluator.numbers;
    // all but four functions that move and one that stays leave places in a window empty
    boolean zeros = evaluator.support != 4 || numbers != 5;
    local.reserve(zeros ? numbers + 1 : numbers, slopes, scratch);
    if (zeros && filled != numbers) {
      Arrays.fill(local.values, numbers * local.step, (numbers + 1) * local.step, 0);
    }
    filled = zeros ? numbers : 0;
    if (zeros && slopes) {
      Arrays.fill(local.slopes, numbers * local.step, (numbers + 1) * local.step, 0);
    }
    buckets = evaluator.size - evaluator.support + 1;
    if (start.length <= buckets) {
      start = new int[buckets + 1];
    }
    evaluator.first(x, from, rows, scratch, scratch.first);
    if (buckets == 1) {
      order = scratch.identity;
      start[0] = 0;
      start[1] = rows;
      scratch.arguments.rows(x, from);
      scratch.arguments.start = start;
    } else {
      order = order(slopes, scratch);
      sort(x, from, scratch);
      scratch.arguments.sorted(scratch.ascending, order, start);
    }
    evaluator.values(scratch.arguments, rows, scratch, local);
    for (int s = 0; s < rows; s++) {
      offsets[s] = order[s] * stride;
    }
  }

  private int[] order(boolean kept, Scratch scratch) {
    if (!kept) {
      return scratch.permuted;
    }
    if (own.length < scratch.chunk) {
      own = new int[scratch.chunk];
    }
    return own;
  }

  private void sort(double[] x, int from, Scratch scratch) {
    if (buckets <= 8 && rows < 256) {
      sortFew(x, from, scratch.first, scratch.ascending);
    } else {
      sortMany(x, from, scratch.first, scratch.ascending);
    }
  }

  /** A counting sort whose eight counters are the bytes of one register. */
  private void sortFew(double[] x, int from, int[] first, double[] sorted) {
    long counts = 0;
    for (int r = 0; r < rows; r++) {
      counts += 1L << (first[r] << 3);
    }
    // the sum over all bytes before, in every byte
    long places = (counts * 0x0101010101010101L) << 8;
    for (int b = 0; b < buckets; b++) {
      start[b] = (int) (places >>> (b << 3)) & 0xff;
    }
    start[buckets] = rows;
    for (int r = 0; r < rows; r++) {
      int shift = first[r] << 3;
      int place = (int) (places >>> shift) & 0xff;
      places += 1L << shift;
      order[place] = r;
      sorted[place] = x[from + r];
    }
  }

  /** A counting sort; rows of a bucket stay in order. */
  private void sortMany(double[] x, int from, int[] first, double[] sorted) {
    int[] places = start;
    Arrays.fill(places, 0, buckets + 1, 0);
    for (int r = 0; r < rows; r++) {
      places[first[r] + 1]++;
    }
    for (int b = 0; b < buckets; b++) {
      places[b + 1] += places[b];
    }
    for (int r = 0; r < rows; r++) {
      int place = places[first[r]]++;
      order[place] = r;
      sorted[place] = x[from + r];
    }
    // each start has moved to the next one's place
    System.arraycopy(places, 0, places, 1, buckets);
    places[0] = 0;
  }
}
