/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import com.oracle.labs.mlrg.olcut.config.PropertyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.plugin.Backends;
import org.kan4j.core.plugin.Registries;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.spec.DataSpec;
import org.kan4j.core.spec.RungSpec;
import org.kan4j.core.spec.StructureSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.spi.component.KanException;

/** Settings, read and checked against the plugins there are. */
record Plan(
    StructureSpec structure, TrainingSpec training, String scaling, List<CourseStep> course) {
  Plan {
    course = List.copyOf(course);
  }

  /**
   * Reads settings.
   *
   * @throws PropertyException that names the setting which is wrong
   */
  static Plan of(KanSettings settings, KanRuntime runtime) {
    if (!(settings.validation() >= 0 && settings.validation() < 1)) {
      throw new PropertyException(
          "",
          "validation",
          "%s is not a share from 0 on and below 1".formatted(settings.validation()));
    }
    StructureSpec structure =
        property(
            "model",
            () -> {
              StructureSpec spec = StructureSpec.parse(settings.model());
              check(spec, runtime);
              return spec;
            });
    TrainingSpec training =
        property(
            "training",
            () -> {
              if (settings.training().containsKey(TrainingSpec.SEED.key())) {
                throw KanException.user(
                    "training: the seed is set by the property 'seed' of the trainer");
              }
              TrainingSpec spec = TrainingSpec.parse(settings.training());
              check(spec, runtime);
              return spec;
            });
    property(
        "scaling",
        () ->
            DataSpec.parse(
                Map.of(DataSpec.TARGET.key(), "y", DataSpec.SCALING.key(), settings.scaling())));
    List<CourseStep> course =
        property(
            "course",
            () -> {
              List<CourseStep> steps = new ArrayList<>();
              for (String text : settings.course()) {
                CourseStep step = CourseStep.parse(text, settings.training());
                CourseStep.check(step, runtime);
                steps.add(step);
              }
              return steps;
            });
    return new Plan(structure, training, settings.scaling(), course);
  }

  private static <T> T property(String name, Supplier<T> value) {
    try {
      return value.get();
    } catch (KanException e) {
      throw new PropertyException(e, "", name, e.getMessage());
    }
  }

  private static void check(StructureSpec spec, KanRuntime runtime) {
    Registries registries = runtime.registries();
    registries.functions().create(spec.base());
    registries.bases().create(spec.basis());
    spec.edgeBases().forEach(edges -> registries.bases().create(edges.basis()));
    spec.options()
        .get(StructureSpec.BASES)
        .forEach(basis -> registries.bases().create(ComponentSpec.parse(basis)));
  }

  /** Refuses names that no plugin of the runtime offers, and options that they do not take. */
  static void check(TrainingSpec spec, KanRuntime runtime) {
    Registries registries = runtime.registries();
    if (!spec.optimizer().name().equals("auto")) {
      registries.optimizers().create(spec.optimizer());
    }
    registries.metrics().create(spec.metric());
    for (RungSpec rung : spec.ladder()) {
      if (rung instanceof RungSpec.OfBasis of) {
        of.bases().forEach(registries.bases()::create);
      }
    }
    spec.regularizers().forEach(registries.regularizers()::create);
    if (!spec.loss().name().equals("auto")) {
      registries.losses().create(spec.loss());
    }
    if (!spec.backend().name().equals(Backends.AUTO)) {
      registries.backends().create(spec.backend());
    }
  }
}
