/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kan4j.core.evaluation.Evaluation;
import org.kan4j.core.model.Kan;
import org.kan4j.core.pruning.Pruned;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.table.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "prune",
    description = "Removes nodes and edges that contribute little; the given model stays as it is.",
    footer = {
      "",
      "Examples:",
      "  kan prune model.kan data.csv --out small.kan",
      "  kan prune model.kan data.csv --node 0.02 --edge 0.05 --out small.kan",
      "  kan prune my.history@0.0 data.csv --history my.history"
    })
final class PruneCommand implements Callable<Integer> {
  @ParentCommand private KanCommand kan;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A .kan file, or a version: DIR@1.2.")
  private Path model;

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
      defaultValue = "threshold",
      description = "The method. Default: ${DEFAULT-VALUE}.")
  private String pruner;

  @Option(names = "--node", paramLabel = "SCORE", description = "Nodes must score more than this.")
  private Double node;

  @Option(names = "--edge", paramLabel = "SCORE", description = "Edges must score more than this.")
  private Double edge;

  @Override
  public Integer call() {
    Console console = kan.console();
    OutputFile.check(out);
    ComponentSpec method = ComponentSpec.parse(pruner);
    method = node == null ? method : method.with("node", node);
    method = edge == null ? method : method.with("edge", edge);
    try (Table table = Data.open(data)) {
      Kan before = kan.load(model);
      history.begin(kan.runtime(), before, model, console);
      Pruned pruned = kan.runtime().prune(before, method, table);
      Kan after = pruned.kan();
      kan.runtime().save(after, out);
      pruned.reasons().forEach(console::note);
      Map<String, Evaluation> both = new LinkedHashMap<>();
      both.put("before", kan.runtime().evaluate(before, table));
      Evaluation evaluation = kan.runtime().evaluate(after, table);
      both.put("after", evaluation);
      console.text(
          "@|bold %s → %s|@  %d → %d edges"
              .formatted(
                  before.widths(),
                  after.widths(),
                  before.network().edges(),
                  after.network().edges()));
      TextTable.metrics(both).forEach(console::plain);
      console.plain("model   " + out);
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("model", out.toString());
      result.put("widths_before", before.widths());
      result.put("widths", after.widths());
      result.put("edges_before", before.network().edges());
      result.put("edges", after.network().edges());
      both.forEach((name, of) -> result.put(name, of.metrics()));
      history.add(after, Map.of("data", evaluation), console, result);
      console.result(result);
    }
    return 0;
  }
}
