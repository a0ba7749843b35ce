/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kan4j.core.model.Kan;
import org.kan4j.core.symbolic.AffineFit;
import org.kan4j.core.symbolic.Suggestion;
import org.kan4j.core.symbolic.SymbolicOptions;
import org.kan4j.core.table.Table;
import org.kan4j.spi.network.EdgeId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "suggest",
    description = "Ranks the functions that an edge of a model could be.",
    footer = {
      "",
      "Examples:",
      "  kan suggest model.kan data.csv '0:1->0'            layer:input->node, all from 0",
      "  kan suggest model.kan data.csv '1:0->0' --library sin,exp,power2"
    })
final class SuggestCommand implements Callable<Integer>, TakesOptions {
  @ParentCommand private KanCommand kan;

  @Mixin private ModelArgument model;

  @Parameters(
      index = "1",
      paramLabel = "DATA",
      description = "Rows on which the edge is looked at.")
  private String data;

  @Parameters(index = "2", paramLabel = "EDGE", description = "layer:input->node, all from 0.")
  private String edge;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many to show. Default: ${DEFAULT-VALUE}.")
  private int top;

  private final Settings settings = new Settings();

  @Override
  public void declare(CommandSpec spec) {
    settings.declare(spec, "Choice", List.of(SymbolicOptions.LIBRARY, SymbolicOptions.SIMPLICITY));
  }

  @Override
  public Integer call() {
    Console console = kan.console();
    EdgeId of = EdgeId.parse(edge);
    SymbolicOptions options = SymbolicOptions.parse(settings.of(SymbolicOptions.ALL));
    try (Table table = Data.open(data)) {
      Kan loaded = model.load(kan);
      List<Suggestion> ranked = kan.runtime().symbolification().suggest(loaded, table, of, options);
      console.plain(
          "  %-13s %12s %10s %8s   c·f(a·x + b) + d"
              .formatted("function", "r2", "complexity", "cost"));
      List<Map<String, Object>> results = new ArrayList<>();
      for (Suggestion suggestion : ranked.subList(0, Math.min(Math.max(1, top), ranked.size()))) {
        AffineFit fit = suggestion.fit();
        console.plain(
            "  %-13s %12.9f %10d %8.3f   a %.5g  b %.5g  c %.5g  d %.5g"
                .formatted(
                    fit.function().name(),
                    fit.r2(),
                    fit.function().complexity(),
                    suggestion.cost(),
                    fit.a(),
                    fit.b(),
                    fit.c(),
                    fit.d()));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("function", fit.function().name());
        result.put("r2", fit.r2());
        result.put("complexity", fit.function().complexity());
        result.put("cost", suggestion.cost());
        result.put("a", fit.a());
        result.put("b", fit.b());
        result.put("c", fit.c());
        result.put("d", fit.d());
        results.add(result);
      }
      results.forEach(console::result);
    }
    return 0;
  }
}
