/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.kan4j.core.model.Examples;
import org.kan4j.core.model.Kan;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Batch;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Loss;
import org.kan4j.spi.training.Optimizer;
import org.kan4j.spi.training.Vector;

/** One run of training: steps, grid updates, validation. Used once, by one thread. */
final class FitLoop implements AutoCloseable {
  /** What part of the passes over the data may be added for numbers to settle on the last grids. */
  private static final double SETTLING = 0.05;

  /**
   * The parts of a fit.
   *
   * @param settling the method by which numbers settle on grids that moved after the last step
   * @param regularization empty if lambda is 0
   * @param validation empty if there are no validation rows
   * @param reach scaled inputs that grids cover: those of the rows to learn from, and perhaps
   *     others
   */
  record Parts(
      TrainingSpec spec,
      Backend backend,
      Loss loss,
      Optimizer optimizer,
      Optimizer settling,
      Optional<Regularization> regularization,
      Examples train,
      Optional<Examples> validation,
      Columns reach) {
    /** All rows to learn from. */
    Batch all() {
      return new Batch(train.inputs(), train.targets(), train.weights(), loss);
    }
  }

  /**
   * So many times the loss of the start, or of a constant, and a fit has run away: edges go on in
   * straight lines outside their grids, so that numbers can stay finite long after they mean
   * nothing.
   */
  private static final double RUNAWAY = 1e8;

  private static final int CHUNK = 1 << 16;

  /** What came out. */
  record Outcome(
      Network network,
      List<StepRecord> steps,
      Fit.Why why,
      int bestStep,
      double trainLoss,
      double validationLoss,
      GridMoves grids,
      Coverage coverage,
      List<String> notes) {}

  private final Parts parts;
  private final Kan start;
  private final GridMoves grids;
  private final Optional<Epochs> epochs;
  private final MeanLoss trainLoss;
  private final Optional<MeanLoss> validationLoss;
  private final List<StepRecord> records = new ArrayList<>();
  private Stage stage;
  private Network best;
  private int bestStep;
  private double bestLoss = Double.POSITIVE_INFINITY;
  private int fruitless;
  private boolean movedEarly;
  private double startLoss;

  FitLoop(Parts parts, Kan start) {
    this.parts = parts;
    this.start = start;
    Examples train = parts.train();
    int batch = parts.spec().batch();
    epochs =
        batch == 0
            ? Optional.empty()
            : Optional.of(
                Epochs.over(
                    train, parts.loss(), batch, parts.spec().seed(), parts.spec().precision()));
    trainLoss = new MeanLoss(parts.loss(), train);
    validationLoss = parts.validation().map(rows -> new MeanLoss(parts.loss(), rows));
    grids = new GridMoves(parts, validationLoss);
  }

  Outcome run(List<TrainingListener> listeners) {
    long began = System.nanoTime();
    int steps = parts.spec().steps();
    stage = open(start.network(), steps);
    startLoss = trainLoss.at(stage.program(), stage.parameters());
    validate(0, true);
    listeners.forEach(listener -> listener.model(0, () -> model(stage.network())));
    Fit.Why why = Fit.Why.STEPS_DONE;
    for (int step = 1; step <= steps; step++) {
      boolean moved = (due(step) && moveGrids(steps - step + 1)) || movedEarly;
      movedEarly = false;
      stage.trail().push(stage.parameters());
      epochs.ifPresent(e -> stage.objective().data(e.next()));
      Optimizer.Step done = stage.session().step();
      requireFinite(step, done);
      requireMeasure(step, done.loss());
      boolean end = step == steps || done.stop() != Optimizer.Stop.CONTINUE;
      boolean turn = end || epochs.map(Epochs::ended).orElse(true);
      double validation = validate(step, turn);
      StepRecord record =
          new StepRecord(
              step,
              done.loss(),
              done.loss() - stage.objective().penaltyAt(done.loss()),
              validation,
              done.gradientNorm(),
              done.evaluations(),
              moved,
              (System.nanoTime() - began) / 1e9);
      records.add(record);
      for (TrainingListener listener : listeners) {
        listener.step(record);
        listener.model(step, () -> model(stage.network()));
      }
      if (turn
          && parts.spec().patience() > 0
          && validationLoss.isPresent()
          && step - bestStep >= parts.spec().patience()) {
        why = Fit.Why.EARLY_STOP;
        break;
      }
      if (ends(step, done.stop())) {
        why = done.stop() == Optimizer.Stop.CONVERGED ? Fit.Why.CONVERGED : Fit.Why.NO_PROGRESS;
        break;
      }
    }
    return outcome(why);
  }

  private Outcome outcome(Fit.Why why) {
    int last = records.size();
    double loss = trainLoss.at(stage.program(), stage.parameters());
    if (!Double.isFinite(loss)) {
      throw divergence(last, stage.parameters().toArray(), stage.trail().last());
    }
    requireMeasure(last, loss);
    List<String> notes = stage.session().notes();
    boolean restores = best != null && parts.spec().keepsBest();
    if (restores && bestStep < last) {
      Stage restored = open(best, 1);
      stage.close();
      stage = restored;
    }
    if (parts.spec().gridUpdates() > 0) {
      int most = parts.spec().batch() == 0 ? records.size() : 0;
      stage =
          grids.afterFit(stage, parts.settling(), new GridMoves.Patience(settlingSteps(), most));
    }
    return new Outcome(
        stage.network(),
        records,
        why,
        restores ? bestStep : last,
        trainLoss.at(stage.program(), stage.parameters()),
        validationLoss.map(of -> of.at(stage.program(), stage.parameters())).orElse(Double.NaN),
        grids,
        grids.coverage(stage.network()),
        notes);
  }

  private Stage open(Network network, int stepsLeft) {
    return Stage.open(parts, network, parts.optimizer(), plan(stepsLeft));
  }

