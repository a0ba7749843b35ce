/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import java.util.List;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.onnx.graph.GraphBuilder;
import org.kan4j.onnx.graph.Value;
import org.kan4j.onnx.ir.EdgePart;

/** A way to compute the numeric edges of a block, but for their base function. Stateless. */
interface Formulation {
  /** What a user calls it. */
  String name();

  /** In a few words, for a reader. */
  String description();

  /** Whether it computes this part, in numbers of a type. */
  boolean fits(EdgePart part, ElementType type);

  /** Estimated microseconds for a call of so many rows. */
  double cost(EdgePart part, int batch);

  /**
   * Builds it.
   *
   * @param x one column per input of the part, as it comes
   * @return terms whose features stand function by function: feature {@code f} of input {@code i}
   *     in column {@code f*inputs + i}
   */
  List<Term> build(GraphBuilder graph, Value x, EdgePart part);

  /** Whether it is exact but for rounding. */
  default boolean isExact() {
    return true;
  }

  /** Whether all its terms are {@link Term.Weighted}, so that edges can be told apart. */
  default boolean hasFeatures() {
    return true;
  }
}
