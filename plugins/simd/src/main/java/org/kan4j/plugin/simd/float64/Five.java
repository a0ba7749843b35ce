/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import org.kan4j.plugin.simd.plan.Arrangement;
import org.kan4j.plugin.simd.plan.Edges;

/**
 * The five rows of coefficients that the rows of data of one bucket meet in one pass, and which
 * rows of data these are. What is missing is a row of zeros.
 */
final class Five {
  private final int width;

  /** Where a row of zeros starts, in parameters and gradient. */
  final int zeros;

  int row0;
  int row1;
  int row2;
  int row3;
  int row4;

  /** Sorted rows of data, from (included) to (excluded). */
  int begin;

  int end;

  Five(int width, int zeros) {
    this.width = width;
    this.zeros = zeros;
  }

  /** Turns to a bucket, and to the rows of coefficients from number {@code j} on. */
  void select(SortedTile tile, Edges edges, int bucket, int j) {
    begin = tile.start[bucket];
    end = tile.start[bucket + 1];
    row0 = row(tile, edges, bucket, j);
    row1 = row(tile, edges, bucket, j + 1);
    row2 = row(tile, edges, bucket, j + 2);
    row3 = row(tile, edges, bucket, j + 3);
    row4 = row(tile, edges, bucket, j + Arrangement.ROWS - 1);
  }

  private int row(SortedTile tile, Edges edges, int bucket, int j) {
    if (j < edges.support()) {
      return edges.offset() + (bucket + j) * width;
    }
    return j < tile.numbers ? edges.offset() + edges.size() * width : zeros;
  }
}
