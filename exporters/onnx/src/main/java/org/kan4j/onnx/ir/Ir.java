/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.ir;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * A model as a graph of few operators. Immutable.
 *
 * @param inputs what the caller gives, used or not
 * @param outputs what the caller gets, by name, the predictions first
 */
public record Ir(List<Node.Input> inputs, Map<String, Node> outputs) {
  /** Copies the collections. */
  public Ir {
    inputs = List.copyOf(inputs);
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  /** All that the outputs need, each after its arguments. */
  public List<Node> nodes() {
    List<Node> ordered = new ArrayList<>();
    Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    outputs.values().forEach(node -> visit(node, seen, ordered));
    return ordered;
  }

  private static void visit(Node node, Set<Node> seen, List<Node> ordered) {
    if (seen.add(node)) {
      node.arguments().forEach(argument -> visit(argument, seen, ordered));
      ordered.add(node);
    }
  }

  /** How many others use each node; an output counts as one. */
  public IdentityHashMap<Node, Integer> uses() {
    IdentityHashMap<Node, Integer> uses = new IdentityHashMap<>();
    outputs.values().forEach(node -> uses.merge(node, 1, Integer::sum));
    for (Node node : nodes()) {
      node.arguments().forEach(argument -> uses.merge(argument, 1, Integer::sum));
    }
    return uses;
  }

  /**
   * The graph with every node replaced, arguments first.
   *
   * @param rule gives what stands for a node, from the node as it was and the same on its new
   *     arguments
   */
  public Ir rewrite(BiFunction<Node, Node, Node> rule) {
    IdentityHashMap<Node, Node> changed = new IdentityHashMap<>();
    for (Node node : nodes()) {
      List<Node> arguments = node.arguments().stream().map(changed::get).toList();
      boolean same = true;
      for (int a = 0; a < arguments.size(); a++) {
        same &= arguments.get(a) == node.arguments().get(a);
      }
      changed.put(node, rule.apply(node, same ? node : node.on(arguments)));
    }
    Map<String, Node> last = new LinkedHashMap<>();
    outputs.forEach((name, node) -> last.put(name, changed.get(node)));
    return new Ir(inputs, last);
  }

  /** An operation a line, for a reader. */
  public String describe() {
    IdentityHashMap<Node, String> names = new IdentityHashMap<>();
    StringBuilder text = new StringBuilder();
    for (Node node : nodes()) {
      String name = "%" + names.size();
      names.put(node, name);
      String arguments =
          node.arguments().stream().map(names::get).collect(Collectors.joining(" ", " (", ")"));
      text.append(
          "  %-5s [%d] %s%s%n"
              .formatted(
                  name,
                  node.width(),
                  node.describe(),
                  node.arguments().isEmpty() ? "" : arguments));
    }
    outputs.forEach(
        (name, node) -> text.append("  output '%s' = %s%n".formatted(name, names.get(node))));
    return text.toString();
  }
}
