/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.function;

import org.kan4j.spi.component.Component;

/**
 * The basis functions of the edges that leave one input: an edge is a linear combination of them.
 * Immutable. What happens outside the core interval is not the basis's business but {@link
 * Extrapolation}'s.
 */
public interface Basis extends Component {
  /** Size, support and core interval. */
  BasisShape shape();

  /**
   * Values and derivatives of the basis functions that can differ from zero.
   *
   * @param x the arguments, {@code x[n]}, all of them finite; outside the core interval the
   *     functions take their natural values (B-splines decay to zero over the extended knots). At
   *     the upper end of the core interval they are continuous from the left
   * @param n how many
   * @param derivatives the highest derivative wanted, 0 to 3
   * @param first receives, per argument, the number of the first function given, in {@code [0, size
   *     - support]}
   * @param values receives derivative {@code d} of function {@code first[s] + j} at argument {@code
   *     s} in {@code values[(d*n + s)*support + j]}
   */
  void evaluate(double[] x, int n, int derivatives, int[] first, double[] values);

  /**
   * The basis after a change of range, samples or size.
   *
   * @throws org.kan4j.spi.component.KanException of kind USER if it has no such form
   */
  Basis refit(Refit request);

  /**
   * All {@code size} basis functions, one column each, in the common vocabulary; {@code x} has a
   * single column and lies in the core interval.
   */
  <V> V lower(Ops<V> ops, V x);
}
