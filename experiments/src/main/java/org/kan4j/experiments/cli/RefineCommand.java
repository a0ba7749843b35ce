/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kan4j.core.evaluation.Evaluation;
import org.kan4j.core.model.Kan;
import org.kan4j.core.table.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "refine",
    description = "Gives the curves of a model grids of another size, by least squares.",
    footer = {
      "",
      "Examples:",
      "  kan refine model.kan data.csv --grid 20 --out fine.kan",
      "  kan fit data.csv --from fine.kan --steps 100 --out better.kan"
    })
final class RefineCommand implements Callable<Integer> {
  /** What share the loss may rise by without a word. */
  private static final double WORTH_TELLING = 0.01;

  @ParentCommand private KanCommand kan;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A .kan file, or a version: DIR@1.2.")
  private Path model;

  @Parameters(index = "1", paramLabel = "DATA", description = "Rows that tell where curves matter.")
  private String data;

  @Option(
      names = "--grid",
      paramLabel = "N",
      required = true,
      description = "Grid intervals of every curve.")
  private int grid;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      defaultValue = "refined.kan",
      description = "Where the refined model goes. Default: ${DEFAULT-VALUE}.")
  private Path out;

  @Mixin private HistoryOption history;

  @Override
  public Integer call() {
    Console console = kan.console();
    OutputFile.check(out);
    try (Table table = Data.open(data)) {
      Kan before = kan.load(model);
      history.begin(kan.runtime(), before, model, console);
      Kan after = kan.runtime().refine(before, grid, table);
      kan.runtime().save(after, out);
      Map<String, Evaluation> both = new LinkedHashMap<>();
      double lossBefore = kan.runtime().loss(before, table);
      double lossAfter = kan.runtime().loss(after, table);
      both.put("before", Measured.with(lossBefore, kan.runtime().evaluate(before, table)));
      Evaluation evaluation = kan.runtime().evaluate(after, table);
      both.put("after", Measured.with(lossAfter, evaluation));
      TextTable.metrics(both).forEach(console::plain);
      if (lossAfter > (1 + WORTH_TELLING) * lossBefore) {
        console.note(
            "the loss rose by %.2g %%: a grid that the old knots do not fit into loses some; "
                    .formatted(100 * (lossAfter / lossBefore - 1))
                + "a multiple of the old number of intervals does not");
      }
      console.plain("model   " + out);
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("model", out.toString());
      result.put("grid", grid);
      both.forEach((name, of) -> result.put(name, of.metrics()));
      history.add(after, Map.of("data", evaluation), console, result);
      console.result(result);
    }
    return 0;
  }
}
