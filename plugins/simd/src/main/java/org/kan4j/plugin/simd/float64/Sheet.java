/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

/**
 * Numbers by row and column. In wide form a row's columns are together; in narrow form a column's
 * rows.
 *
 * @param numbers the numbers
 * @param rowStep from a row to the next
 * @param columnStep from a column to the next
 */
record Sheet(double[] numbers, int rowStep, int columnStep) {
  static Sheet wide(int rows, int stride) {
    return new Sheet(new double[Lanes.SKIP + rows * stride], stride, 1);
  }

  static Sheet narrow(int rows, int columns) {
    // no power of two, so that columns do not share a cache set
    int step = Lanes.padded(rows) + 16;
    return new Sheet(new double[Lanes.SKIP + step * columns], 1, step);
  }

  int place(int row, int column) {
    return Lanes.SKIP + row * rowStep + column * columnStep;
  }
}
