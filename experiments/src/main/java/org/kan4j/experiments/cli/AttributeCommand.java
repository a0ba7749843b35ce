/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.kan4j.core.model.Kan;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.EdgeId;
import org.kan4j.spi.training.Attribution;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "attribute",
    description = "Tells how much inputs, nodes and edges contribute to the outputs on given rows.",
    footer = {
      "",
      "Examples:",
      "  kan attribute model.kan data.csv",
      "  kan attribute model.kan data.csv --output 1 --top 20",
      "  kan attribute model.kan data.csv --json"
    })
final class AttributeCommand implements Callable<Integer> {
  @ParentCommand private KanCommand kan;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A .kan file, or a version: DIR@1.2.")
  private Path model;

  @Parameters(index = "1", paramLabel = "DATA", description = "Rows to measure contributions on.")
  private String data;

  @Option(
      names = "--output",
      paramLabel = "N",
      description = "Only what contributes to this output, from 0. Default: the mean over all.")
  private Integer output;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many inputs, nodes and edges to show. Default: ${DEFAULT-VALUE}.")
  private int top;

  private record Scored(String name, double score) {}

  @Override
  public Integer call() {
    Console console = kan.console();
    try (Table table = Data.open(data)) {
      Kan loaded = kan.load(model);
      Attribution all = kan.runtime().attribution(loaded, table);
      int outputs = all.outputs().size();
      if (output != null && (output < 0 || output >= outputs)) {
        throw KanException.user("--output %d; the model has outputs 0 to %d", output, outputs - 1);
      }
      Attribution.OfOutput scores = output == null ? all.mean() : all.outputs().get(output);
      Map<String, Object> result = new LinkedHashMap<>();
      double[] inputs = scores.nodes().getFirst();
      show(
          console,
          result,
          "inputs",
          IntStream.range(0, inputs.length)
              .mapToObj(i -> new Scored(loaded.features().get(i).name(), inputs[i]))
              .toList());
      List<Scored> nodes = new ArrayList<>();
      for (int l = 1; l + 1 < scores.nodes().size(); l++) {
        for (int n = 0; n < scores.nodes().get(l).length; n++) {
          nodes.add(new Scored("node %d:%d".formatted(l - 1, n), scores.nodes().get(l)[n]));
        }
      }
      show(console, result, "nodes", nodes);
      show(
          console,
          result,
          "edges",
          EdgeId.living(loaded.network()).stream()
              .map(e ->
                  new Scored(
                      "edge " + e, scores.edges().get(e.layer()).get(e.input(), e.subnode())))
              .toList());
      console.result(result);
    }
    return 0;
  }

  private void show(Console console, Map<String, Object> result, String what, List<Scored> scored) {
    List<Scored> sorted =
        scored.stream().sorted(Comparator.comparingDouble(Scored::score).reversed()).toList();
    Map<String, Double> values = new LinkedHashMap<>();
    sorted.forEach(s -> values.put(s.name, s.score));
    result.put(what, values);
    int shown = Math.min(Math.max(1, top), sorted.size());
    if (shown == 0) {
      return;
    }
    console.text(
        "@|bold %s|@%s"
            .formatted(what, shown < sorted.size() ? ", the first of " + sorted.size() : ""));
    sorted.subList(0, shown).forEach(s -> console.plain("  %-30s %.4f".formatted(s.name, s.score)));
  }
}
