/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import java.awt.geom.Path2D;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Straight lines from point to point. The arrays are shared, not copied; equal if the points are.
 *
 * @param x places across
 * @param y places down; a point that is not finite breaks the line
 * @param closed whether each line goes back to where it began
 */
record Outline(double[] x, double[] y, boolean closed) {
  /** How far, in units of the drawing, a point may stand off the line that replaces it. */
  private static final double TOLERANCE = 0.06;

  Outline {
    if (x.length != y.length) {
      throw new IllegalArgumentException(x.length + " places across, " + y.length + " down");
    }
  }

  /** An open line. */
  static Outline open(double[] x, double[] y) {
    return new Outline(x, y, false);
  }

  /** The lines as a path. */
  Path2D path() {
    Path2D path = new Path2D.Double();
    for (int p = 0; p < x.length; p++) {
      if (!finite(p)) {
        continue;
      }
      if (p > 0 && finite(p - 1)) {
        path.lineTo(x[p], y[p]);
      } else {
        path.moveTo(x[p], y[p]);
      }
      if (closed && (p + 1 == x.length || !finite(p + 1))) {
        path.closePath();
      }
    }
    return path;
  }

  private boolean finite(int p) {
    return Double.isFinite(x[p]) && Double.isFinite(y[p]);
  }

  /**
   * The same without points that lie on the line between their neighbours (Douglas and Peucker,
   * 1973).
   */
  Outline thinned() {
    BitSet kept = new BitSet();
    int from = 0;
    while (from < x.length) {
      int to = from;
      while (to < x.length && finite(to)) {
        to++;
      }
      if (to > from) {
        kept.set(from);
        kept.set(to - 1);
        thin(from, to - 1, kept);
      }
      if (to < x.length) {
        kept.set(to); // the break
      }
      from = to + 1;
    }
    int[] points = kept.stream().toArray();
    return new Outline(
        Arrays.stream(points).mapToDouble(p -> x[p]).toArray(),
        Arrays.stream(points).mapToDouble(p -> y[p]).toArray(),
        closed);
  }

  private void thin(int first, int last, BitSet kept) {
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
      thin(first, at, kept);
      thin(at, last, kept);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Outline outline
        && closed == outline.closed
        && Arrays.equals(x, outline.x)
        && Arrays.equals(y, outline.y);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(x) * 31 + Arrays.hashCode(y);
  }
}
