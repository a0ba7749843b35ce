/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import java.util.Arrays;
import org.kan4j.core.model.EdgeFunction;

/** Curves of edges. */
final class Curve {
  private Curve() {}

  /**
   * The curve of an edge in a square.
   *
   * @param range over which, {@code lower <= upper}; if it is a point, over the edge's own domain
   * @param square left, top and side
   */
  static Outline of(EdgeFunction edge, double[] range, double[] square) {
    double lower = range[0] < range[1] ? range[0] : edge.lower();
    double upper = range[0] < range[1] ? range[1] : edge.upper();
    int n = Math.clamp(6L * edge.size(), square[2] > 24 ? 72 : 40, 400);
    double[] x = new double[n];
    for (int s = 0; s < n; s++) {
      x[s] = lower + (upper - lower) * s / (n - 1);
    }
    double[] y = edge.values(x);
    double least = Arrays.stream(y).filter(Double::isFinite).min().orElse(0);
    double most = Arrays.stream(y).filter(Double::isFinite).max().orElse(0);
    double span = most - least;
    // what rounding alone makes vary is drawn flat
    boolean flat = span <= 1e-12 * Math.max(Math.abs(least), Math.abs(most));
    double pad = square[2] * 0.14;
    double inner = square[2] - 2 * pad;
    for (int s = 0; s < n; s++) {
      x[s] = square[0] + pad + inner * s / (n - 1);
      double part = flat ? 0.5 : (y[s] - least) / span;
      y[s] = Double.isFinite(y[s]) ? square[1] + pad + inner * (1 - part) : Double.NaN;
    }
    return Outline.open(x, y);
  }
}
