/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.dataset;

/** A number for every point. */
@FunctionalInterface
public interface PointFunction {
  /**
   * The value at a point.
   *
   * @param point one number per variable, in order; not changed
   */
  double value(double... point);
}
