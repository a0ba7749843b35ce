/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A finished graph: only what the outputs need, each value after all that it depends on.
 *
 * @param inputs what the caller gives
 * @param constants numbers known at export
 * @param nodes operators in an order in which they can be computed
 * @param outputs what the caller gets
 */
public record Graph(
    List<Value.Input> inputs,
    List<Value.Constant> constants,
    List<Value.Result> nodes,
    List<Value.Result> outputs) {
  /** Copies the lists. */
  public Graph {
    inputs = List.copyOf(inputs);
    constants = List.copyOf(constants);
    nodes = List.copyOf(nodes);
    outputs = List.copyOf(outputs);
  }

  /** The first output: the predictions. */
  public Value.Result output() {
    return outputs.getFirst();
  }

  /** The part of what was built that the outputs need; inputs stay, needed or not. */
  static Graph of(List<Value.Input> inputs, List<? extends Value> outputs) {
    // by number: equality of values is that of all they depend on
    List<Value> seen = new ArrayList<>();
    Set<Integer> numbers = new HashSet<>();
    Deque<Value> open = new ArrayDeque<>(outputs);
    while (!open.isEmpty()) {
      Value value = open.pop();
      if (numbers.add(value.number())) {
        seen.add(value);
        if (value instanceof Value.Result result) {
          open.addAll(result.arguments());
        }
      }
    }
    return new Graph(
        inputs,
        only(seen, Value.Constant.class),
        only(seen, Value.Result.class),
        outputs.stream()
            .filter(Value.Result.class::isInstance)
            .map(Value.Result.class::cast)
            .toList());
  }

  private static <T extends Value> List<T> only(Collection<Value> values, Class<T> kind) {
    return values.stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .sorted(Comparator.comparingInt(Value::number))
        .toList();
  }

  /** How many operators depend on what the caller gives; the others are computed on loading. */
  public int perCall() {
    return (int) nodes.stream().filter(node -> !node.shape().isFixed()).count();
  }

  /** The graph as text, an operator a line, for a reader. */
  public String describe() {
    return nodes.stream()
        .map(node ->
            "%s%s = %s(%s)%s"
                .formatted(
                    node.name(),
                    node.shape().dims(),
                    node.operator(),
                    node.arguments().stream().map(Value::name).collect(Collectors.joining(", ")),
                    node.attributes().isEmpty() ? "" : " " + node.attributes()))
        .collect(Collectors.joining("\n"));
  }
}
