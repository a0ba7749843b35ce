/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kan4j.core.evaluation.Evaluation;
import org.kan4j.core.model.Kan;
import org.kan4j.core.spec.RefinementSpec;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.Refined;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.EdgeId;
import org.kan4j.spi.network.Network;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "convert",
    description = {
      "Brings curves of a model to other bases, by least squares where data are, and tells the",
      "error of every one. With --edges some curves alone, so that bases mix within a layer."
    },
    footer = {
      "",
      "Examples:",
      "  kan convert model.kan data.csv --basis 'chebyshev(degree=8)'",
      "  kan convert model.kan data.csv --basis 'fourier(terms=4)' --edges '0:0->*,0:2->1'",
      "  kan convert model.kan data.csv --bases 'chebyshev(degree=16),bspline(grid=20)'"
    })
final class ConvertCommand implements Callable<Integer>, TakesOptions {
  @ParentCommand private KanCommand kan;

  @Mixin private ModelArgument model;

  @Parameters(index = "1", paramLabel = "DATA", description = "Rows that tell where curves matter.")
  private String data;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      defaultValue = "converted.kan",
      description = "Where the converted model goes. Default: ${DEFAULT-VALUE}.")
  private Path out;

  @Mixin private HistoryOption history;

  private final Settings settings = new Settings();

  @Override
  public void declare(CommandSpec spec) {
    settings.declare(spec, "Bases", RefinementSpec.ALL);
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
      kan.runtime().save(refined.kan(), out);
      TextTable text = new TextTable();
      text.row("edge", "from", "to", "rms", "largest", "of curve");
      List<Map<String, Object>> edges = new ArrayList<>();
      for (Refined.CurveError error : refined.errors()) {
        String from = basis(before.network(), error.edge());
        String to = basis(refined.kan().network(), error.edge());
        text.row(
            error.edge(),
            from,
            to,
            "%.2e".formatted(error.rms()),
            "%.2e".formatted(error.largest()),
            share(error));
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("edge", error.edge().toString());
        object.put("from", from);
        object.put("to", to);
        object.put("rms", error.rms());
        object.put("largest", error.largest());
        object.put("size", error.size());
        edges.add(object);
      }
      text.lines().forEach(console::plain);
      double lossBefore = kan.runtime().loss(before, table);
      double lossAfter = kan.runtime().loss(refined.kan(), table);
      console.plain("  loss    %.4g before, %.4g after".formatted(lossBefore, lossAfter));
      console.plain("  model   " + out);
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("model", out.toString());
      result.put("edges", edges);
      result.put("loss_before", lossBefore);
      result.put("loss_after", lossAfter);
      Evaluation evaluation = kan.runtime().evaluate(refined.kan(), table);
      history.add(refined.kan(), Map.of("data", evaluation), console, result);
      console.result(result);
    }
    return 0;
  }

  private static String share(Refined.CurveError error) {
    return error.size() == 0 ? "" : "%.2e".formatted(error.largest() / error.size());
  }

  private static String basis(Network network, EdgeId edge) {
    for (Block block : network.layers().get(edge.layer()).blocks()) {
      if (block.mask().lives(edge.input(), edge.subnode())) {
        return "%s of %d".formatted(block.bases().get(edge.input()).name(), block.size());
      }
    }
    return "";
  }
}
