/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.onnx.graph.Graph;
import org.kan4j.onnx.graph.Value;

/**
 * What an export made.
 *
 * @param file where it is
 * @param bytes its size
 * @param type its floating-point type
 * @param formulations how each block was computed, in order
 * @param operators the operator of each node, in order
 * @param onLoading how many of them a runtime computes once, when it loads the file
 * @param verification how it compares with the model
 */
public record OnnxReport(
    Path file,
    int bytes,
    ElementType type,
    List<String> formulations,
    List<String> operators,
    int onLoading,
    Verification verification) {
  /** Copies the lists. */
  public OnnxReport {
    formulations = List.copyOf(formulations);
    operators = List.copyOf(operators);
  }

  static List<String> operators(Graph graph) {
    return graph.nodes().stream().map(Value.Result::operator).toList();
  }

  /** Number of nodes of the graph. */
  public int nodes() {
    return operators.size();
  }

  /** Number of nodes that are computed for every call. */
  public int nodesPerCall() {
    return operators.size() - onLoading;
  }

  /** A few lines for a reader. */
  public String text() {
    String counts =
        operators.stream()
            .collect(Collectors.groupingBy(o -> o, TreeMap::new, Collectors.counting()))
            .entrySet()
            .stream()
            .map(e -> e.getValue() + " " + e.getKey())
            .collect(Collectors.joining(", "));
    return "%s: %d bytes, %s, %d nodes%s (%s)%nformulations: %s%nverified: %s"
        .formatted(
            file,
            bytes,
            type.name().toLowerCase(Locale.ROOT),
            nodes(),
            onLoading == 0 ? "" : ", %d of them once on loading".formatted(onLoading),
            counts,
            formulations.isEmpty() ? "none" : String.join(", ", formulations),
            verification.describe());
  }

  /** The same as JSON, for programs. */
  public String json() {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("file", file.toString());
    root.put("bytes", bytes);
    root.put("type", type.name().toLowerCase(Locale.ROOT));
    root.put("nodes", nodes());
    root.put("nodes_per_call", nodesPerCall());
    formulations.forEach(root.putArray("formulations")::add);
    operators.forEach(root.putArray("operators")::add);
    root.set("verification", verification.json());
    return root.toPrettyString();
  }
}
