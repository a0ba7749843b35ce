/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.ir;

/** A step that makes a graph cheaper and leaves what it computes as it is. Stateless. */
public interface Pass {
  /** The name for a reader. */
  String name();

  /** The graph after it. */
  Ir apply(Ir ir);
}
