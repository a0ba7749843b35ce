/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.physics;

import java.util.Arrays;

/**
 * An equation and the points where it is asked to hold.
 *
 * @param name for messages, such as {@code interior}
 * @param equation what is to be zero
 * @param points {@code [points][inputs]}, at least one; not changed by anybody
 * @param weight how much the mean of its squares counts
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Condition(String name, Equation equation, double[][] points, double weight) {
  /** Checks the numbers. */
  public Condition {
    if (points.length == 0 || !(weight > 0) || !Double.isFinite(weight)) {
      throw new IllegalArgumentException(
          name + ": " + points.length + " points of weight " + weight);
    }
    for (double[] point : points) {
      if (!Arrays.stream(point).allMatch(Double::isFinite)) {
        throw new IllegalArgumentException(name + ": not finite: " + Arrays.toString(point));
      }
    }
  }

  /** What each residual is multiplied by: the weighted mean of squares is a sum of squares. */
  double factor() {
    return Math.sqrt(weight / points.length);
  }
}
