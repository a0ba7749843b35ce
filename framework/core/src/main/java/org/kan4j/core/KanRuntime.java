/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.kan4j.core.attribution.Contributions;
import org.kan4j.core.editing.Editing;
import org.kan4j.core.evaluation.Evaluation;
import org.kan4j.core.evaluation.Predictor;
import org.kan4j.core.figure.Viewing;
import org.kan4j.core.file.KanFile;
import org.kan4j.core.history.History;
import org.kan4j.core.ladder.Ascent;
import org.kan4j.core.ladder.Ladder;
import org.kan4j.core.model.Kan;
import org.kan4j.core.physics.DifferentialProblem;
import org.kan4j.core.physics.EquationSolver;
import org.kan4j.core.physics.SolveSpec;
import org.kan4j.core.plugin.Backends;
import org.kan4j.core.plugin.Job;
import org.kan4j.core.plugin.LoadedPlugin;
import org.kan4j.core.plugin.PluginLoader;
import org.kan4j.core.plugin.PluginModule;
import org.kan4j.core.plugin.Plugins;
import org.kan4j.core.plugin.Registries;
import org.kan4j.core.pruning.Preview;
import org.kan4j.core.pruning.Pruned;
import org.kan4j.core.pruning.Pruning;
import org.kan4j.core.pruning.Remnant;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.spec.RefinementSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.symbolic.Symbolification;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.Coverage;
import org.kan4j.core.training.Fit;
import org.kan4j.core.training.FitOperation;
import org.kan4j.core.training.GridCoverage;
import org.kan4j.core.training.MeanLoss;
import org.kan4j.core.training.Refined;
import org.kan4j.core.training.Refinement;
import org.kan4j.core.training.Trainer;
import org.kan4j.core.training.TrainingListener;
import org.kan4j.core.uncertainty.Posterior;
import org.kan4j.spi.KanPlugin;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.training.Attribution;

/**
 * The front door: a set of plugins, and what can be done with models. Immutable; safe for use by
 * several threads.
 */
public final class KanRuntime {
  private final Plugins plugins;
  private final Registries registries;
  private final Backends backends;
  private final Trainer trainer;
  private final Ladder ladder;
  private final Symbolification symbolification;
  private final Editing editing;
  private final Refinement refinement;
  private final Pruning pruning;
  private final Viewing viewing;
  private final EquationSolver equationSolver;
  private final KanFile files;

  private KanRuntime(Plugins plugins) {
    this.plugins = plugins;
    Injector injector =
        Guice.createInjector(Stage.PRODUCTION, new PluginModule(plugins), new OperationsModule());
    registries = injector.getInstance(Registries.class);
    backends = injector.getInstance(Backends.class);
    trainer = injector.getInstance(Trainer.class);
    ladder = injector.getInstance(Ladder.class);
    symbolification = injector.getInstance(Symbolification.class);
    editing = injector.getInstance(Editing.class);
    refinement = injector.getInstance(Refinement.class);
    pruning = injector.getInstance(Pruning.class);
    viewing = injector.getInstance(Viewing.class);
    equationSolver = injector.getInstance(EquationSolver.class);
    files = injector.getInstance(KanFile.class);
  }

  /** A runtime with the plugins of the class path. */
  public static KanRuntime create() {
    return create(List.of());
  }

  /**
   * A runtime with the plugins of the class path and of the jars in folders.
   *
   * @throws org.kan4j.spi.component.KanException of kind RESOURCE if a plugin cannot be used
   */
  public static KanRuntime create(List<Path> folders) {
    List<LoadedPlugin> plugins = new ArrayList<>(PluginLoader.fromClassPath());
    List<String> places = new ArrayList<>(List.of("the class path"));
    for (Path folder : folders) {
      plugins.addAll(PluginLoader.fromFolder(folder));
      places.add(folder.toString());
    }
    return new KanRuntime(new Plugins(plugins, places));
  }

  /**
   * A runtime with exactly these plugins.
   *
   * @throws org.kan4j.spi.component.KanException of kind RESOURCE if they do not go together
   */
  public static KanRuntime of(List<KanPlugin> plugins) {
    return new KanRuntime(
        new Plugins(PluginLoader.given(plugins), List.of("the plugins given in code")));
  }

  /** One runtime for all who cannot be handed one, made on first use from the class path. */
  public static KanRuntime shared() {
    return Shared.RUNTIME;
  }

  /** Made when first asked for. */
  private static final class Shared {
    private static final KanRuntime RUNTIME = create();
  }

  /** The plugins in use. */
  public List<LoadedPlugin> plugins() {
    return plugins.loaded();
  }

  /** What they offer. */
  public Registries registries() {
    return registries;
  }

