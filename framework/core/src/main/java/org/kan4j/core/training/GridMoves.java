/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import java.util.List;
import java.util.Optional;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Optimizer;

/**
 * Lets the grids of a fit follow what reaches them, as far as the objective on all rows allows.
 * Confined to the thread of the fit.
 */
final class GridMoves {
  /** A grid update may raise the objective by this share of it, which is rounding. */
  private static final double ROUNDING = 1e-12;

  /** Where so large a share of the rows lies outside a grid, covering them is worth a rise … */
  private static final double ASTRAY = 0.05;

  /** … by at most this share of the objective, which the steps to come make good. */
  private static final double BEARABLE = 1;

  /** What the loss of the rows to choose by may rise by, of itself, when the last grids move. */
  private static final double UNNOTICED = 0.01;

  /** What part of the way to the data grids are tried to go in the end. */
  private static final List<Double> WAYS = List.of(1.0, 0.5, 0.25);

  /** Numbers that settle after the grids have moved may leave them again. */
  private static final int ROUNDS = 3;

  /** So many steps may follow in which numbers settle quickly … */
  private static final int QUICK_STEPS = 12;

  /** … which is when each leaves no more of the objective than this. */
  private static final double QUICK = 0.95;

  /**
   * How long numbers may take to settle on grids that moved last.
   *
   * @param steps however slowly
   * @param most as long as each step brings them closer; no more than some
   */
  record Patience(int steps, int most) {
    int longest() {
      return Math.max(steps, Math.min(most, QUICK_STEPS));
    }
  }

  private final FitLoop.Parts parts;
  private final Optional<MeanLoss> validation;
  private final GridUpdate update;
  private int accepted;
  private int refused;
  private int settling;

  GridMoves(FitLoop.Parts parts, Optional<MeanLoss> validation) {
    this.parts = parts;
    this.validation = validation;
    update = new GridUpdate(parts.backend(), parts.spec().precision());
  }

  /** How many moves were made. */
  int accepted() {
    return accepted;
  }

  /** How many would have made the objective worse. */
  int refused() {
    return refused;
  }

  /** How many steps it took until the objective was as low again. */
  int settling() {
    return settling;
  }

  /** What part of the rows to learn from lies in the grids. */
  Coverage coverage(Network network) {
    return Coverage.of(network, parts.train().inputs(), parts.backend(), parts.spec().precision());
  }

  /** What part of all that grids are to reach lies in them. */
  private Coverage reached(Network network) {
    return Coverage.of(network, parts.reach(), parts.backend(), parts.spec().precision());
  }

  /**
   * A stage whose grids suit the data, if its objective is no higher; else, if too many rows lie
   * outside, one whose grids cover them. The old stage is closed if there is a new one.
   */
  Optional<Stage> duringFit(Stage stage, Optimizer optimizer, Objective.Plan plan) {
    Network now = stage.network();
    Network suited = update.toSamples(now, parts.reach(), parts.spec().gridMargin());
    if (suited.layers().equals(now.layers())) {
      return Optional.empty();
    }
    double old = objective(stage);
    Stage next = Stage.open(parts, suited, optimizer, plan);
    if (objective(next) <= (1 + ROUNDING) * old) {
      return moved(stage, next);
    }
    next.close();
    if (reached(now).worst() > ASTRAY) {
      next = Stage.open(parts, covering(now, 1), optimizer, plan);
      if (objective(next) <= (1 + BEARABLE) * old) {
        return moved(stage, next);
      }
      next.close();
    }
    refused++;
    return Optional.empty();
  }

  private Optional<Stage> moved(Stage stage, Stage next) {
    stage.close();
    accepted++;
    return Optional.of(next);
  }

  private double objective(Stage stage) {
    stage.objective().data(parts.all());
    return stage.objective().evaluate(stage.parameters(), null);
  }

  private Network covering(Network network, double part) {
    return update.toCover(network, parts.reach(), parts.spec().gridMargin(), part);
  }

  /**
   * The stage after all steps, on grids that cover what reaches them, or as much of it as leaves
   * the objective and the validation loss as low as they were. The numbers of the network may
   * settle on the new grids for some steps.
   *
   * @param optimizer the method by which they settle
   * @param patience how long that may take in each try
   */
  Stage afterFit(Stage stage, Optimizer optimizer, Patience patience) {
    Stage last = stage;
    Coverage reached = reached(last.network());
    for (int round = 0; round < ROUNDS && !reached.complete(); round++) {
      Network now = last.network();
      if (covering(now, 1).layers().equals(now.layers())) {
        break; // no grid can move
      }
      Optional<Stage> next = settled(last, reached, optimizer, patience);
      if (next.isEmpty()) {
        refused++;
        break;
      }
      last.close();
      last = next.get();
      reached = reached(last.network());
      accepted++;
    }
    return last;
  }

  private Optional<Stage> settled(
      Stage stage, Coverage reached, Optimizer optimizer, Patience patience) {
    int steps = patience.longest();
    double old = objective(stage);
    double oldValidation = validationLoss(stage);
    for (double way : WAYS) {
      Stage next =
          Stage.open(
              parts, covering(stage.network(), way), optimizer, new Objective.Plan(steps, false));
      double value = objective(next);
      Optimizer.Stop stop = Optimizer.Stop.CONTINUE;
      boolean quick = true;
      for (int s = 0;
          value > old
              && stop == Optimizer.Stop.CONTINUE
              && (s < patience.steps || (quick && s < steps));
          s++) {
        double before = value;
        stop = next.session().step().stop();
        value = objective(next);
        quick = value <= QUICK * before;
        settling++;
      }
      if (value <= (1 + ROUNDING) * old
          && !(validationLoss(next) > (1 + UNNOTICED) * oldValidation)
          && reached(next.network()).outside() < reached.outside()) {
        return Optional.of(next);
      }
      next.close();
    }
    return Optional.empty();
  }

  private double validationLoss(Stage stage) {
    return validation.map(of -> of.at(stage.program(), stage.parameters())).orElse(Double.NaN);
  }
}
