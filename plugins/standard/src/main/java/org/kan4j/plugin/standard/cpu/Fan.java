/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.cpu;

import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.function.Function;

/**
 * The numeric edges of one block that leave one input: they share a basis and a base function and
 * lead to all subnodes of the layer. Their numbers are {@code P[size+1][outputs]}, row-major, from
 * {@code offset} on in the parameters.
 *
 * @param basis the basis
 * @param base the function weighted by row {@code size}
 * @param hasBase whether that row takes part
 * @param extrapolation what happens outside the core interval
 * @param outputs number of subnodes
 * @param offset place of the first number
 */
public record Fan(
    Basis basis,
    Function base,
    boolean hasBase,
    Extrapolation extrapolation,
    int outputs,
    int offset) {
  /** Number of basis functions. */
  public int size() {
    return basis.shape().size();
  }

  /** Number of consecutive basis functions that can be nonzero at one argument. */
  public int support() {
    return basis.shape().support();
  }
}
