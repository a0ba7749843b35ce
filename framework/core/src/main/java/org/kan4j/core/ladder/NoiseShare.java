/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.ladder;

import java.util.Arrays;
import org.kan4j.spi.backend.Columns;

/**
 * How much of the variance of targets no smooth function of the inputs explains, by the Gamma test
 * (Stefansson, Koncar and Jones, "A note on the Gamma test", 1997): half the squared difference to
 * the targets of near rows, extrapolated to rows at no distance.
 */
final class NoiseShare {
  private static final int NEIGHBOURS = 10;
  private static final int MOST_ROWS = 1500;

  private NoiseShare() {}

  /** A share from 0 to 1; 0 where there are too few rows to tell. */
  static double of(Columns inputs, Columns targets) {
    int rows = Math.min(inputs.rows(), MOST_ROWS);
    if (rows < 3 * NEIGHBOURS) {
      return 0;
    }
    double[][] x = sample(inputs, rows);
    double[][] y = sample(targets, rows);
    double[] distance = new double[NEIGHBOURS];
    double[] difference = new double[NEIGHBOURS];
    double[] squares = new double[rows];
    for (int r = 0; r < rows; r++) {
      for (int o = 0; o < rows; o++) {
        squares[o] = o == r ? Double.POSITIVE_INFINITY : squares(x, r, o);
      }
      int[] near = nearest(squares);
      for (int k = 0; k < NEIGHBOURS; k++) {
        distance[k] += squares[near[k]] / rows;
        difference[k] += squares(y, r, near[k]) / 2 / rows;
      }
    }
    // columns have variance 1, or 0 where they are constant
    double variance = Arrays.stream(y).filter(NoiseShare::varies).count();
    return variance == 0 ? 0 : Math.clamp(atNoDistance(distance, difference) / variance, 0, 1);
  }

  /** The least squares line at 0. */
  private static double atNoDistance(double[] distance, double[] difference) {
    double x = Arrays.stream(distance).average().orElse(0);
    double y = Arrays.stream(difference).average().orElse(0);
    double both = 0;
    double spread = 0;
    for (int k = 0; k < distance.length; k++) {
      both += (distance[k] - x) * (difference[k] - y);
      spread += (distance[k] - x) * (distance[k] - x);
    }
    return spread == 0 ? y : y - both / spread * x;
  }

  private static int[] nearest(double[] squares) {
    int[] near = new int[NEIGHBOURS];
    int found = 0;
    for (int o = 0; o < squares.length; o++) {
      int place = found;
      while (place > 0 && squares[near[place - 1]] > squares[o]) {
        place--;
      }
      if (place == NEIGHBOURS) {
        continue;
      }
      found = Math.min(NEIGHBOURS, found + 1);
      System.arraycopy(near, place, near, place + 1, found - 1 - place);
      near[place] = o;
    }
    return near;
  }

  private static double squares(double[][] columns, int one, int other) {
    double sum = 0;
    for (double[] column : columns) {
      sum += (column[one] - column[other]) * (column[one] - column[other]);
    }
    return sum;
  }

  /** Rows spread evenly, each column brought to mean 0 and variance 1. */
  private static double[][] sample(Columns all, int rows) {
    double[][] sample = new double[all.count()][rows];
    double[] whole = new double[all.rows()];
    for (int c = 0; c < sample.length; c++) {
      all.read(c, 0, whole.length, whole, 0);
      double[] column = sample[c];
      for (int r = 0; r < rows; r++) {
        column[r] = whole[(int) ((long) r * whole.length / rows)];
      }
      double mean = Arrays.stream(column).average().orElse(0);
      double variance = Arrays.stream(column).map(v -> (v - mean) * (v - mean)).average().orElse(0);
      double scale = variance > 0 ? 1 / Math.sqrt(variance) : 0;
      Arrays.setAll(column, r -> (column[r] - mean) * scale);
    }
    return sample;
  }

  private static boolean varies(double[] column) {
    return Arrays.stream(column).anyMatch(v -> v != 0);
  }
}
