/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.spec.RefinementSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.symbolic.SymbolicOptions;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.component.Options;

/**
 * An experiment, resolved: every setting has its value.
 *
 * @param name names the run folder
 * @param description one line for a reader
 * @param source where the data come from: a shipped set, a file, or a formula
 * @param split how rows are divided
 * @param spec what to build and how to train it
 * @param steps what to do after data are there, in order
 * @param baselines simple models to stand beside, by name
 * @param export options of the ONNX file
 * @param film options of the films of its trainings; empty for no films
 */
public record Experiment(
    String name,
    String description,
    SourceSpec source,
    Options split,
    KanSpec spec,
    List<Step> steps,
    List<String> baselines,
    Options export,
    Optional<Options> film) {
  /** Share of the rows to learn from. */
  public static final Option<Double> TRAIN =
      Option.real("train", 0.6, 0.01, 1, "share of the rows to learn from");

  /** Share of the rows to choose by. */
  public static final Option<Double> VALIDATION =
      Option.real("validation", 0.2, 0, 0.99, "share of the rows to choose by; the rest are test");

  /** Seed of the split. */
  public static final Option<Integer> SEED =
      Option.integer("seed", 1, 0, Integer.MAX_VALUE, "seed of the split");

  /** Settings of the split. */
  public static final List<Option<?>> SPLIT = List.of(TRAIN, VALIDATION, SEED);

  /** Precision of the ONNX file. */
  public static final Option<String> EXPORT_PRECISION =
      Option.choice(
          "precision", "float32", List.of("float32", "float64"), "number type of the ONNX file");

  /** Settings of the export. */
  public static final List<Option<?>> EXPORT = List.of(EXPORT_PRECISION);

  /** How often a film takes a picture. */
  public static final Option<Integer> FILM_EVERY =
      Option.integer(
          "every", 0, 0, 100_000_000, "steps from one picture to the next; 0 for some 60 pictures");

  /** What kind of file a film is. */
  public static final Option<String> FILM_FORMAT =
      Option.choice("format", "svg", List.of("svg", "gif"), "kind of file of the films");

  /** Settings of films. */
  public static final List<Option<?>> FILM = List.of(FILM_EVERY, FILM_FORMAT);

  /** Copies the lists. */
  public Experiment {
    steps = List.copyOf(steps);
    baselines = List.copyOf(baselines);
  }

  /** One thing to do to the model. */
  public sealed interface Step {
    /** Train, with all settings of this training. */
    record Fit(TrainingSpec training) implements Step {}

    /** Prune. */
    record Prune(ComponentSpec pruner) implements Step {}

    /** Give curves other grids or bases. */
    record Refine(RefinementSpec spec) implements Step {
      /** In words. */
      String text() {
        Map<String, Object> given = given(spec.options(), RefinementSpec.ALL);
        return given.keySet().equals(Set.of(RefinementSpec.GRID.key()))
            ? "every curve on %d intervals".formatted(spec.grid())
            : "every curve on " + given;
      }
    }

    /** Make edges known functions. */
    record Symbolic(SymbolicOptions options) implements Step {}
  }

  /** The experiment as it would stand in a file, every setting written out. */
  public Map<String, Object> resolved() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("name", name);
    all.put("description", description);
    Map<String, Object> data = new LinkedHashMap<>(source.plain());
    data.put("split", split.values());
    data.putAll(spec.data().options().values());
    all.put("data", data);
    all.put("model", spec.structure().options().values());
    all.put("training", spec.training().options().values());
    List<Object> list = new ArrayList<>();
    for (Step step : steps) {
      list.add(
          switch (step) {
            case Step.Fit fit -> Map.of("fit", changes(fit.training()));
            case Step.Prune prune -> Map.of("prune", prune.pruner().toString());
            case Step.Refine refine ->
                Map.of("refine", given(refine.spec().options(), RefinementSpec.ALL));
            case Step.Symbolic symbolic ->
                Map.of("symbolic", symbolic.options().options().values());
          });
    }
    all.put("steps", list);
    all.put("baselines", baselines);
    all.put("export", export.values());
    film.ifPresent(options -> all.put("film", options.values()));
    return all;
  }

  private static Map<String, Object> given(Options options, List<Option<?>> declared) {
    Map<String, Object> given = new LinkedHashMap<>(options.values());
    given.entrySet().removeAll(Options.defaults(declared).values().entrySet());
    return given;
  }

  private Map<String, Object> changes(TrainingSpec training) {
    Map<String, Object> changes = new LinkedHashMap<>(training.options().values());
    changes.entrySet().removeAll(spec.training().options().values().entrySet());
    return changes;
  }
}
