/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import java.util.Arrays;
import java.util.List;
import org.kan4j.onnx.graph.GraphBuilder;
import org.kan4j.onnx.graph.Value;
import org.kan4j.onnx.ir.EdgePart;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.network.Matrix;

/** What happens beyond the core intervals of a part. */
final class Outside {
  private Outside() {}

  /** Arguments for a basis that must not see any outside; as they are if it may. */
  static Value inside(GraphBuilder graph, Value x, EdgePart part) {
    if (part.seesOutside() || !part.isBounded()) {
      return x;
    }
    double[] lower = part.ends(false);
    double[] upper = part.ends(true);
    boolean same =
        Arrays.stream(lower).allMatch(l -> l == lower[0])
            && Arrays.stream(upper).allMatch(u -> u == upper[0]);
    if (same) {
      return graph.clip(x, lower[0], upper[0]);
    }
    Value raised = graph.elementwise("Max", x, graph.row(lower));
    return graph.elementwise("Min", raised, graph.row(upper));
  }

  /** The tangents on which edges go on, if they do. */
  static List<Term> tangents(GraphBuilder graph, Value x, EdgePart part) {
    if (part.extrapolation() != Extrapolation.LINEAR || !part.isBounded()) {
      return List.of();
    }
    // one difference, so that a tangent starts exactly where the basis ends
    Value beyond = graph.elementwise("Sub", x, inside(graph, x, part));
    // the lower slope on both sides, and on the upper side what is missing to the upper one
    return List.of(
        new Term.Weighted(beyond, slopes(part, 1, 0)),
        new Term.Weighted(graph.elementwise("Relu", beyond), slopes(part, -1, 1)));
  }

  private static Weights slopes(EdgePart part, double ofLower, double ofUpper) {
    double[] lower = part.ends(false);
    double[] upper = part.ends(true);
    return Weights.OfEdges.of(
        part,
        i -> {
          Matrix map = Matrix.zero(1, part.size() + 1);
          addSlope(map, part.bases().get(i), lower[i], ofLower);
          addSlope(map, part.bases().get(i), upper[i], ofUpper);
          return map;
        });
  }

  private static void addSlope(Matrix map, Basis basis, double end, double factor) {
    if (!Double.isFinite(end) || factor == 0) {
      return;
    }
    int support = basis.shape().support();
    int[] first = new int[1];
    double[] values = new double[2 * support];
    basis.evaluate(new double[] {end}, 1, 1, first, values);
    for (int j = 0; j < support; j++) {
      int function = first[0] + j;
      map.set(0, function, map.get(0, function) + factor * values[support + j]);
    }
  }

  /** Estimated work of both. */
  static Work work(Work work, EdgePart part) {
    if (part.seesOutside() || !part.isBounded()) {
      return work;
    }
    work.nodes(1).elements(1, part.inputs());
    return part.extrapolation() == Extrapolation.LINEAR
        ? work.nodes(3).elements(4, part.inputs()).gemm(2.0 * part.inputs(), part.outputs())
        : work;
  }
}
