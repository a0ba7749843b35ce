/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.training;

import java.util.List;
import org.kan4j.spi.network.Matrix;

/**
 * What a metric says of a network, one matrix per layer, nonnegative. The arrays are shared, not
 * copied. The same shape serves for derivatives by the scores.
 *
 * @param of what a matrix is about
 * @param layers inputs of the layer x subnodes for {@link Of#EDGES}; inputs of the network x nodes
 *     of the layer for {@link Of#NODES}
 */
public record Scores(Of of, List<Matrix> layers) {
  /** What a score belongs to. */
  public enum Of {
    /** An edge. */
    EDGES,
    /** A pair of a network input and a node. */
    NODES
  }

  /** Copies the list. */
  public Scores {
    layers = List.copyOf(layers);
  }

  /** Zeros of the same shape. */
  public Scores zero() {
    return new Scores(of, layers.stream().map(m -> Matrix.zero(m.rows(), m.columns())).toList());
  }
}
