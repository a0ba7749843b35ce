/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import java.util.Arrays;
import org.kan4j.core.model.EdgeFunction;

/** Curves of edges. */
final class Curve {
  /** Room around a curve, by the side of its square. */
  private static final double PAD = 0.14;

  /** How high the area of rows is at most, by the side of its square. */
  private static final double HIGHEST = 0.32;

  private Curve() {}

  /**
   * The curve of an edge in a square.
   *
   * @param range over which, {@code lower <= upper}; if it is a point, over the edge's own domain
   * @param square left, top and side
   * @param moving whether it is one of many that become each other: fewer points, and all of them
   */
  static Outline of(EdgeFunction edge, double[] range, double[] square, boolean moving) {
    double lower = range[0] < range[1] ? range[0] : edge.lower();
    double upper = range[0] < range[1] ? range[1] : edge.upper();
    int least = square[2] > 24 ? 72 : 40;
    int n =
        moving
            ? Math.clamp(3L * edge.size(), least / 2, 120)
            : Math.clamp(6L * edge.size(), least, 400);
    double[] x = new double[n];
    for (int s = 0; s < n; s++) {
      x[s] = lower + (upper - lower) * s / (n - 1);
    }
    double[] y = edge.values(x);
    double lowest = Arrays.stream(y).filter(Double::isFinite).min().orElse(0);
    double most = Arrays.stream(y).filter(Double::isFinite).max().orElse(0);
    double span = most - lowest;
    // what rounding alone makes vary is drawn flat
    boolean flat = span <= 1e-12 * Math.max(Math.abs(lowest), Math.abs(most));
    double pad = square[2] * PAD;
    double inner = square[2] - 2 * pad;
    for (int s = 0; s < n; s++) {
      x[s] = square[0] + pad + inner * s / (n - 1);
      double part = flat ? 0.5 : (y[s] - lowest) / span;
      y[s] = Double.isFinite(y[s]) ? square[1] + pad + inner * (1 - part) : Double.NaN;
    }
    return moving ? Outline.open(x, y) : Outline.open(x, y).thinned();
  }

  /**
   * Where the rows are, as an area of steps that stands on the lower side of a square.
   *
   * @param shares of the rows, from the lower to the upper end
   * @param square left, top and side
   */
  static Outline density(double[] shares, double[] square) {
    double most = 0;
    // small squares have room for fewer steps
    int together = square[2] >= 24 ? 1 : 2;
    double[] heights = new double[shares.length / together];
    for (int s = 0; s < heights.length * together; s++) {
      heights[s / together] += shares[s];
      most = Math.max(most, heights[s / together]);
    }
    double left = square[0] + square[2] * PAD;
    double step = square[2] * (1 - 2 * PAD) / heights.length;
    double floor = square[1] + square[2] * 0.99; // on the frame, not over it
    double[] x = new double[2 * heights.length + 2];
    double[] y = new double[x.length];
    Arrays.fill(y, floor);
    x[0] = left;
    for (int s = 0; s < heights.length; s++) {
      x[2 * s + 1] = left + s * step;
      x[2 * s + 2] = left + (s + 1) * step;
      double height = most > 0 ? square[2] * HIGHEST * heights[s] / most : 0;
      y[2 * s + 1] = floor - height;
      y[2 * s + 2] = floor - height;
    }
    x[x.length - 1] = left + heights.length * step;
    return new Outline(x, y, true);
  }
}
