/* SPDX-License-Identifier: Apache-2.0 */
/** From a model to a graph: which nodes live, and which formulation computes a layer. */
package org.kan4j.onnx.lower;
