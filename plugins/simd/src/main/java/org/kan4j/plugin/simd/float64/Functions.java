/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

/** How the functions of a basis are evaluated over a chunk of rows. Immutable. */
interface Functions {
  /** Whether {@link #values} wants its arguments sorted by their first function. */
  boolean sorts();

  /**
   * Finds the first basis function of each row that can differ from zero.
   *
   * @param x arguments, from {@code from} on; room for whole vectors behind them
   * @param first receives them
   */
  void first(double[] x, int from, int rows, Scratch scratch, int[] first);

  /** The values, and slopes where wanted, of the functions from the first on. */
  void values(Arguments x, int rows, Scratch scratch, Local to);

  /**
   * The values, and slopes where wanted, of all functions, in the order of rows; needs no {@link
   * #first}.
   *
   * @return whether that is worth it; if not, nothing of use is written
   */
  boolean everywhere(Arguments x, int rows, Scratch scratch, Local to);
}
