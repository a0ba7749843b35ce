/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.training;

/**
 * A problem whose objective is the sum of squared residuals, in float64 on the heap. Residual
 * {@code row*outputs + output}, weights and means folded in.
 */
public interface LeastSquares extends Curvature {
  /** Number of residuals. */
  int residuals();

  /** Fills {@code residual[residuals]} at the parameters. */
  void residuals(Vector parameters, double[] residual);

  /**
   * Derivatives of residuals {@code from} to {@code to} by every parameter; zero where not
   * trainable.
   *
   * @param jacobian receives {@code [to - from][size]}, row-major
   */
  void jacobian(Vector parameters, int from, int to, double[] jacobian);

  @Override
  default int rows() {
    return residuals();
  }

  @Override
  default void rows(Vector parameters, int from, int to, double[] rows) {
    jacobian(parameters, from, to, rows);
  }
}
