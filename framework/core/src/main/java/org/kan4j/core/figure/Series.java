/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

/**
 * Points of a chart that belong together. The arrays are shared, not copied.
 *
 * @param name written beside it; empty for none
 * @param x places across
 * @param y places up; points that are not finite, or have no place on the axis, are left out
 * @param mark how it is drawn
 */
public record Series(String name, double[] x, double[] y, Mark mark) {
  /** How points are drawn. */
  public enum Mark {
    /** A line through them. */
    LINE,
    /** A dot for each. */
    DOTS,
    /** A dashed line in the second rank, to compare with. */
    GUIDE
  }

  /** Checks the lengths. */
  public Series {
    if (x.length != y.length) {
      throw new IllegalArgumentException(x.length + " places across, " + y.length + " up");
    }
  }
}
