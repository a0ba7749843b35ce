/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kan4j.onnx.graph.GraphBuilder;
import org.kan4j.onnx.graph.Shape;
import org.kan4j.onnx.graph.Value;
import org.kan4j.onnx.ir.EdgePart;
import org.kan4j.spi.network.Matrix;

/**
 * Each living edge on its own: the features of its input, weighed by its own coefficients and added
 * up, with no sum over edges.
 */
final class EdgeActivations {
  private final GraphBuilder graph;
  private final FormulationChoice choice;

  EdgeActivations(GraphBuilder graph, FormulationChoice choice) {
    this.graph = graph;
    this.choice = choice;
  }

  /** {@code [batch, living edges]}, input by input. */
  Value of(Value x, EdgePart part) {
    List<Term> terms = new ArrayList<>();
    if (part.hasBase()) {
      terms.add(
          new Term.Weighted(Described.apply(graph, part.base(), x), Described.baseWeights(part)));
    }
    terms.addAll(choice.withFeatures(part).build(graph, x, part));
    int[] edges = part.living();
    Value sum = null;
    for (Term term : terms) {
      if (term instanceof Term.Weighted(Value features, Weights weights)) {
        Value values = values(features, weights.dense(), edges, part);
        sum = sum == null ? values : graph.elementwise("Add", sum, values);
      }
    }
    return sum;
  }

  private Value values(Value features, Matrix weights, int[] edges, EdgePart part) {
    int functions = weights.rows() / part.inputs();
    int[] columns = new int[functions * edges.length];
    double[] factors = new double[columns.length];
    for (int f = 0; f < functions; f++) {
      for (int e = 0; e < edges.length; e++) {
        int row = f * part.inputs() + edges[e] / part.outputs();
        columns[f * edges.length + e] = row;
        factors[f * edges.length + e] = weights.get(row, edges[e] % part.outputs());
      }
    }
    Value each = graph.elementwise("Mul", graph.columns(features, columns), graph.row(factors));
    return functions == 1
        ? each
        : graph.result(
            "ReduceSum",
            graph.real(),
            Shape.ofBatch(edges.length),
            List.of(graph.reshaped(each, functions, edges.length), graph.integers(1)),
            Map.of("keepdims", 0L));
  }
}
