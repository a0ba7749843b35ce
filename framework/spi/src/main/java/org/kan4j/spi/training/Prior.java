/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.training;

/**
 * What is likely before any data: curves without bends. An invertible linear map {@code L} of the
 * parameters; {@code |L·x|²} is small where {@code x} is likely. It mixes trainable places alone.
 */
public interface Prior {
  /** Overwrites {@code x[size]} with {@code L·x}. */
  void apply(double[] x);

  /** Overwrites {@code z[size]} with {@code L⁻¹·z}. */
  void solve(double[] z);

  /**
   * Overwrites rows {@code K} with {@code K·L⁻¹}.
   *
   * @param rows {@code [count][size]}, row-major
   */
  void divide(double[] rows, int count);
}
