/* SPDX-License-Identifier: Apache-2.0 */
/** A small typed graph of ONNX operators, how it is built, and how it becomes a file. */
package org.kan4j.onnx.graph;
