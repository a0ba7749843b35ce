/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import java.util.Arrays;
import java.util.BitSet;
import org.kan4j.core.model.EdgeFunction;

/** Curves as short path data. */
final class Curve {
  /** How far, in units of the drawing, a point may stand off the line that replaces it. */
  private static final double TOLERANCE = 0.06;

  private Curve() {}

  /**
   * Path data through points, without those that lie on the line between their neighbours (Douglas
   * and Peucker, 1973); a point that is not finite breaks the line.
   */
  static String path(double[] x, double[] y) {
    StringBuilder path = new StringBuilder();
    int from = 0;
    while (from < x.length) {
      int to = from;
      while (to < x.length && Double.isFinite(x[to]) && Double.isFinite(y[to])) {
        to++;
      }
      if (to > from) {
        append(path, x, y, from, to);
      }
      from = to + 1;
    }
    return path.toString();
  }

  /**
   * The curve of an edge in a square.
   *
   * @param range over which, {@code lower <= upper}; if it is a point, over the edge's own domain
   * @param square left, top and side
   */
  static String of(EdgeFunction edge, double[] range, double[] square) {
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
    return path(x, y);
  }

  private static void append(StringBuilder path, double[] x, double[] y, int from, int to) {
    BitSet kept = new BitSet(to);
    kept.set(from);
    kept.set(to - 1);
    thin(x, y, from, to - 1, kept);
    long lastX = 0;
    long lastY = 0;
    for (int p = kept.nextSetBit(from); p >= 0 && p < to; p = kept.nextSetBit(p + 1)) {
      // differences of rounded places, so that rounding does not add up along the line
      long placeX = Math.round(x[p] * 100);
      long placeY = Math.round(y[p] * 100);
      path.append(p == from ? "M" : "l");
      String dx = Numbers.text((placeX - lastX) / 100.0, 2);
      String dy = Numbers.text((placeY - lastY) / 100.0, 2);
      path.append(dx).append(dy.charAt(0) == '-' ? "" : " ").append(dy);
      lastX = placeX;
      lastY = placeY;
    }
  }

  private static void thin(double[] x, double[] y, int first, int last, BitSet kept) {
    double dx = x[last] - x[first];
    double dy = y[last] - y[first];
    double length = Math.hypot(dx, dy);
    double farthest = TOLERANCE;
    int at = -1;
    for (int p = first + 1; p < last; p++) {
      double px = x[p] - x[first];
      double py = y[p] - y[first];
      double distance = length > 0 ? Math.abs(px * dy - py * dx) / length : Math.hypot(px, py);
      if (distance > farthest) {
        farthest = distance;
        at = p;
      }
    }
    if (at >= 0) {
      kept.set(at);
      thin(x, y, first, at, kept);
      thin(x, y, at, last, kept);
    }
  }
}
