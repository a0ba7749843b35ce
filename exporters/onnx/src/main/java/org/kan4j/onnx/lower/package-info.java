/* SPDX-License-Identifier: Apache-2.0 */
/** From a model to a graph: what it computes, which formulation computes a block, operators. */
package org.kan4j.onnx.lower;
