/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.kan4j.spi.backend.Batch;
import org.kan4j.spi.backend.Penalty;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Curvature;
import org.kan4j.spi.training.LeastSquares;
import org.kan4j.spi.training.Loss;
import org.kan4j.spi.training.Prior;
import org.kan4j.spi.training.Problem;
import org.kan4j.spi.training.Statistics;
import org.kan4j.spi.training.Vector;

/** Loss plus penalties of one network structure on the rows of the current step. */
final class Objective implements Problem {
  private final Network structure;
  private final Program program;
  private final Optional<Regularization> regularization;
  private final int plannedSteps;
  private final boolean changing;
  private final BitSet trainable;
  private final List<Evaluated> evaluated = new ArrayList<>();
  private final OutputJacobian outputs;
  private Batch batch;
  private double[] offending;

  /** Values that an evaluation gave. */
  private record Evaluated(double objective, double penalty) {}

  /** How a fit uses an objective. */
  record Plan(int steps, boolean changing) {}

  Objective(
      Network structure,
      Program program,
      Optional<Regularization> regularization,
      Batch batch,
      Plan plan) {
    this.structure = structure;
    this.program = program;
    this.regularization = regularization;
    this.batch = batch;
    this.plannedSteps = Math.max(1, plan.steps());
    this.changing = plan.changing();
    this.trainable = structure.trainable();
    this.outputs = new OutputJacobian(program, () -> this.batch);
  }

  /** Sets the rows of the next step. */
  void data(Batch next) {
    batch = next;
  }

  /** The penalty at the place whose objective this is; NaN if that place was not evaluated. */
  double penaltyAt(double objective) {
    for (int e = evaluated.size() - 1; e >= 0; e--) {
      Evaluated at = evaluated.get(e);
      if (at.objective == objective) {
        evaluated.clear();
        evaluated.add(at); // a step that goes nowhere reports it again
        return at.penalty;
      }
    }
    return Double.NaN;
  }

  /** The last parameters at which the objective was not finite; null if there were none. */
  double[] offending() {
    return offending;
  }

  @Override
  public Vector vector() {
    return program.vector();
  }

  @Override
  public Vector trainable() {
    double[] ones = new double[structure.layout().size()];
    trainable.stream().forEach(p -> ones[p] = 1);
    Vector vector = program.vector();
    vector.write(ones);
    return vector;
  }

  @Override
  public double evaluate(Vector parameters, Vector gradient) {
    Evaluated at = evaluateParts(parameters, gradient);
    evaluated.add(at);
    if (!Double.isFinite(at.objective)) {
      offending = parameters.toArray();
    }
    return at.objective;
  }

  @Override
  public double step(Vector parameters, Vector gradient, Vector.Update update) {
    if (regularization.isPresent()) {
      return Problem.super.step(parameters, gradient, update);
    }
    double value = program.step(parameters, batch, null, gradient, update);
    evaluated.add(new Evaluated(value, 0));
    return value;
  }

  private Evaluated evaluateParts(Vector parameters, Vector gradient) {
    if (regularization.isEmpty()) {
      return new Evaluated(program.evaluate(parameters, batch, null, gradient), 0);
    }
    Regularization penalties = regularization.get();
    double[] numbers = parameters.toArray();
    double[] direct = new double[numbers.length];
    double[] value = new double[1];
    double objective;
    if (penalties.usesScores()) {
      Penalty penalty =
          (statistics, statisticsGradient) -> {
            value[0] =
                penalties.evaluate(structure, numbers, statistics, direct, statisticsGradient);
            return value[0];
          };
      objective = program.evaluate(parameters, batch, penalty, gradient);
    } else {
      Statistics none = Statistics.zero(structure.layers());
      value[0] = penalties.evaluate(structure, numbers, none, direct, none);
      objective = program.evaluate(parameters, batch, null, gradient) + value[0];
    }
    if (gradient != null) {
      for (int p = trainable.nextClearBit(0);
          p < direct.length;
          p = trainable.nextClearBit(p + 1)) {
        direct[p] = 0;
      }
      Vector addend = program.vector();
      addend.write(direct);
      gradient.combine(1, 1, addend);
    }
    return new Evaluated(objective, value[0]);
  }

  @Override
  public int plannedSteps() {
    return plannedSteps;
  }

  @Override
  public boolean changing() {
    return changing;
  }

  @Override
  public Optional<LeastSquares> leastSquares() {
    return regularization.isPresent() ? Optional.empty() : squares();
  }

  private Optional<LeastSquares> squares() {
    return batch.loss() instanceof Loss.Squares loss
        ? Optional.of(new SquaredResiduals(outputs, loss))
        : Optional.empty();
  }

  @Override
  public Optional<Curvature> curvature() {
    return batch.loss() instanceof Loss.Curved loss
        ? Optional.of(new OutputCurvature(outputs, loss))
        : squares().map(rows -> rows);
  }

  @Override
  public Optional<Prior> prior() {
    return Optional.of(new SmoothCurves(structure));
  }
}
