/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import org.kan4j.onnx.graph.Value;

/** A part of the sums that a layer computes. */
sealed interface Term {
  /** {@code features · weights}, one row of weights per feature. */
  record Weighted(Value features, Weights weights) implements Term {}

  /**
   * Powers times rows of a table, an input's own row for each sample.
   *
   * @param powers {@code [batch, 1, inputs*terms]}
   * @param index {@code int64[batch, inputs]}, rows of the table
   * @param table feature {@code row*terms + term} of each input; the table has row {@code
   *     input*rows + row}, its terms side by side, each for all outputs
   */
  record LookedUp(Value powers, Value index, Weights.OfEdges table, int terms) implements Term {}

  /**
   * Polynomials of living edges, one in the table for each interval.
   *
   * @param share {@code [batch, edges]}, their argument
   * @param index {@code int64[batch, edges]}, rows of the table
   * @param table feature {@code row*terms + term} of each edge, powers ascending; the table has row
   *     {@code edge*rows + row}
   */
  record PerEdge(Value share, Value index, Weights.OfEdges table, int terms) implements Term {}

  /** A matrix with a row per sample, summed already. */
  record Done(Value value) implements Term {}

  /** The same for every sample. */
  record Constant(double[] row) implements Term {}
}
