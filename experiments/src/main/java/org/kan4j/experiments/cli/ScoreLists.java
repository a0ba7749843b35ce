/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kan4j.core.attribution.Interaction;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.spi.network.EdgeId;
import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.network.NodeId;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.training.Importance;

/** What has scores, by name, the highest first: some of them for a reader, all in the result. */
final class ScoreLists {
  private final Kan kan;
  private final Console console;
  private final int top;
  private final List<String> inputs;
  private final Map<String, Object> result = new LinkedHashMap<>();

  private record Scored(String name, double score) {}

  ScoreLists(Kan kan, Console console, int top) {
    this.kan = kan;
    this.console = console;
    this.top = top;
    this.inputs = kan.features().stream().map(Feature::name).toList();
  }

  /** Everything shown so far. */
  Map<String, Object> result() {
    return result;
  }

  /** Inputs, hidden nodes and living edges, as far as there are scores of them. */
  void importance(Importance importance) {
    double[] ofInputs = importance.nodes().getFirst();
    show(
        "inputs",
        IntStream.range(0, ofInputs.length)
            .mapToObj(i -> new Scored(inputs.get(i), ofInputs[i]))
            .toList());
    List<Scored> nodes = new ArrayList<>();
    for (int l = 0; l + 2 < importance.nodes().size(); l++) {
      double[] ofNodes = importance.nodes().get(l + 1);
      for (int n = 0; n < ofNodes.length; n++) {
        nodes.add(new Scored(name(l, n), ofNodes[n]));
      }
    }
    show("nodes", nodes);
    show(
        "edges",
        EdgeId.living(kan.network()).stream()
            .filter(edge -> edge.layer() < importance.edges().size())
            .map(edge ->
                new Scored(
                    "edge " + edge,
                    importance.edges().get(edge.layer()).get(edge.input(), edge.subnode())))
            .toList());
  }

  /** The subnodes of multiplication nodes; those of sum nodes are the nodes. */
  void factors(List<double[]> subnodes) {
    List<Scored> factors = new ArrayList<>();
    for (int l = 0; l < subnodes.size(); l++) {
      Nodes nodes = kan.network().layers().get(l).nodes();
      for (int o = nodes.sums(); o < nodes.subnodes(); o++) {
        factors.add(
            new Scored(
                "factor %d:%d of %s".formatted(l, o, name(l, nodes.nodeOf(o))),
                subnodes.get(l)[o]));
      }
    }
    if (!factors.isEmpty()) {
      show("factors", factors);
    }
  }

  /** Inputs by way of nodes, of all layers. */
  void pairs(List<Matrix> layers) {
    List<Scored> pairs = new ArrayList<>();
    for (int l = 0; l < layers.size(); l++) {
      for (int i = 0; i < layers.get(l).rows(); i++) {
        for (int n = 0; n < layers.get(l).columns(); n++) {
          pairs.add(
              new Scored(
                  "%s by way of %s".formatted(inputs.get(i), name(l, n)), layers.get(l).get(i, n)));
        }
      }
    }
    show("pairs", pairs);
  }

  private void show(String what, List<Scored> scored) {
    List<Scored> sorted = sorted(scored);
    Map<String, Double> values = new LinkedHashMap<>();
    sorted.forEach(s -> values.put(s.name, s.score));
    result.put(what, values);
    int shown = Math.min(top, sorted.size());
    if (shown == 0) {
      return;
    }
    heading(what, shown, sorted.size());
    sorted.subList(0, shown).forEach(s -> console.plain("  %-30s %.4f".formatted(s.name, s.score)));
  }

  private static List<Scored> sorted(List<Scored> scored) {
    return scored.stream().sorted(Comparator.comparingDouble(Scored::score).reversed()).toList();
  }

  private void heading(String what, int shown, int all) {
    console.text("@|bold %s|@%s".formatted(what, shown < all ? ", the first of " + all : ""));
  }

  /** A table of the nodes of one layer down and inputs across. */
  void layer(int layer, Matrix pairs) {
    List<Integer> columns = strongest(pairs, true);
    List<Integer> rows = strongest(pairs, false);
    Map<String, Object> all = new LinkedHashMap<>();
    for (int n : rows) {
      Map<String, Double> ofNode = new LinkedHashMap<>();
      columns.forEach(i -> ofNode.put(inputs.get(i), pairs.get(i, n)));
      all.put(name(layer, n), ofNode);
    }
    result.put("layer", layer);
    result.put("pairs", all);
    List<Integer> shownColumns = columns.subList(0, Math.min(top, columns.size()));
    List<Integer> shownRows = rows.subList(0, Math.min(top, rows.size()));
    heading("inputs by way of nodes", shownRows.size(), rows.size());
    if (shownColumns.size() < columns.size()) {
      console.plain("  the first %d of %d inputs".formatted(shownColumns.size(), columns.size()));
    }
    TextTable table = new TextTable();
    List<Object> header = new ArrayList<>(List.of(""));
    shownColumns.forEach(i -> header.add(inputs.get(i)));
    table.row(header.toArray());
    for (int n : shownRows) {
      List<Object> row = new ArrayList<>(List.of(name(layer, n)));
      shownColumns.forEach(i -> row.add("%.4f".formatted(pairs.get(i, n))));
      table.row(row.toArray());
    }
    table.lines().forEach(console::plain);
  }

  /** Inputs, or nodes, those of the highest sums first. */
  private static List<Integer> strongest(Matrix pairs, boolean ofInputs) {
    double[] sums = new double[ofInputs ? pairs.rows() : pairs.columns()];
    for (int i = 0; i < pairs.rows(); i++) {
      for (int n = 0; n < pairs.columns(); n++) {
        sums[ofInputs ? i : n] += pairs.get(i, n);
      }
    }
    return IntStream.range(0, sums.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer at) -> sums[at]).reversed())
        .toList();
  }

  /** Which inputs matter together, a line for each set. */
  void interactions(int layer, List<Interaction> found) {
    List<Map<String, Object>> all = new ArrayList<>();
    TextTable table = new TextTable();
    for (Interaction interaction : found) {
      List<String> names = interaction.inputs().stream().map(inputs::get).toList();
      List<String> nodes =
          interaction.nodes().stream().map(n -> new NodeId(layer, n).toString()).toList();
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("inputs", names);
      one.put("count", nodes.size());
      one.put("nodes", nodes);
      all.add(one);
      if (all.size() <= top) {
        table.row(
            String.join(", ", names),
            nodes.size(),
            nodes.stream().limit(top).collect(Collectors.joining(" ", "at ", "")));
      }
    }
    result.put("layer", layer);
    result.put("interactions", all);
    heading("inputs that matter together", Math.min(top, all.size()), all.size());
    if (found.isEmpty()) {
      console.plain("  no node of layer %d counts; lower --node-threshold".formatted(layer));
    }
    table.lines().forEach(console::plain);
  }

  private static String name(int layer, int node) {
    return "node " + new NodeId(layer, node);
  }
}
