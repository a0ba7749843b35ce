/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kan4j.core.editing.Editing;
import org.kan4j.core.editing.Shortened;
import org.kan4j.spi.component.KanException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "swap",
    description = {
      "Puts hidden nodes into another order; the model computes what it did.",
      "With --auto, swaps until strong edges are short, which makes figures easier to read."
    },
    footer = {
      "",
      "Examples:",
      "  kan edit swap model.kan --layer 0 --nodes 1,3 --out swapped.kan",
      "  kan edit swap model.kan data.csv --auto --out tidy.kan"
    })
final class EditSwapCommand implements Callable<Integer> {
  @ParentCommand private EditCommand edit;
  @Mixin private Edit shared;

  @Option(names = "--layer", paramLabel = "N", description = "Layer, from 0, that the nodes end.")
  private Integer layer;

  @Option(
      names = "--nodes",
      paramLabel = "N,N",
      split = ",",
      description = "Two of its nodes, from 0.")
  private List<Integer> nodes;

  @Option(names = "--auto", description = "Choose the swaps by the scores of edges; takes DATA.")
  private boolean auto;

  @Override
  public Integer call() {
    boolean named = layer != null && nodes != null && nodes.size() == 2;
    if (auto ? layer != null || nodes != null : !named) {
      throw KanException.user(
          "swap: give either --layer and two --nodes, such as --nodes 1,3, or --auto with data");
    }
    KanCommand kan = edit.kan();
    Editing editing = kan.runtime().editing();
    shared.run(
        kan,
        (before, table) ->
            auto
                ? outcome(editing.shorten(before, Edit.require(table, "swap --auto")))
                : new Edit.Outcome(editing.swap(before, layer, nodes.get(0), nodes.get(1))));
    return 0;
  }

  private static Edit.Outcome outcome(Shortened shortened) {
    Map<String, Object> notes = new LinkedHashMap<>();
    notes.put("swaps", shortened.swaps());
    notes.put("cost_before", shortened.costBefore());
    notes.put("cost_after", shortened.costAfter());
    return new Edit.Outcome(shortened.kan(), notes);
  }
}
