/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.hypothesis;

import java.util.List;

/** A function of several numbers that can tell its derivatives. */
public interface Derivatives {
  /** The names of its variables, in order. */
  List<String> variables();

  /**
   * Values and derivatives at points.
   *
   * @param x the points, {@code x[rows][variables]}; not changed
   * @param order the highest order wanted: 2, or 3 where general separability is asked
   * @return one per row, not finite where the function has no derivative
   */
  List<PointDerivatives> at(double[][] x, int order);
}
