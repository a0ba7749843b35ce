/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.figure.Film;
import org.kan4j.core.history.History;
import org.kan4j.core.history.Version;
import org.kan4j.core.model.Kan;
import org.kan4j.core.pruning.Preview;
import org.kan4j.core.symbolic.Symbolized;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.Fit;
import org.kan4j.core.training.Refined;
import org.kan4j.core.training.TrainingListener;
import org.kan4j.spi.component.KanException;

/** The steps of an experiment, taken one after the other. */
final class Course {
  private final KanRuntime runtime;
  private final ExperimentRunner.Listener listener;
  private final History history;
  private final Films films;
  private final List<RunResult.Stage> stages = new ArrayList<>();
  private final List<Fit> fits = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private Optional<Version> version = Optional.empty();
  private int steps;
  private Kan unpruned;
  private Kan kan;

  /**
   * A course.
   *
   * @param history where the model of each step is recorded
   * @param films of the trainings
   */
  Course(KanRuntime runtime, ExperimentRunner.Listener listener, History history, Films films) {
    this.films = films;
    this.runtime = runtime;
    this.listener = listener;
    this.history = history;
  }

  /** What each step did. */
  List<RunResult.Stage> stages() {
    return stages;
  }

  /** What a reader should know. */
  List<String> notes() {
    return notes;
  }

  /** The model as it is; null before any fit. */
  Kan kan() {
    return kan;
  }

  /** The files of the films. */
  List<String> films() {
    return films.files();
  }

  /** The fits, in order. */
  List<Fit> fits() {
    return fits;
  }

  /** The model before the first pruning; the last one if there was none. */
  Kan unpruned() {
    return unpruned == null ? kan : unpruned;
  }

  void take(Experiment.Step step, Experiment experiment, Split split) {
    steps++;
    switch (step) {
      case Experiment.Step.Fit fit -> fit(fit, experiment, split);
      case Experiment.Step.Prune prune -> prune(prune, split);
      case Experiment.Step.Refine refine -> refine(refine, split);
      case Experiment.Step.Symbolic symbolic -> symbolic(symbolic, split);
    }
    record(split);
  }

  /** Records the model with how good it is on the rows to learn from and to choose by. */
  private void record(Split split) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    measure("train", split.train(), metrics);
    if (split.validation().rows() > 0) {
      measure("validation", split.validation(), metrics);
    }
    version = Optional.of(history.add(kan, version, metrics));
  }

  private void measure(String part, Table rows, Map<String, Double> metrics) {
    try {
      runtime
          .evaluate(kan, rows)
          .metrics()
          .forEach((name, value) -> metrics.put(part + "." + name, value));
    } catch (KanException e) {
      if (e.kind() != KanException.Kind.NUMERIC) {
        throw e;
      }
      // a later step may mend it
      notes.add("after step %d, %s rows: %s".formatted(steps, part, e.getMessage()));
    }
  }

  private void fit(Experiment.Step.Fit step, Experiment experiment, Split split) {
    String what = kan == null ? "train" : "tune";
    int most = step.training().steps();
    List<TrainingListener> listeners = new ArrayList<>(List.of(listener.training(what, most)));
    Optional<Film> film = films.begin(most, split.train());
    film.ifPresent(listeners::add);
    TrainingListener[] all = listeners.toArray(TrainingListener[]::new);
    Fit fit =
        kan == null
            ? runtime.fit(experiment.spec().with(step.training()), split, all)
            : runtime.fit(kan, step.training(), split, all);
    film.flatMap(of -> films.end(of, fit)).ifPresent(notes::add);
    kan = fit.kan();
    fits.add(fit);
    fit.notes().stream().filter(note -> !notes.contains(note)).forEach(notes::add);
    stages.add(
        new RunResult.Stage(
            what,
            "%s, %d edges, %d steps of %s, best at step %d"
                .formatted(
                    kan.widths(),
                    kan.network().edges(),
                    fit.steps().size(),
                    step.training().optimizer().name(),
                    fit.bestStep())));
  }

  private void prune(Experiment.Step.Prune step, Split split) {
    requireFit("prune");
    listener.phase("pruning");
    if (unpruned == null) {
      unpruned = kan;
    }
    Kan before = kan;
    Preview pruned = runtime.previewPruning(kan, step.pruner(), split.train());
    kan = pruned.pruned().kan();
    stages.add(
        new RunResult.Stage(
            "prune",
            "%s → %s, %d → %d edges, loss %.3g → %.3g"
                .formatted(
                    before.widths(),
                    kan.widths(),
                    before.network().edges(),
                    kan.network().edges(),
                    pruned.lossBefore(),
                    pruned.lossAfter())));
  }

  private void requireFit(String verb) {
    if (kan == null) {
      throw KanException.user("steps: %s before any fit", verb);
    }
  }

  private void refine(Experiment.Step.Refine step, Split split) {
    requireFit("refine");
    listener.phase("refining");
    double before = runtime.loss(kan, split.train());
    Refined refined = runtime.refine(kan, step.spec(), split.train());
    kan = refined.kan();
    stages.add(
        new RunResult.Stage(
            "refine",
            "%s, loss %.3g → %.3g, error of a curve up to %.3g"
                .formatted(
                    step.text(),
                    before,
                    runtime.loss(kan, split.train()),
                    refined.worst().map(Refined.CurveError::largest).orElse(0.0))));
  }

  private void symbolic(Experiment.Step.Symbolic step, Split split) {
    requireFit("symbolic");
    listener.phase("finding functions");
    Symbolized outcome = runtime.symbolification().auto(kan, split.train(), step.options());
    kan = outcome.kan();
    stages.add(
        new RunResult.Stage(
            "symbolic",
            "%d of %d edges are functions, loss %.3g → %.3g"
                .formatted(
                    kan.network().edges() - outcome.numeric().size(),
                    kan.network().edges(),
                    outcome.lossBefore(),
                    outcome.lossAfter())));
    Formulas.ifSymbolic(kan)
        .forEach(
            (name, formula) -> stages.add(new RunResult.Stage("formula", name + " = " + formula)));
  }
}