  /**
   * Where to compute; {@code auto} takes the best there is.
   *
   * @throws org.kan4j.spi.component.KanException of kind RESOURCE if it is not available here
   */
  public Backend backend(ComponentSpec spec) {
    return backends.choose(spec, Job.ANY);
  }

  /**
   * Builds a model for the training rows and trains it.
   *
   * @throws org.kan4j.spi.component.KanException of kind USER for a specification that cannot be
   *     met, DATA for data that cannot be used
   * @throws org.kan4j.core.training.DivergenceException if training leaves the finite numbers
   */
  public Fit fit(KanSpec spec, Split split, TrainingListener... listeners) {
    return spec.training().climbs()
        ? climb(spec, split, Optional.empty(), listeners).fit()
        : trainer.fit(spec, split, listeners);
  }

  /**
   * The same from small to large, with what each rung of the ladder gave.
   *
   * @param unlabelled rows without truth, as far as grids shall reach too
   * @throws org.kan4j.spi.component.KanException as {@link #fit} does
   */
  public Ascent climb(
      KanSpec spec, Split split, Optional<Table> unlabelled, TrainingListener... listeners) {
    return ladder.climb(spec, split, unlabelled, listeners);
  }

  /**
   * Trains a model further; features, scaling and task stay as they are.
   *
   * @throws org.kan4j.spi.component.KanException of kind USER for a specification that cannot be
   *     met, DATA for data that cannot be used
   * @throws org.kan4j.core.training.DivergenceException if training leaves the finite numbers
   */
  public Fit fit(Kan kan, TrainingSpec training, Split split, TrainingListener... listeners) {
    return training.climbs()
        ? ladder.climb(kan, training, split, Optional.empty(), listeners).fit()
        : trainer.fit(kan, training, split, listeners);
  }

  /** The same with a say in how rows are treated. */
  public Fit fit(
      Kan kan,
      TrainingSpec training,
      FitOperation.Rows rows,
      Split split,
      TrainingListener... listeners) {
    return trainer.fit(kan, training, rows, split, listeners);
  }

  /** A model ready to be used, in double precision on the fastest backend; to be closed. */
  public Predictor predictor(Kan kan) {
    return new Predictor(kan, backends.best(Job.ANY), Precision.FLOAT64);
  }

  /** The same for about so many rows: for a few, a backend that needs no warming up. */
  public Predictor predictor(Kan kan, long rows) {
    return new Predictor(kan, backends.best(Job.pass(kan.network(), rows)), Precision.FLOAT64);
  }

  /**
   * How good a model is on rows whose truth is known.
   *
   * @throws org.kan4j.spi.component.KanException of kind DATA for rows that cannot be used
   */
  public Evaluation evaluate(Kan kan, Table table) {
    try (Predictor predictor = predictor(kan, table.rows())) {
      return Evaluation.of(predictor, table);
    }
  }

  /**
   * The mean loss, that which a model was trained for, on rows whose truth is known.
   *
   * @throws org.kan4j.spi.component.KanException of kind DATA for rows that cannot be used
   */
  public double loss(Kan kan, Table table) {
    return MeanLoss.of(kan, table, registries)
        .at(kan.network(), backends.best(Job.pass(kan.network(), table.rows())));
  }

  /**
   * Which part of what reaches the layers of a model lies in its grids.
   *
   * @throws org.kan4j.spi.component.KanException of kind DATA for rows that cannot be used
   */
  public Coverage coverage(Kan kan, Table table) {
    return Coverage.of(kan, table, backends.best(Job.pass(kan.network(), table.rows())));
  }

  /**
   * How many rows fall outside of which edges' grids.
   *
   * @throws org.kan4j.spi.component.KanException of kind DATA for rows that cannot be used
   */
  public GridCoverage gridCoverage(Kan kan, Table table) {
    return GridCoverage.of(kan, table, backends.best(Job.pass(kan.network(), table.rows())));
  }

  /**
   * The model without what a pruner finds of no use on the given rows, but for the means of what is
   * removed, which stay as biases.
   *
   * @param pruner such as {@code threshold(node=0.01, edge=0.03)}
   * @throws org.kan4j.spi.component.KanException of kind USER for an unknown pruner, or if nothing
   *     would be left
   */
  public Pruned prune(Kan kan, ComponentSpec pruner, Table data) {
    return pruning.prune(kan, pruner, data);
  }

  /** The same with a say in what removed edges leave behind. */
  public Pruned prune(Kan kan, ComponentSpec pruner, Table data, Remnant remnant) {
    return pruning.prune(kan, pruner, data, remnant);
  }

