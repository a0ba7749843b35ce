/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.cpu;

import java.util.Arrays;

/**
 * Means and sums of squared deviations of many quantities over the same rows, merged chunk by chunk
 * (Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm for computing sample
 * variances", 1979).
 */
public final class Moments {
  /** The means. */
  public final double[] mean;

  /** The sums of squared deviations. */
  public final double[] squares;

  Moments(int quantities) {
    mean = new double[quantities];
    squares = new double[quantities];
  }

  void clear() {
    Arrays.fill(mean, 0);
    Arrays.fill(squares, 0);
  }

  /** Joins quantity {@code at}, seen in {@code before} rows, with {@code more} other rows. */
  public void merge(int at, long before, long more, double otherMean, double otherSquares) {
    double delta = otherMean - mean[at];
    double part = (double) more / (before + more);
    mean[at] += delta * part;
    squares[at] += otherSquares + delta * delta * part * before;
  }

  void merge(long before, long more, Moments other) {
    for (int q = 0; q < mean.length; q++) {
      merge(q, before, more, other.mean[q], other.squares[q]);
    }
  }

  /** The unbiased standard deviation; 0 for a single row. */
  double deviation(int at, long rows) {
    return rows < 2 ? 0 : Math.sqrt(squares[at] / (rows - 1));
  }
}
