/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.basis;

import org.kan4j.spi.function.Ops;

/** Basis functions on [-1, 1]; {@link UnitBasis} carries them to any interval. Immutable. */
interface UnitFunctions {
  /** How many. */
  int size();

  /** How many consecutive ones can differ from zero at one argument. */
  default int support() {
    return size();
  }

  /**
   * Values and derivatives, laid out as by {@link
   * org.kan4j.spi.function.Basis#evaluate(double[],int,int,int[],double[])}.
   *
   * @param u arguments in [-1, 1] up to rounding, or beyond; not changed
   * @param first zeros; to be changed where not all functions are given
   */
  void evaluate(double[] u, int n, int derivatives, int[] first, double[] values);

  /** All functions, one column each, at a single column in [-1, 1]. */
  <V> V lower(Ops<V> ops, V u);
}
