/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kan4j.core.evaluation.Evaluation;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.pruning.Preview;
import org.kan4j.core.pruning.Pruned;
import org.kan4j.core.pruning.Remnant;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.OptionType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "prune",
    description = {
      "Removes nodes and edges that contribute little; the given model stays as it is.",
      "What goes is judged by scores (--node, --edge, --input), by a number that may stay",
      "(--keep-edges, --keep-nodes), by the loss (--max-loss-rise), by you (--remove), or by any",
      "--pruner. What a removed edge gives on the average of the data stays, as a bias."
    },
    footer = {
      "",
      "Examples:",
      "  kan prune model.kan data.csv --out small.kan",
      "  kan prune model.kan data.csv --node 0.02 --edge 0.05 --out small.kan",
      "  kan prune model.kan data.csv --keep-edges 12 --metric edge_backward --preview",
      "  kan prune model.kan data.csv --max-loss-rise 0.05 --inputs --out small.kan",
      "  kan prune model.kan data.csv --remove '0:1->2,0:3,age' --out small.kan",
      "  kan prune my.history@0.0 data.csv --history my.history"
    })
final class PruneCommand implements Callable<Integer> {
  @ParentCommand private KanCommand kan;

  @Mixin private ModelArgument model;

  @Parameters(index = "1", paramLabel = "DATA", description = "Rows to measure contributions on.")
  private String data;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      defaultValue = "pruned.kan",
      description = "Where the pruned model goes. Default: ${DEFAULT-VALUE}.")
  private Path out;

  @Mixin private HistoryOption history;

  @Option(
      names = "--pruner",
      paramLabel = "PRUNER",
      description = "The method. Default: threshold; 'kan plugins' lists them.")
  private String pruner;

  @Option(names = "--node", paramLabel = "SCORE", description = "Nodes must score more than this.")
  private Double node;

  @Option(names = "--edge", paramLabel = "SCORE", description = "Edges must score more than this.")
  private Double edge;

  @Option(
      names = "--input",
      paramLabel = "SCORE",
      description = "Inputs must score more than this, or no edge leaves them; see --inputs.")
  private Double input;

  @Option(
      names = "--metric",
      paramLabel = "METRIC",
      description = {
        "By what scores are taken, such as edge_forward_sum; 'kan plugins' lists them.",
        "Default: attribution."
      })
  private String metric;

  @Option(
      names = "--keep-edges",
      paramLabel = "N",
      description = "Keep so many edges, the strongest.")
  private Integer keepEdges;

  @Option(
      names = "--keep-nodes",
      paramLabel = "N",
      description = "Keep so many hidden nodes, the strongest.")
  private Integer keepNodes;

  @Option(
      names = "--max-loss-rise",
      paramLabel = "SHARE",
      description = "Remove the weakest as long as the loss rises by at most this share: 0.05.")
  private Double maxLossRise;

  @Option(
      names = "--remove",
      paramLabel = "LIST",
      description = {
        "Remove what is named, separated by commas: edges as layer:input->node (0:1->2),",
        "hidden nodes as layer:node (0:3), inputs by name or number."
      })
  private String remove;

  @Option(names = "--to-zero", description = "Removed edges leave nothing behind, as in pykan.")
  private boolean toZero;

  @Option(
      names = "--inputs",
      description = "Then drop the inputs that no edge leaves: the model asks for fewer columns.")
  private boolean inputs;

  @Option(
      names = "--preview",
      description = "Only tell what would go and what it does to loss and metrics; write nothing.")
  private boolean preview;

  @Override
  public Integer call() {
    Console console = kan.console();
    if (!preview) {
      OutputFile.check(out);
    }
    ComponentSpec method = method();
    try (Table table = Data.open(data)) {
      Kan before = model.load(kan);
      if (!preview) {
        history.begin(kan.runtime(), before, model.path(), console);
      }
      Preview seen =
          kan.runtime()
              .previewPruning(before, method, table, toZero ? Remnant.NOTHING : Remnant.MEAN);
      Kan after = seen.pruned().kan();
      List<String> reasons = new ArrayList<>(seen.pruned().reasons());
      if (inputs) {
        Pruned fewer = kan.runtime().pruneInputs(after);
        after = fewer.kan();
        reasons.addAll(fewer.reasons());
      }
      if (!preview) {
        kan.runtime().save(after, out);
      }
      reasons.forEach(console::note);
      Evaluation evaluation = kan.runtime().evaluate(after, table);
      Map<String, Evaluation> both = new LinkedHashMap<>();
      both.put("before", Measured.with(seen.lossBefore(), kan.runtime().evaluate(before, table)));
      both.put("after", Measured.with(seen.lossAfter(), evaluation));
      console.text(
          "@|bold %s → %s|@  %d → %d edges"
              .formatted(
                  before.widths(),
                  after.widths(),
                  before.network().edges(),
                  after.network().edges()));
      TextTable.metrics(both).forEach(console::plain);
      console.plain(preview ? "nothing was written" : "model   " + out);
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("preview", preview);
      if (!preview) {
        result.put("model", out.toString());
      }
      result.put("pruner", method.toString());
      result.put("widths_before", before.widths());
      result.put("widths", after.widths());
      result.put("edges_before", before.network().edges());
      result.put("edges", after.network().edges());
      result.put("features", after.features().stream().map(Feature::name).toList());
      both.forEach((name, of) -> result.put(name, of.metrics()));
      result.put("reasons", reasons);
      if (!preview) {
        history.add(after, Map.of("data", evaluation), console, result);
      }
      console.result(result);
    }
    return 0;
  }

  /**
   * The pruner that the options ask for; options that ask for different ones exclude each other.
   */
  private ComponentSpec method() {
    Map<String, ComponentSpec> asked = new LinkedHashMap<>();
    if (pruner != null || node != null || edge != null || input != null) {
      ComponentSpec scored = ComponentSpec.parse(pruner == null ? "threshold" : pruner);
      scored = node == null ? scored : scored.with("node", node);
      scored = edge == null ? scored : scored.with("edge", edge);
      scored = input == null ? scored : scored.with("input", input);
      asked.put(pruner == null ? "--node, --edge or --input" : "--pruner", scored);
    }
    if (keepEdges != null || keepNodes != null) {
      ComponentSpec budget = ComponentSpec.of("budget");
      budget = keepEdges == null ? budget : budget.with("edges", kept("--keep-edges", keepEdges));
      budget = keepNodes == null ? budget : budget.with("nodes", kept("--keep-nodes", keepNodes));
      asked.put("--keep-edges or --keep-nodes", budget);
    }
    if (maxLossRise != null) {
      asked.put("--max-loss-rise", ComponentSpec.of("loss").with("max_increase", maxLossRise));
    }
    if (remove != null) {
      asked.put("--remove", list());
    }
    if (asked.size() > 1) {
      throw KanException.user(
          "prune: %s are different methods; give one, and prune again with the next",
          String.join(" and ", asked.keySet()));
    }
    ComponentSpec method =
        asked.isEmpty() ? ComponentSpec.of("threshold") : asked.values().iterator().next();
    return metric == null ? method : method.with("metric", metric);
  }

  private static int kept(String option, int count) {
    if (count < 1) {
      throw KanException.user("%s %d: at least 1 must stay", option, count);
    }
    return count;
  }

  private ComponentSpec list() {
    Map<String, List<String>> parts = new LinkedHashMap<>();
    for (String item : new OptionType.TextsType().parse(remove)) {
      String kind = item.contains("->") ? "edges" : item.matches("\\d+:\\d+") ? "nodes" : "inputs";
      parts.computeIfAbsent(kind, key -> new ArrayList<>()).add(item);
    }
    return new ComponentSpec("list", new LinkedHashMap<>(parts));
  }
}
