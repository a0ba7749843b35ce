/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.kan4j.core.attribution.Contributions;
import org.kan4j.core.attribution.Interaction;
import org.kan4j.core.model.Kan;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.NodeId;
import org.kan4j.spi.training.Attribution;
import org.kan4j.spi.training.Importance;
import org.kan4j.spi.training.Scores;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "attribute",
    description = {
      "Tells how much inputs, nodes and edges contribute to the outputs on given rows.",
      "Scores go from the outputs back along the edges, each edge taking its share of what varies.",
      "Layers and nodes are numbered from 0: node 0:2 is node 2 of those that layer 0 ends in."
    },
    footer = {
      "",
      "Examples:",
      "  kan attribute model.kan data.csv",
      "  kan attribute model.kan data.csv --output 1 --top 20",
      "  kan attribute model.kan data.csv --layer 0      inputs by way of each node",
      "  kan attribute model.kan data.csv --node 0:2     what leads to one node",
      "  kan attribute model.kan data.csv --together 0   which inputs matter jointly",
      "  kan attribute model.kan data.csv --metric edge_forward_sum --json"
    })
final class AttributeCommand implements Callable<Integer> {
  @ParentCommand private KanCommand kan;

  @Mixin private ModelArgument model;

  @Parameters(index = "1", paramLabel = "DATA", description = "Rows to measure contributions on.")
  private String data;

  @Option(
      names = "--output",
      paramLabel = "N",
      description = "Only what contributes to this output, from 0. Default: the mean over all.")
  private Integer output;

  @Option(
      names = "--layer",
      paramLabel = "L",
      description = "What each input contributes by way of each node of this layer.")
  private Integer layer;

  @Option(
      names = "--node",
      paramLabel = "L:N",
      description = "Only what contributes by way of this node, such as 0:2.")
  private String node;

  @Option(
      names = "--together",
      paramLabel = "L",
      description = "Which inputs matter together, in how many nodes of this layer.")
  private Integer together;

  @Option(
      names = "--node-threshold",
      paramLabel = "SCORE",
      description =
          "With --together: nodes count if an input contributes more than this there. Default: 0.01.")
  private Double nodeThreshold;

  @Option(
      names = "--input-threshold",
      paramLabel = "SHARE",
      description =
          "With --together: inputs count with more than this share of the strongest. Default: 0.01.")
  private Double inputThreshold;

  @Option(
      names = "--metric",
      paramLabel = "METRIC",
      description = "Rank by a metric instead, such as edge_forward_sum; 'kan plugins' lists them.")
  private String metric;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many inputs, nodes and edges to show. Default: ${DEFAULT-VALUE}.")
  private int top;

  @Override
  public Integer call() {
    requireOneQuestion();
    try (Table table = Data.open(data)) {
      Kan loaded = model.load(kan);
      Contributions all = kan.runtime().contributions(loaded, table);
      Contributions asked = output == null ? all : all.toOutput(output);
      ScoreLists lists = new ScoreLists(loaded, kan.console(), Math.max(1, top));
      if (metric != null) {
        byMetric(asked, lists, ComponentSpec.parse(metric));
      } else if (layer != null) {
        lists.layer(layer, asked.pairs(layer));
      } else if (together != null) {
        List<Interaction> found =
            asked.interactions(
                together,
                nodeThreshold == null ? 0.01 : nodeThreshold,
                inputThreshold == null ? 0.01 : inputThreshold);
        lists.interactions(together, found);
      } else {
        Attribution.OfOutput scores =
            node == null ? asked.scores() : asked.toNode(NodeId.parse(node));
        lists.importance(Importance.of(scores));
        // of the layer that a node was named of, the others have nothing to tell
        int layers = scores.subnodes().size() - (node == null ? 0 : 1);
        lists.factors(scores.subnodes().subList(0, layers));
      }
      kan.console().result(lists.result());
    }
    return 0;
  }

  private void requireOneQuestion() {
    Map<String, Object> questions = new LinkedHashMap<>();
    questions.put("--layer", layer);
    questions.put("--node", node);
    questions.put("--together", together);
    questions.put("--metric", metric);
    List<String> given =
        questions.keySet().stream().filter(name -> questions.get(name) != null).toList();
    if (given.size() > 1) {
      throw KanException.user(
          "attribute: %s are different questions; ask one at a time", String.join(" and ", given));
    }
    if (metric != null && output != null) {
      throw KanException.user("attribute: --output: a metric is of all outputs together");
    }
    if (together == null && Stream.of(nodeThreshold, inputThreshold).anyMatch(t -> t != null)) {
      throw KanException.user(
          "attribute: --node-threshold and --input-threshold go with --together");
    }
  }

  private void byMetric(Contributions all, ScoreLists lists, ComponentSpec spec) {
    lists.importance(all.importance(spec, kan.runtime().registries()));
    if (!spec.name().equals(Attribution.NAME)) {
      Scores scores = all.scores(spec, kan.runtime().registries());
      if (scores.of() == Scores.Of.NODES) {
        lists.pairs(scores.layers());
      }
    }
  }
}
