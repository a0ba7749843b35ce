/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.pruning.Remnant;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.spec.RefinementSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.symbolic.SymbolicOptions;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.component.Options;

/** One thing done to a model after its first fit. */
sealed interface CourseStep {
  /** Trains further. */
  record Fit(TrainingSpec training) implements CourseStep {}

  /** Brings curves to other grids or bases. */
  record Refine(RefinementSpec spec) implements CourseStep {}

  /** Makes it smaller. */
  record Prune(ComponentSpec pruner, Remnant remnant) implements CourseStep {
    private static final Option<String> PRUNER =
        Option.text("pruner", "threshold", "what goes, such as threshold(node=0.01, edge=0.03)");
    private static final Option<String> REMNANT =
        Option.choice(
            "remnant",
            "mean",
            List.of(Remnant.values()).stream()
                .map(remnant -> remnant.name().toLowerCase(Locale.ROOT))
                .toList(),
            "what removed edges leave behind");

    static Prune parse(Map<String, Object> raw) {
      Options options = Options.parse("prune", List.of(PRUNER, REMNANT), raw);
      return new Prune(
          ComponentSpec.parse(options.get(PRUNER)),
          Remnant.valueOf(options.get(REMNANT).toUpperCase(Locale.ROOT)));
    }
  }

  /** Finds functions for its edges. */
  record Symbolic(SymbolicOptions options) implements CourseStep {}

  /** The names of the steps. */
  List<String> NAMES = List.of("fit", "refine", "prune", "symbolic");

  /**
   * Reads a step.
   *
   * @param training what a fit does where the step does not say otherwise
   * @throws KanException of kind USER that says what is wrong
   */
  static CourseStep parse(String text, Map<String, String> training) {
    ComponentSpec step = ComponentSpec.parse(text);
    return switch (step.name()) {
      case "fit" -> {
        Map<String, Object> all = new HashMap<>(training);
        all.putAll(step.options());
        if (all.containsKey(TrainingSpec.SEED.key())) {
          throw KanException.user("fit: the seed is that of the trainer");
        }
        yield new Fit(TrainingSpec.parse(all));
      }
      case "refine" -> new Refine(RefinementSpec.parse(step.options()));
      case "prune" -> Prune.parse(step.options());
      case "symbolic" -> new Symbolic(SymbolicOptions.parse(step.options()));
      default ->
          throw KanException.user(
              "unknown step '%s'; %s", step.name(), NearMiss.describe(step.name(), NAMES));
    };
  }

  /** Refuses names that no plugin of the runtime offers, and options that they do not take. */
  static void check(CourseStep step, KanRuntime runtime) {
    switch (step) {
      case Fit fit -> Plan.check(fit.training(), runtime);
      case Refine refine -> {
        RefinementSpec spec = refine.spec();
        String basis = spec.options().get(RefinementSpec.BASIS);
        if (!basis.isEmpty()) {
          runtime.registries().bases().create(ComponentSpec.parse(basis));
        }
        for (String each : spec.options().get(RefinementSpec.BASES)) {
          runtime.registries().bases().create(ComponentSpec.parse(each));
        }
      }
      case Prune prune -> runtime.registries().pruners().create(prune.pruner());
      case Symbolic symbolic ->
          symbolic
              .options()
              .get(SymbolicOptions.LIBRARY)
              .forEach(name -> runtime.registries().functions().create(ComponentSpec.parse(name)));
    }
  }
}
