/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.cli;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.kan4j.core.editing.Growth;
import org.kan4j.core.model.Kan;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "grow",
    description = {
      "Gives curves to edges that have none: dead ones come to life, functions get a curve",
      "beside them. Without noise the model computes what it did. Takes DATA."
    },
    footer = {
      "",
      "Examples:",
      "  kan compile 'sin(2*x)*y' --target z --out formula.kan",
      "  kan edit grow formula.kan data.csv --out curves.kan",
      "  kan edit grow pruned.kan data.csv --where dead --noise 0.01 --out alive.kan"
    })
final class EditGrowCommand implements Callable<Integer> {
  @ParentCommand private EditCommand edit;
  @Mixin private Edit shared;

  @Option(
      names = "--where",
      paramLabel = "KIND",
      split = ",",
      defaultValue = "dead,symbolic",
      description =
          "Edges that get a curve: dead, symbolic, or none of them. Default: ${DEFAULT-VALUE}.")
  private List<String> where;

  @Option(
      names = "--basis",
      paramLabel = "BASIS",
      defaultValue = "bspline",
      description = "Basis of layers that have none. Default: ${DEFAULT-VALUE}.")
  private String basis;

  @Option(
      names = "--noise",
      paramLabel = "SIZE",
      defaultValue = "0",
      description = "Deviation of the new coefficients. Default: ${DEFAULT-VALUE}.")
  private double noise;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the noise. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Override
  public Integer call() {
    KanCommand kan = edit.kan();
    Growth growth = new Growth(kinds(), ComponentSpec.parse(basis), noise, seed);
    shared.run(
        kan,
        (before, table) -> {
          Kan after = kan.runtime().editing().grow(before, growth, Edit.require(table, "grow"));
          return new Edit.Outcome(after, Map.of("curves", curves(after) - curves(before)));
        });
    return 0;
  }

  private Set<Growth.Where> kinds() {
    Map<String, Growth.Where> known = new TreeMap<>();
    for (Growth.Where kind : Growth.Where.values()) {
      known.put(kind.name().toLowerCase(Locale.ROOT), kind);
    }
    Set<Growth.Where> kinds = EnumSet.noneOf(Growth.Where.class);
    for (String text : where) {
      if (!text.equals("none")) {
        Growth.Where kind = known.get(text.strip());
        if (kind == null) {
          throw KanException.user(
              "--where: unknown kind '%s'; %s", text, NearMiss.describe(text, known.keySet()));
        }
        kinds.add(kind);
      }
    }
    return kinds;
  }

  private static int curves(Kan kan) {
    return kan.network().layers().stream()
        .flatMap(layer -> layer.blocks().stream())
        .mapToInt(block -> block.mask().count())
        .sum();
  }
}
