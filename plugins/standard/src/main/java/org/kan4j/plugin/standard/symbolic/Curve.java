/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.symbolic;

import org.kan4j.spi.function.Ops;

/**
 * A function of one number with its derivatives and its description. It takes many arguments at
 * once, so that each has a loop of its own, which the compiler can work on.
 */
interface Curve {
  /**
   * Values and derivatives.
   *
   * @param x the arguments, {@code x[n]}; not changed
   * @param derivatives the highest derivative wanted, 0 to 3
   * @param values receives derivative {@code d} at sample {@code s} in {@code values[d*n + s]}; NaN
   *     where there is none. Another array than {@code x}
   */
  void evaluate(double[] x, int n, int derivatives, double[] values);

  /** The same in the common vocabulary. */
  <V> V lower(Ops<V> ops, V x);

  /** Stores as many derivatives of a sample as are wanted. */
  static void store(
      double[] values, int n, int s, int derivatives, double first, double second, double third) {
    if (derivatives > 0) {
      values[n + s] = first;
    }
    if (derivatives > 1) {
      values[2 * n + s] = second;
    }
    if (derivatives > 2) {
      values[3 * n + s] = third;
    }
  }
}
