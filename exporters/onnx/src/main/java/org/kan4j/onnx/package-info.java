/* SPDX-License-Identifier: Apache-2.0 */
/** Models as ONNX files: export, verification, and what a file says of itself. */
package org.kan4j.onnx;
