/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.training;

/**
 * The curvature of an objective as that of a sum of squares, in float64 on the heap: rows {@code K}
 * such that {@code 2·KᵀK} is, or stands for, the Hessian of the loss (Gauss-Newton; for
 * cross-entropies the Fisher information). Penalties have no part in it.
 */
public interface Curvature {
  /** Number of rows. */
  int rows();

  /**
   * Rows {@code from} to {@code to} at the parameters; zero where not trainable.
   *
   * @param rows receives {@code [to - from][size]}, row-major
   */
  void rows(Vector parameters, int from, int to, double[] rows);
}
