/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kan4j.core.evaluation.Evaluation;
import org.kan4j.core.model.Kan;
import org.kan4j.core.spec.RefinementSpec;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.Refined;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "refine",
    description = {
      "Gives the curves of a model grids of another size, or other bases, by least squares.",
      "All else stays, and the error of the curve that changed most is told."
    },
    footer = {
      "",
      "Examples:",
      "  kan refine model.kan data.csv --grid 20 --out fine.kan",
      "  kan refine model.kan data.csv --basis 'bspline(grid=10, order=5)' --out smooth.kan",
      "  kan fit data.csv --from fine.kan --steps 100 --out better.kan"
    })
final class RefineCommand implements Callable<Integer>, TakesOptions {
  /** What share the loss may rise by without a word. */
  private static final double WORTH_TELLING = 0.01;

  @ParentCommand private KanCommand kan;

  @Mixin private ModelArgument model;

  @Parameters(index = "1", paramLabel = "DATA", description = "Rows that tell where curves matter.")
  private String data;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      defaultValue = "refined.kan",
      description = "Where the refined model goes. Default: ${DEFAULT-VALUE}.")
  private Path out;

  @Mixin private HistoryOption history;

  private final Settings settings = new Settings();

  @Override
  public void declare(CommandSpec spec) {
    settings.declare(spec, "Grids", RefinementSpec.ALL);
  }

  @Override
  public Integer call() {
    Console console = kan.console();
    RefinementSpec spec = RefinementSpec.parse(settings.of(RefinementSpec.ALL));
    OutputFile.check(out);
    try (Table table = Data.open(data)) {
      Kan before = model.load(kan);
      history.begin(kan.runtime(), before, model.path(), console);
      Refined refined = kan.runtime().refine(before, spec, table);
      Kan after = refined.kan();
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
      refined.worst().ifPresent(worst -> console.plain(told(worst)));
      console.plain("model   " + out);
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("model", out.toString());
      spec.options().values().forEach((key, value) -> result.put(key, value));
      refined
          .worst()
          .ifPresent(worst ->
              result.put(
                  "worst_edge",
                  Map.of(
                      "edge", worst.edge().toString(),
                      "rms", worst.rms(),
                      "largest", worst.largest())));
      both.forEach((name, of) -> result.put(name, of.metrics()));
      history.add(after, Map.of("data", evaluation), console, result);
      console.result(result);
    }
    return 0;
  }

  static String told(Refined.CurveError worst) {
    return "edge %s changed most: by %.3g at most, by %.3g in the mean square"
        .formatted(worst.edge(), worst.largest(), worst.rms());
  }
}
