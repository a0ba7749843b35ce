/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.ladder;

import java.util.List;
import org.kan4j.core.plugin.Registries;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.spec.RungSpec;
import org.kan4j.core.spec.StructureSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.component.OptionType;

/** What rungs mean for specifications. */
final class Rungs {
  private Rungs() {}

  /** The specification of a network on the first rung. */
  static KanSpec first(KanSpec spec, Registries registries) {
    List<RungSpec> rungs = spec.training().ladder();
    if (rungs.isEmpty()) {
      return spec;
    }
    List<ComponentSpec> bases =
        switch (rungs.getFirst()) {
          case RungSpec.OfBasis of -> of.bases();
          case RungSpec.OfSize size ->
              List.of(sized(spec.structure().basis(0), size.size(), registries));
          case RungSpec.Insertion insertion ->
              throw KanException.user(
                  "training: ladder: %s cannot be the first rung: there is no curve yet",
                  insertion);
        };
    boolean one = bases.size() == 1;
    StructureSpec structure =
        new StructureSpec(
            spec.structure()
                .options()
                .with(StructureSpec.BASIS, bases.getFirst().toString())
                .with(
                    StructureSpec.BASES,
                    one ? List.of() : bases.stream().map(ComponentSpec::toString).toList()));
    return new KanSpec(spec.data(), structure, spec.training());
  }

  private static ComponentSpec sized(ComponentSpec basis, int size, Registries registries) {
    return registries.bases().factory(basis.name()).options().stream()
        .filter(option -> option.type() instanceof OptionType.IntegerType)
        .map(Option::key)
        .findFirst()
        .map(key -> basis.with(key, size))
        .orElseThrow(
            () -> KanException.user("training: ladder: basis '%s' has no size", basis.name()));
  }

  /** These settings for one part of a climb: some steps on grids that stay. */
  static TrainingSpec part(TrainingSpec training, int steps) {
    return training
        .with(TrainingSpec.STEPS, steps)
        .with(TrainingSpec.LADDER, List.of())
        .with(TrainingSpec.STARTS, 1)
        .with(TrainingSpec.GRID_UPDATES, 0)
        .with(TrainingSpec.KEEP, "last");
  }

  /** A backend on one thread, as far as it knows of threads. */
  static ComponentSpec single(ComponentSpec backend, Registries registries) {
    boolean has =
        registries.backends().factory(backend.name()).options().stream()
            .anyMatch(option -> option.key().equals("threads"));
    return has ? backend.with("threads", 1) : backend;
  }

  /** How many threads a backend is asked to use; all processors if that is left open. */
  static int threads(ComponentSpec backend) {
    Object asked = backend.options().get("threads");
    int threads = asked == null ? 0 : Integer.parseInt(String.valueOf(asked));
    return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
  }
}
