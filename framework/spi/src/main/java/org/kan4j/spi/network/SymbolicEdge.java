/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.network;

import static java.util.Objects.requireNonNull;

import org.kan4j.spi.function.Function;

/**
 * The symbolic part of an edge, {@code c·f(a·x + b) + d}; a, b, c, d are four consecutive
 * parameters.
 */
public record SymbolicEdge(int input, int subnode, Function function) {
  /** Checks the parts. */
  public SymbolicEdge {
    requireNonNull(function, "function is null");
    if (input < 0 || subnode < 0) {
      throw new IllegalArgumentException("edge " + input + " -> " + subnode);
    }
  }
}
