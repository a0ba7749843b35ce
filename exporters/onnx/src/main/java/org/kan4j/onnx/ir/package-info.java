/* SPDX-License-Identifier: Apache-2.0 */
/**
 * A model as a typed graph of few operators: those in which bases and functions describe
 * themselves, affine and linear maps, and edges and curves, of which it is not yet said how they
 * are computed. Passes rewrite it.
 */
package org.kan4j.onnx.ir;
