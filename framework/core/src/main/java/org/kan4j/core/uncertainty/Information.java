/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.uncertainty;

import java.util.BitSet;
import org.kan4j.spi.training.Curvature;
import org.kan4j.spi.training.Vector;

/** Adds up what rows tell of the trainable parameters. */
final class Information {
  private static final int BLOCK = 1 << 20;

  private Information() {}

  /**
   * {@code Σ weight[row mod period]·rowᵀ·row} over the trainable columns.
   *
   * @return the upper triangle in {@code [size][size]}
   */
  static double[] of(Curvature curvature, Vector parameters, int[] places, double[] weight) {
    int size = places.length;
    double[] sum = new double[Math.multiplyExact(size, size)];
    int rows = curvature.rows();
    int all = parameters.size();
    int period = weight.length;
    int run = Math.clamp(BLOCK / all / period, 1, Math.max(1, rows / period)) * period;
    double[] block = new double[Math.multiplyExact(run, all)];
    double[] row = new double[size];
    int[] filled = new int[size];
    for (int from = 0; from < rows; from += run) {
      int to = Math.min(rows, from + run);
      curvature.rows(parameters, from, to, block);
      for (int r = from; r < to; r++) {
        int count = 0;
        for (int c = 0; c < size; c++) {
          row[c] = block[(r - from) * all + places[c]];
          if (row[c] != 0) {
            filled[count++] = c;
          }
        }
        for (int a = 0; a < count; a++) {
          double factor = weight[r % period] * row[filled[a]];
          int start = filled[a] * size;
          for (int b = a; b < count; b++) {
            sum[start + filled[b]] += factor * row[filled[b]];
          }
        }
      }
    }
    return sum;
  }

  static int[] places(BitSet trainable) {
    return trainable.stream().toArray();
  }
}
