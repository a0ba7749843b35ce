/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.graph;

import java.util.Map;
import org.kan4j.spi.component.KanException;

/** Versions of ONNX's operators, and which of them a graph needs. */
public final class Opset {
  /** Old enough for every runtime since 2020. */
  public static final int DEFAULT = 13;

  /** The newest there is. */
  public static final int NEWEST = 25;

  private static final int OLDEST = 9;

  /** Since when operators are what we write, with bounds, axes and starts as inputs. */
  private static final Map<String, Integer> SINCE =
      Map.ofEntries(
          Map.entry("ArgMax", 11),
          Map.entry("Clip", 12),
          Map.entry("Concat", 4),
          Map.entry("DynamicQuantizeLinear", 11),
          Map.entry("Equal", 11),
          Map.entry("Expand", 8),
          Map.entry("Gather", 11),
          Map.entry("Gemm", 11),
          Map.entry("MatMulInteger", 10),
          Map.entry("Max", 12),
          Map.entry("Min", 12),
          Map.entry("ReduceSum", 13),
          Map.entry("Round", 11),
          Map.entry("ScatterND", 11),
          Map.entry("Sign", 9),
          Map.entry("Slice", 10),
          Map.entry("Where", 9));

  private Opset() {}

  /**
   * Checks that there is such a version.
   *
   * @throws KanException of kind USER if not
   */
  public static void check(int opset) {
    if (opset < OLDEST || opset > NEWEST) {
      throw KanException.user("opset %d; allowed: %d to %d", opset, OLDEST, NEWEST);
    }
  }

  /**
   * Checks that all operators of a graph are in a version.
   *
   * @throws KanException of kind USER that names one that is not
   */
  static void check(Graph graph, int opset) {
    for (Value.Result node : graph.nodes()) {
      int since = SINCE.getOrDefault(node.operator(), OLDEST);
      if (since > opset) {
        throw KanException.user(
            "opset %d is too old for %s ('%s'), which needs %d; opset 13 does for every model",
            opset, node.operator(), node.name(), since);
      }
    }
  }

  /** The oldest version of the file format that goes with a version of the operators. */
  static int irVersion(int opset) {
    if (opset > 22) {
      return opset - 12;
    }
    return opset > 20 ? 10 : opset > 18 ? 9 : opset > 14 ? 8 : 7;
  }
}
