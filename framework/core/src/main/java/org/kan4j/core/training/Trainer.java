/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.kan4j.core.model.Encoding;
import org.kan4j.core.model.Examples;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Task;
import org.kan4j.core.plugin.Backends;
import org.kan4j.core.plugin.Job;
import org.kan4j.core.plugin.LoadedPlugin;
import org.kan4j.core.plugin.Registries;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.spec.DataSpec;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Loss;
import org.kan4j.spi.training.Optimizer;

/**
 * Fits models to data. Safe for use by several threads: all state is in each call. The same
 * arguments give the same bits, for any number of threads of a backend.
 */
public final class Trainer {
  private final Registries registries;
  private final Backends backends;
  private final List<LoadedPlugin> plugins;

  /**
   * A trainer.
   *
   * @param registries of bases, losses, optimizers and penalties
   * @param backends where to compute
   * @param plugins what these come from, for the provenance of models
   */
  @Inject
  public Trainer(Registries registries, Backends backends, List<LoadedPlugin> plugins) {
    this.registries = registries;
    this.backends = backends;
    this.plugins = List.copyOf(plugins);
  }

  /**
   * Builds a model for the training rows and trains it.
   *
   * @throws KanException of kind USER for a specification that cannot be met, DATA for data that
   *     cannot be used
   * @throws DivergenceException if training leaves the finite numbers
   */
  public Fit fit(KanSpec spec, Split split, TrainingListener... listeners) {
    Encoding encoding = Encoding.learn(split.train(), spec.data());
    Network network =
        new Initialization(registries)
            .network(
                spec.structure(),
                encoding.features(),
                encoding.task().outputs(),
                spec.training().seed());
    Kan start = new Kan(network, encoding.features(), encoding.task(), List.of());
    FitOperation operation = new FitOperation();
    operation.options(spec.data().options());
    operation.options(spec.structure().options());
    return train(start, spec.training(), split, operation, encoding.notes(), listeners);
  }

  /**
   * Trains a model further. Features, scaling and task stay as they are; weights and missing values
   * are treated as in the fit it comes from.
   *
   * @throws KanException of kind USER for a specification that cannot be met, DATA for data that
   *     cannot be used
   * @throws DivergenceException if training leaves the finite numbers
   */
  public Fit fit(Kan kan, TrainingSpec training, Split split, TrainingListener... listeners) {
    return fit(kan, training, FitOperation.rows(kan), split, listeners);
  }

  /**
   * The same with a say in how rows are treated.
   *
   * @param rows the weights of these rows, and what is done with missing values
   */
  public Fit fit(
      Kan kan,
      TrainingSpec training,
      FitOperation.Rows rows,
      Split split,
      TrainingListener... listeners) {
    FitOperation operation = new FitOperation();
    operation.put(DataSpec.WEIGHT.key(), rows.weight());
    operation.put(DataSpec.MISSING.key(), rows.drop() ? "drop" : "refuse");
    return train(kan, training, split, operation, List.of(), listeners);
  }

  private Fit train(
      Kan start,
      TrainingSpec asked,
      Split split,
      FitOperation operation,
      List<String> encodingNotes,
      TrainingListener... listeners) {
    Loss loss = loss(asked, start.task());
    Optional<Regularization> regularization =
        asked.lambda() > 0 ? Optional.of(Regularization.of(asked, registries)) : Optional.empty();
    FitOperation.Rows rows = operation.rows();
    Examples train = examples(start, rows, split.train());
    if (train.rows() == 0) {
      throw KanException.data("%s: no rows to learn from", split.train().source());
    }
    Optional<Examples> validation =
        Optional.of(split.validation())
            .filter(table -> table.rows() > 0)
            .map(table -> examples(start, rows, table))
            .filter(examples -> examples.rows() > 0);
    AutoOptimizer choice =
        AutoOptimizer.of(
            asked,
            new AutoOptimizer.Work(
                start.network(),
                train.rows(),
                loss,
                backends.offers(asked.backend(), Precision.FLOAT32)),
            registries.optimizers());
    Optimizer optimizer = choice.optimizer();
    TrainingSpec spec =
        asked
            .with(TrainingSpec.BATCH, choice.batch())
            .with(TrainingSpec.PRECISION, choice.precision().name().toLowerCase(Locale.ROOT));
    Backend backend =
        backends.choose(
            spec.backend(), Job.fit(start.network(), train.rows(), spec.steps(), spec.precision()));
    operation.options(spec.options());
    operation.put(TrainingSpec.LOSS.key(), FitOperation.text(loss));
    operation.put(TrainingSpec.OPTIMIZER.key(), FitOperation.text(optimizer));
    if (!choice.why().isEmpty()) {
      operation.put("optimizer_why", choice.why());
    }
    new TreeMap<>(optimizer.provenance()).forEach(operation::put);
    operation.data(start, train, validation);
    operation.machine(backend, plugins);
    FitLoop.Parts parts =
        new FitLoop.Parts(
            spec,
            backend,
            loss,
            optimizer,
            choice.settling(registries.optimizers()),
            regularization,
            train,
            validation,
            Probes.with(train.inputs(), start.features(), spec));
    FitLoop.Outcome outcome;
    Network held = Freezing.with(start.network(), spec.freeze());
    if (spec.guard() > 0) {
      held = Guarding.within(held, spec.guard());
    }
    try (FitLoop loop =
        new FitLoop(parts, new Kan(held, start.features(), start.task(), start.operations()))) {
      outcome = loop.run(List.of(listeners));
    }
    operation.outcome(outcome);
    List<String> notes = new ArrayList<>(encodingNotes);
    if (!choice.why().isEmpty()) {
      notes.add("optimizer %s: %s".formatted(optimizer.name(), choice.why()));
    }
    int refused = outcome.grids().refused();
    if (refused > 0) {
      notes.add(
          "%d of %d grid updates would have made the objective worse and were left out"
              .formatted(refused, refused + outcome.grids().accepted()));
    }
    notes.addAll(outcome.coverage().notes());
    notes.addAll(outcome.notes());
    Network network = Freezing.with(outcome.network(), start.network().frozen());
    if (spec.guard() > 0) {
      Network plain = Guarding.as(network, start.network());
      if (new MeanLoss(loss, train).at(plain, backend) == outcome.trainLoss()) {
        network = plain;
      } else {
        notes.add("functions reach their singularities in these data and stay guarded");
      }
    }
    return new Fit(
        start.with(network, operation.build()),
        outcome.steps(),
        outcome.why(),
        outcome.bestStep(),
        notes);
  }

  private static Examples examples(Kan kan, FitOperation.Rows rows, Table table) {
    return Examples.of(kan.features(), kan.task(), rows.weight(), rows.drop(), table).held();
  }

  /** The loss asked for, or the one that fits the task. */
  private Loss loss(TrainingSpec spec, Task task) {
    if (spec.loss().name().equals("auto")) {
      return registries.losses().create(ComponentSpec.of(usual(task)));
    }
    Loss loss = registries.losses().create(spec.loss());
    if (loss instanceof Loss.Squares && !(task instanceof Task.Regression)) {
      throw KanException.user(
          "training: loss: '%s' is for regression; classes need a cross-entropy such as %s",
          spec.loss(), usual(task));
    }
    return loss;
  }

  /** The name of the usual loss of a task. */
  public static String usual(Task task) {
    if (task instanceof Task.Regression) {
      return "mean_squared_error";
    }
    if (task instanceof Task.MultiLabel) {
      return "binary_cross_entropy";
    }
    return task.outputs() == 1 ? "binary_cross_entropy" : "softmax_cross_entropy";
  }
}
