/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import org.kan4j.plugin.simd.plan.Edges;

/**
 * The five rows of coefficients that the rows of data of a bucket meet in one pass. Four of them
 * move up by one from a bucket to the next, so that three stay in their registers; the fifth, that
 * of the base function, stays where it is. What is missing is a row of zeros.
 */
final class Window {
  private final int width;

  /** Where a row of zeros starts, in parameters and gradient. */
  final int zeros;

  /** The buckets, from (included) to (excluded). */
  int begin;

  int end;

  /** The row that stays. */
  int fifth;

  /** Where the numbers start that the rows of coefficients are multiplied by. */
  int value0;

  int value1;
  int value2;
  int value3;
  int value4;

  private int offset;

  /**
   * The basis function whose row comes first, in bucket 0; negative if there are less than four.
   */
  private int low;

  Window(int width, int zeros) {
    this.width = width;
    this.zeros = zeros;
  }

  /** Number of passes that it takes. */
  static int passes(SortedTile tile, Edges edges) {
    return tile.buckets == 1 ? (tile.numbers + 4) / 5 : (edges.support() + 3) / 4;
  }

  /** Turns to the buckets from one on that have so many rows of data, but to at least one. */
  void rows(SortedTile tile, int from, int rows) {
    int[] start = tile.start;
    begin = from;
    while (begin < tile.buckets - 1 && start[begin + 1] == start[begin]) {
      begin++;
    }
    end = begin + 1;
    while (end < tile.buckets && start[end + 1] - start[begin] <= rows) {
      end++;
    }
  }

  /** Turns to a pass over the buckets. */
  void select(SortedTile tile, Edges edges, int pass) {
    offset = edges.offset();
    int step = tile.local.step;
    int nothing = tile.numbers * step;
    int done;
    if (tile.buckets == 1) {
      // nothing moves, and the base function's row follows the others
      done = 5 * pass;
      low = Math.min(done + 5, tile.numbers) - 5;
      fifth = offset + (low + 4) * width;
      value4 = (low + 4) * step;
    } else {
      done = 4 * pass;
      low = Math.min(done + 4, edges.support()) - 4;
      boolean base = pass == 0 && tile.numbers > edges.support();
      fifth = base ? offset + edges.size() * width : zeros;
      value4 = base ? edges.support() * step : nothing;
    }
    value0 = low < done ? nothing : low * step;
    value1 = low + 1 < done ? nothing : (low + 1) * step;
    value2 = low + 2 < done ? nothing : (low + 2) * step;
    value3 = low + 3 < done ? nothing : (low + 3) * step;
  }

  /** Where row {@code j} of the four starts in a bucket. */
  int place(int bucket, int j) {
    int row = bucket + low + j;
    return row < 0 ? zeros : offset + row * width;
  }
}
