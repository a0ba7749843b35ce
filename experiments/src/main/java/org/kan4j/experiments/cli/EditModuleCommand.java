/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.kan4j.spi.component.KanException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "module",
    description = {
      "Cuts the edges between groups of nodes and the others, from layer to layer: what a group",
      "computes then depends on the group alone. 'kan info --modules' shows the parts there are."
    },
    footer = {
      "",
      "Examples:",
      "  kan edit module model.kan data.csv --groups '0,1->0,2' --out parted.kan",
      "  kan edit module model.kan --layer 1 --groups '0,2->1->0' --out parted.kan",
      "  kan fit data.csv --from parted.kan --steps 100 --out better.kan"
    })
final class EditModuleCommand implements Callable<Integer> {
  @ParentCommand private EditCommand edit;
  @Mixin private Edit shared;

  @Option(
      names = "--groups",
      paramLabel = "N,N->N,N",
      required = true,
      description = {
        "Numbers of nodes, from 0, separated by ->: inputs of the layer, the nodes it ends in,",
        "those of the next ..."
      })
  private String groups;

  @Option(
      names = "--layer",
      paramLabel = "N",
      defaultValue = "0",
      description = "Layer, from 0, that the first group starts. Default: ${DEFAULT-VALUE}.")
  private int layer;

  @Override
  public Integer call() {
    KanCommand kan = edit.kan();
    List<BitSet> parsed = parse(groups);
    shared.run(
        kan,
        (before, table) ->
            new Edit.Outcome(kan.runtime().editing().isolate(before, layer, parsed)));
    return 0;
  }

  /** Also in brackets, as pykan writes them: {@code [0,1]->[2]}. */
  private static List<BitSet> parse(String text) {
    List<BitSet> groups = new ArrayList<>();
    for (String group : text.split("->", -1)) {
      String numbers = group.strip().replaceAll("^\\[(.*)]$", "$1").strip();
      if (!numbers.matches("\\d{1,6}(\\s*,\\s*\\d{1,6})*")) {
        throw KanException.user(
            "--groups '%s': '%s' is not a list of node numbers; write 0,1->0,2 for inputs 0 and 1"
                + " to nodes 0 and 2",
            text, group.strip());
      }
      BitSet nodes = new BitSet();
      for (String number : numbers.split(",", -1)) {
        nodes.set(Integer.parseInt(number.strip()));
      }
      groups.add(nodes);
    }
    return groups;
  }
}