  /**
   * What a pruning would do to the loss on rows whose truth is known; the model stays as it is.
   *
   * @throws org.kan4j.spi.component.KanException as {@link #prune} does, and of kind DATA for rows
   *     that cannot be used
   */
  public Preview previewPruning(Kan kan, ComponentSpec pruner, Table data) {
    return pruning.preview(kan, pruner, data);
  }

  /** The same with a say in what removed edges leave behind. */
  public Preview previewPruning(Kan kan, ComponentSpec pruner, Table data, Remnant remnant) {
    return pruning.preview(kan, pruner, data, remnant);
  }

  /**
   * The model without the inputs that no edge leaves; what it computes stays the same, bit by bit.
   *
   * @throws org.kan4j.spi.component.KanException of kind USER if no input is in use
   */
  public Pruned pruneInputs(Kan kan) {
    return pruning.pruneInputs(kan);
  }

  /** The model with every grid of so many intervals, as {@link RefinementSpec#ofGrid} asks. */
  public Kan refine(Kan kan, int intervals, Table data) {
    return refine(kan, RefinementSpec.ofGrid(intervals), data).kan();
  }

  /**
   * The model with its curves on other grids or bases, fitted anew to what they were.
   *
   * @throws org.kan4j.spi.component.KanException of kind USER for an unknown basis, or a size that
   *     a basis cannot have
   */
  public Refined refine(Kan kan, RefinementSpec spec, Table data) {
    return refinement.refine(kan, spec, data);
  }

  /**
   * Error bars of a model: how well the rows that it was fitted to pin down its numbers, curves and
   * predictions.
   *
   * @throws org.kan4j.spi.component.KanException of kind DATA for rows that cannot be used
   */
  public Posterior posterior(Kan kan, Table table) {
    return Posterior.of(
        kan, table, registries, backends.best(Job.pass(kan.network(), table.rows())));
  }

  /** Finds the functions that edges are. */
  public Symbolification symbolification() {
    return symbolification;
  }

  /**
   * Solves a differential equation by a network.
   *
   * @param progress is told each rung of the ladder as it is done
   * @throws org.kan4j.spi.component.KanException of kind USER for a specification that cannot be
   *     met, NUMERIC if the equation is not finite from any start
   */
  public EquationSolver.Solution solve(
      DifferentialProblem problem, SolveSpec spec, Consumer<EquationSolver.Rung> progress) {
    return equationSolver.solve(problem, spec, progress);
  }

  /**
   * Solves the last of several differential equations by way of the others.
   *
   * @param problems of the same inputs, outputs and partials; not empty
   * @param progress is told each rung of the ladder as it is done
   * @throws org.kan4j.spi.component.KanException as for one equation
   */
  public EquationSolver.Solution solve(
      List<DifferentialProblem> problems, SolveSpec spec, Consumer<EquationSolver.Rung> progress) {
    return equationSolver.solve(problems, spec, progress);
  }

  /** Changes of structure and numbers by hand. */
  public Editing editing() {
    return editing;
  }

  /** What nodes and edges contribute to each output on the given rows, and to all of them. */
  public Attribution attribution(Kan kan, Table data) {
    return pruning.attribution(kan, data);
  }

  /** Looks at models on rows, for figures. */
  public Viewing viewing() {
    return viewing;
  }

  /**
   * What contributes to the outputs on the given rows: by way of which nodes, to which outputs,
   * which inputs together.
   */
  public Contributions contributions(Kan kan, Table data) {
    return pruning.contributions(kan, data);
  }

  /**
   * Writes a model to a file, whole or not at all.
   *
   * @throws org.kan4j.spi.component.KanException of kind RESOURCE if it cannot be written
   */
  public void save(Kan kan, Path file) {
    files.save(kan, file);
  }

  /**
   * Reads a model from a file.
   *
   * @throws org.kan4j.spi.component.KanException of kind RESOURCE if the file is not there,
   *     damaged, of a newer Kan4J, or needs a plugin that is not here
   */
  public Kan load(Path file) {
    return files.load(file);
  }

  /** Models as files, and as texts that files of other kinds carry along. */
  public KanFile files() {
    return files;
  }

  /**
   * Opens a folder that keeps versions of models.
   *
   * @throws org.kan4j.spi.component.KanException of kind RESOURCE if it is not there or not such a
   *     folder
   */
  public History openHistory(Path folder) {
    return History.open(files, folder);
  }

  /**
   * Opens a folder that keeps versions of models, or names a new one, made with its first version.
   *
   * @throws org.kan4j.spi.component.KanException of kind RESOURCE if something else is there
   */
  public History openOrNewHistory(Path folder) {
    return History.openOrNew(files, folder);
  }
}
