/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.function;

import org.kan4j.spi.component.Component;

/**
 * A fixed function of one number: the base function of a block (silu, identity, zero) or the
 * function of a symbolic edge.
 */
public interface Function extends Component {
  /**
   * Values and derivatives.
   *
   * @param x the arguments, {@code x[n]}
   * @param n how many
   * @param derivatives the highest derivative wanted, 0 to 3
   * @param values receives derivative {@code d} at sample {@code s} in {@code values[d*n + s]}; NaN
   *     at a NaN argument and where the function is not defined
   */
  void evaluate(double[] x, int n, int derivatives, double[] values);

  /** The same function in the common vocabulary; {@code x} has a single column. */
  <V> V lower(Ops<V> ops, V x);

  /** How complicated a reader finds it: 0 for zero, 1 for the identity, more for the rest. */
  int complexity();

  /** The variant that stays finite near singularities, its values cut at {@code limit}. */
  default Function guarded(double limit) {
    return this;
  }
}
