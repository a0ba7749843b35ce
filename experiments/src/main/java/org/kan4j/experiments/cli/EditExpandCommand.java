/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.util.Collections;
import java.util.concurrent.Callable;
import org.kan4j.core.editing.Editing;
import org.kan4j.core.model.Kan;
import org.kan4j.spi.component.KanException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "expand",
    description = {
      "Adds hidden nodes to a layer, or a layer; the model computes what it did.",
      "New nodes have small random curves to them and none yet from them; a new layer hands",
      "on what reaches it, over the range of the data. Training gives both a meaning."
    },
    footer = {
      "",
      "Examples:",
      "  kan edit expand model.kan --layer 0 --sums 3 --out wider.kan",
      "  kan edit expand model.kan --layer 0 --products 2 --arity 3 --out wider.kan",
      "  kan edit expand model.kan data.csv --depth 1 --out deeper.kan",
      "  kan fit data.csv --from wider.kan --steps 100 --out better.kan"
    })
final class EditExpandCommand implements Callable<Integer> {
  @ParentCommand private EditCommand edit;
  @Mixin private Edit shared;

  @Option(
      names = "--layer",
      paramLabel = "N",
      description = "Layer, from 0, that the new nodes end; not the last.")
  private Integer layer;

  @Option(
      names = "--sums",
      paramLabel = "N",
      description = "New sum nodes. Default: 1, with --products 0.")
  private Integer sums;

  @Option(
      names = "--products",
      paramLabel = "N",
      defaultValue = "0",
      description = "New multiplication nodes. Default: ${DEFAULT-VALUE}.")
  private int products;

  @Option(
      names = "--arity",
      paramLabel = "N",
      defaultValue = "2",
      description = "Factors of each. Default: ${DEFAULT-VALUE}.")
  private int arity;

  @Option(
      names = "--noise",
      paramLabel = "SIZE",
      defaultValue = "0.3",
      description = "Size of the random curves. Default: ${DEFAULT-VALUE}.")
  private double noise;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the random curves. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--depth",
      paramLabel = "N",
      description = "Instead of nodes, a layer after the first N ones; takes DATA.")
  private Integer depth;

  @Override
  public Integer call() {
    boolean wider = layer != null;
    if (wider == (depth != null) || (!wider && (sums != null || products != 0))) {
      throw KanException.user(
          "expand: give either --layer, with --sums or --products, or --depth with data");
    }
    KanCommand kan = edit.kan();
    Editing editing = kan.runtime().editing();
    shared.run(
        kan,
        (before, table) -> {
          Kan after =
              wider
                  ? editing.widen(before, width(), noise, seed)
                  : editing.deepen(before, depth, Edit.require(table, "expand --depth"));
          return new Edit.Outcome(after);
        });
    return 0;
  }

  private Editing.Width width() {
    if (products < 0) {
      throw KanException.user("--products %d: at least 0", products);
    }
    int added = sums == null ? (products == 0 ? 1 : 0) : sums;
    return new Editing.Width(layer, added, Collections.nCopies(products, arity));
  }
}
