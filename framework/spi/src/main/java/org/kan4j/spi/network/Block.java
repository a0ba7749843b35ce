/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.network;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.function.Function;

/**
 * Edges of one kind of basis between the inputs and the subnodes of a layer. A uniform layer has
 * one block; different bases in one layer are blocks with disjoint masks.
 *
 * <p>Its parameters are {@code P[inputs][size+1][subnodes]}, row-major: row {@code j < size} holds
 * the coefficients of basis function {@code j}, row {@code size} the weights of the base function.
 * Numbers of edges that do not live are inert: they change nothing and their gradient is 0.
 *
 * @param bases one basis per input, all of the same size and support
 * @param base the function weighted by row {@code size}; with {@code zero} the row is inert
 * @param mask which edges live
 */
public record Block(List<Basis> bases, Function base, Mask mask) {
  /** Checks that the parts fit. */
  public Block {
    bases = List.copyOf(bases);
    requireNonNull(base, "base is null");
    if (bases.size() != mask.inputs()) {
      throw new IllegalArgumentException(bases.size() + " bases for " + mask.inputs() + " inputs");
    }
    BasisShape shape = bases.getFirst().shape();
    for (Basis basis : bases) {
      if (basis.shape().size() != shape.size() || basis.shape().support() != shape.support()) {
        throw new IllegalArgumentException("bases of different size in one block");
      }
    }
  }

  /** Number of basis functions per edge. */
  public int size() {
    return bases.getFirst().shape().size();
  }

  /** Number of consecutive basis functions that can be nonzero at one argument. */
  public int support() {
    return bases.getFirst().shape().support();
  }

  /** Number of parameters, {@code inputs * (size+1) * subnodes}. */
  public int parameters() {
    return mask.inputs() * (size() + 1) * mask.outputs();
  }

  /** Whether the base row takes part. */
  public boolean hasBase() {
    return base.complexity() > 0;
  }

  /** The same block with other living edges. */
  public Block with(Mask changed) {
    return new Block(bases, base, changed);
  }

  /** The same block over other bases. */
  public Block with(List<Basis> changed) {
    return new Block(changed, base, mask);
  }
}
