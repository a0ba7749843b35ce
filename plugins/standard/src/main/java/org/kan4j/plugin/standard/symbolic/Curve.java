/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.symbolic;

import org.kan4j.spi.function.Ops;

/** A function of one number with its derivatives and its description. */
interface Curve {
  /**
   * The value and so many derivatives at {@code x}.
   *
   * @param derivatives 0 to 3
   * @param jet receives derivative {@code d} in {@code jet[d]}; NaN where there is none
   */
  void at(double x, int derivatives, double[] jet);

  /** The same in the common vocabulary. */
  <V> V lower(Ops<V> ops, V x);
}
