/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import org.kan4j.onnx.graph.GraphBuilder;
import org.kan4j.onnx.graph.Value;

/** A way to compute the basis functions of the edges of a block in a graph. Stateless. */
interface Formulation {
  /** What a user calls it. */
  String name();

  /** Whether it computes this part exactly. */
  boolean fits(NumericPart part);

  /** Estimated work per sample, in numbers passed through an elementwise operator. */
  double cost(NumericPart part);

  /**
   * Builds it.
   *
   * @param x one column per input of the part; within the core intervals unless the part {@link
   *     NumericPart#seesOutside()}
   */
  Term build(GraphBuilder graph, Value x, NumericPart part);
}
