/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import org.kan4j.spi.network.Matrix;

/**
 * Where the maps of inputs are not zero: feature {@code f} is made of {@code width} coefficients
 * from {@code starts[f]} on, whatever the input. That of a spline is made of those of its interval.
 *
 * @param starts the first coefficient of each feature
 * @param width how many
 * @param inputs how many maps there are
 */
record Band(int[] starts, int width, int inputs) {
  static Band of(Weights.OfEdges weights) {
    int features = weights.features();
    int[] starts = new int[features];
    int width = 1;
    int end = 0;
    for (int f = 0; f < features; f++) {
      int first = Integer.MAX_VALUE;
      int last = 0;
      for (Matrix map : weights.maps()) {
        for (int r = 0; r < map.columns(); r++) {
          if (map.get(f, r) != 0) {
            first = Math.min(first, r);
            last = Math.max(last, r);
          }
        }
      }
      starts[f] = Math.min(first, last);
      width = Math.max(width, last - starts[f] + 1);
      end = Math.max(end, last + 1);
    }
    // none reaches beyond the last coefficient that any is made of
    for (int f = 0; f < features; f++) {
      starts[f] = Math.max(0, Math.min(starts[f], end - width));
    }
    return new Band(starts, width, weights.maps().size());
  }

  /** How many numbers of four bytes the maps take, and the places of coefficients. */
  long numbers() {
    return (inputs + 2L) * starts.length * width;
  }

  /** The coefficients of all features, one feature after the other. */
  int[] columns() {
    int[] columns = new int[starts.length * width];
    for (int c = 0; c < columns.length; c++) {
      columns[c] = starts[c / width] + c % width;
    }
    return columns;
  }

  /** {@code [inputs][features][width]}. */
  double[] weights(Weights.OfEdges of) {
    double[] data = new double[inputs * starts.length * width];
    int at = 0;
    for (Matrix map : of.maps()) {
      for (int c : columns()) {
        data[at] = map.get(at / width % starts.length, c);
        at++;
      }
    }
    return data;
  }
}
