/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.optimizer.leastsquares;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Lengths of the columns of {@code K} from products alone: the squares of {@code Kᵀ·u}, for signs
 * {@code u} drawn at random, are those of the lengths in the mean (Hutchinson, 1990; Bekas,
 * Kokiopoulou and Saad, 2007). Draws are the same in every run. Those at earlier points count less
 * and less.
 */
final class ColumnNorms {
  private static final long SEED = 20;

  /** Draws at the first point. */
  private static final int FIRST = 8;

  /** Draws at every other point. */
  private static final int MORE = 2;

  /** What remains of earlier draws. */
  private static final double KEPT = 0.8;

  /** Columns count as no shorter than the root of this part of the mean square. */
  private static final double FLOOR = 0.1;

  private double[] squares = new double[0];
  private long draws;

  /** Draws anew; at least a small part of the mean length for each column, and positive. */
  double[] at(Products rows) {
    boolean first = squares.length == 0;
    int count = first ? FIRST : MORE;
    double[] mean = null;
    for (int d = 0; d < count; d++) {
      double[] product = rows.transposed(signs(rows.rows()));
      mean = mean == null ? new double[product.length] : mean;
      for (int c = 0; c < mean.length; c++) {
        mean[c] += product[c] * product[c] / count;
      }
    }
    if (first) {
      squares = mean;
    } else {
      for (int c = 0; c < mean.length; c++) {
        squares[c] = KEPT * squares[c] + (1 - KEPT) * mean[c];
      }
    }
    double floor = FLOOR * Arrays.stream(squares).average().orElse(0);
    double least = floor > 0 ? floor : 1;
    return Arrays.stream(squares).map(square -> Math.sqrt(square + least)).toArray();
  }

  private double[] signs(int rows) {
    SplittableRandom random = new SplittableRandom(SEED + draws++);
    double[] signs = new double[rows];
    Arrays.setAll(signs, r -> random.nextBoolean() ? 1 : -1);
    return signs;
  }

  /** What {@link #restore} takes. */
  double[] state() {
    double[] state = Arrays.copyOf(squares, squares.length + 1);
    state[squares.length] = draws;
    return state;
  }

  void restore(double[] state) {
    squares = Arrays.copyOf(state, state.length - 1);
    draws = (long) state[squares.length];
  }
}
