/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import org.kan4j.onnx.graph.Value;

/** A part of the sums that a layer computes. */
sealed interface Term {
  /** {@code features · weights}, one row of weights per feature. */
  record Weighted(Value features, Weights weights) implements Term {}

  /** A matrix with a row per sample, summed already. */
  record Done(Value value) implements Term {}

  /** The same for every sample. */
  record Constant(double[] row) implements Term {}
}
