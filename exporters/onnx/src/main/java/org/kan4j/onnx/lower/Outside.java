/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import java.util.Arrays;
import java.util.List;
import org.kan4j.onnx.graph.GraphBuilder;
import org.kan4j.onnx.graph.Value;
import org.kan4j.onnx.ir.EdgePart;
import org.kan4j.spi.function.BasisShape;
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
    Value none = graph.row(0);
    return List.of(
        new Term.Weighted(graph.elementwise("Min", beyond, none), slopes(part, false)),
        new Term.Weighted(graph.elementwise("Relu", beyond), slopes(part, true)));
  }

  private static Weights slopes(EdgePart part, boolean upper) {
    double[] ends = part.ends(upper);
    return Weights.OfEdges.of(
        part,
        i -> {
          Matrix map = Matrix.zero(1, part.size() + 1);
          if (Double.isFinite(ends[i])) {
            BasisShape shape = part.bases().get(i).shape();
            int[] first = new int[1];
            double[] values = new double[2 * shape.support()];
            part.bases().get(i).evaluate(new double[] {ends[i]}, 1, 1, first, values);
            for (int j = 0; j < shape.support(); j++) {
              map.set(0, first[0] + j, values[shape.support() + j]);
            }
          }
          return map;
        });
  }

  /** Estimated work of both. */
  static Work work(Work work, EdgePart part) {
    if (part.seesOutside() || !part.isBounded()) {
      return work;
    }
    work.nodes(1).elements(part.inputs());
    return part.extrapolation() == Extrapolation.LINEAR
        ? work.nodes(4).elements(5.0 * part.inputs()).gemm(2.0 * part.inputs(), part.outputs())
        : work;
  }
}