  private Objective.Plan plan(int stepsLeft) {
    return new Objective.Plan(stepsLeft, epochs.isPresent());
  }

  /**
   * Whether grids move before this step: at equal distances, but not before the first step, when
   * what flows through the network means nothing yet.
   */
  private boolean due(int step) {
    int updates = parts.spec().gridUpdates();
    double until = parts.spec().gridUpdateUntil() * parts.spec().steps();
    if (updates == 0 || step == 1 || step - 1 > until) {
      return false;
    }
    int distance = Math.max(1, (int) (until / updates));
    return (step - 1) % distance == 0 && (step - 1) / distance <= updates;
  }

  private boolean moveGrids(int stepsLeft) {
    Optional<Stage> moved = grids.duringFit(stage, parts.optimizer(), plan(stepsLeft));
    moved.ifPresent(next -> stage = next);
    return moved.isPresent();
  }

  /** How many steps on all rows numbers may take to settle on the last grids. */
  private int settlingSteps() {
    int batch = parts.spec().batch();
    double passes = records.size();
    if (batch > 0) {
      passes *= Math.min(1, (double) batch / parts.train().rows());
    }
    return (int) Math.ceil(SETTLING * passes);
  }

  /**
   * Whether there is nothing left to do; else opens a new session where the old one is at its end.
   */
  private boolean ends(int step, Optimizer.Stop stop) {
    if (stop == Optimizer.Stop.CONTINUE) {
      fruitless = 0;
      return false;
    }
    fruitless++;
    int left = parts.spec().steps() - step;
    if (left == 0) {
      return false;
    }
    if (epochs.isEmpty()) {
      boolean mayMove =
          parts.spec().gridUpdates() > 0
              && step < parts.spec().gridUpdateUntil() * parts.spec().steps();
      movedEarly = mayMove && moveGrids(left);
      return !movedEarly;
    }
    if (fruitless >= epochs.get().batches()) {
      return true; // not on any batch of an epoch
    }
    Stage fresh = open(stage.network(), left);
    stage.close();
    stage = fresh;
    return false;
  }

  /** The validation loss, if it is its turn; keeps the model if it is the best so far. */
  private double validate(int step, boolean turn) {
    if (validationLoss.isEmpty() || !turn) {
      return Double.NaN;
    }
    double loss = validationLoss.get().at(stage.program(), stage.parameters());
    if (loss < bestLoss || best == null) {
      bestLoss = Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss;
      bestStep = step;
      best = stage.network();
    }
    return loss;
  }

  private void requireFinite(int step, Optimizer.Step done) {
    // the sum of squares stays where the parameters live; it is finite but for numbers beyond use
    double squares = stage.parameters().dot(stage.parameters());
    double[] now = Double.isFinite(squares) ? null : stage.parameters().toArray();
    boolean finite = now == null || Arrays.stream(now).allMatch(Double::isFinite);
    if (finite && Double.isFinite(done.loss()) && done.stop() != Optimizer.Stop.DIVERGED) {
      return;
    }
    double[] from = stage.trail().last();
    throw divergence(
        step, finite ? stage.parameters().toArray() : from, from, stage.trail().earlier());
  }

  private void requireMeasure(int step, double loss) {
    if (loss > RUNAWAY * Math.max(1, startLoss)) {
      Network kept = best != null ? best : start.network();
      throw new DivergenceException(step, startLoss, loss, model(kept));
    }
  }

  /** The error, with the first of the candidates whose training loss is finite. */
  private DivergenceException divergence(int step, double[]... candidates) {
    double[] seen = stage.objective().offending();
    OptionalInt layer = firstBadLayer(seen == null ? stage.trail().last() : seen);
    if (layer.isEmpty()) {
      layer = firstBadLayer(candidates[0]);
    }
    for (double[] candidate : candidates) {
      if (candidate.length == stage.parameters().size()) {
        stage.parameters().write(candidate);
        if (Double.isFinite(trainLoss.at(stage.program(), stage.parameters()))) {
          return new DivergenceException(step, layer, model(stage.structure().with(candidate)));
        }
      }
    }
    return new DivergenceException(step, layer, model(best != null ? best : start.network()));
  }

  private Kan model(Network network) {
    return new Kan(network, start.features(), start.task(), start.operations());
  }

  private OptionalInt firstBadLayer(double[] parameters) {
    Network structure = stage.structure();
    for (int l = 0; l < structure.layers().size(); l++) {
      for (int p = structure.layout().start(l); p < structure.layout().start(l + 1); p++) {
        if (!Double.isFinite(parameters[p])) {
          return OptionalInt.of(l);
        }
      }
    }
    Network network = structure.with(parameters);
    for (int l = 1; l <= structure.layers().size(); l++) {
      Network prefix = network.prefix(l);
      if (!finite(prefix)) {
        return OptionalInt.of(l - 1);
      }
    }
    return OptionalInt.empty();
  }

  /** Whether all that a network gives for the rows to learn from is finite. */
  private boolean finite(Network prefix) {
    Columns inputs = parts.train().inputs();
    try (Program program = parts.backend().compile(prefix, parts.spec().precision())) {
      Vector vector = program.vector();
      vector.write(prefix.parameters());
      for (int from = 0; from < inputs.rows(); from += CHUNK) {
        Columns rows = RowRange.of(inputs, from, Math.min(CHUNK, inputs.rows() - from));
        double[] outputs = new double[Math.multiplyExact(rows.rows(), prefix.outputs())];
        program.forward(vector, rows, outputs);
        if (!Arrays.stream(outputs).allMatch(Double::isFinite)) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public void close() {
    epochs.ifPresent(Epochs::close);
    if (stage != null) {
      stage.close();
    }
  }
}
