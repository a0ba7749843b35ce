/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import org.kan4j.onnx.graph.Value;
import org.kan4j.spi.network.Matrix;

/**
 * A part of the sums that a layer computes: {@code features · weights}.
 *
 * @param features one row per sample
 * @param weights one row per feature, one column per subnode that matters
 */
record Term(Value features, Matrix weights) {}
