/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kan4j.onnx.graph.GraphBuilder;
import org.kan4j.onnx.graph.GraphOps;
import org.kan4j.onnx.graph.Value;
import org.kan4j.spi.component.Component;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.function.Function;

/**
 * Any basis or function by its own description. Inputs of equal bases are described once: their
 * columns become rows of a single column, and the basis functions columns again.
 */
final class Described implements Formulation {
  private record Kind(String name, Options options) {
    static Kind of(Component component) {
      return new Kind(component.name(), component.options());
    }
  }

  @Override
  public String name() {
    return "described";
  }

  @Override
  public boolean fits(NumericPart part) {
    return true;
  }

  @Override
  public double cost(NumericPart part) {
    return 100.0 * part.inputs() * part.size();
  }

  @Override
  public Term build(GraphBuilder graph, Value x, NumericPart part) {
    Map<Kind, List<Integer>> groups = new LinkedHashMap<>();
    for (int i = 0; i < part.inputs(); i++) {
      groups.computeIfAbsent(Kind.of(part.bases().get(i)), k -> new ArrayList<>()).add(i);
    }
    List<Value> features = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    for (List<Integer> group : groups.values()) {
      int[] inputs = group.stream().mapToInt(Integer::intValue).toArray();
      Value columns = graph.columns(x, inputs);
      Value column = graph.reshape(columns, 1);
      Value functions = part.bases().get(inputs[0]).lower(new GraphOps(graph), column);
      if (functions.columns() != part.size()) {
        throw KanException.user(
            "basis '%s' describes %d functions but has %d",
            part.bases().get(inputs[0]).name(), functions.columns(), part.size());
      }
      // a constant alone would forget what is not a number
      Value rows =
          functions.shape().isFixed()
              ? graph.elementwise("Add", graph.elementwise("Sub", column, column), functions)
              : functions;
      features.add(graph.reshape(rows, inputs.length * part.size()));
      order.addAll(group);
    }
    int[] inputs = order.stream().mapToInt(Integer::intValue).toArray();
    return new Term(graph.concat(features), part.inputMajor(inputs));
  }

  /** A function applied to every entry of {@code x}. */
  static Value apply(GraphBuilder graph, Function function, Value x) {
    if (ElementwiseProbe.passes(function)) {
      Value result = function.lower(new GraphOps(graph), x);
      if (result.columns() == x.columns()) {
        return graph.inRowsOf(x, result);
      }
      return graph.elementwise("Add", graph.tile(graph.zeros(x), x.columns()), result);
    }
    Value column = graph.reshape(x, 1);
    Value result = graph.inRowsOf(column, function.lower(new GraphOps(graph), column));
    return graph.reshape(result, x.columns());
  }
}
