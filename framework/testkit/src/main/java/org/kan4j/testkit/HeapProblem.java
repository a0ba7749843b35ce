/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.testkit;

import java.util.BitSet;
import java.util.Optional;
import org.kan4j.spi.training.LeastSquares;
import org.kan4j.spi.training.Problem;
import org.kan4j.spi.training.Vector;

/** A problem over {@link HeapVector}s, from a plain function of an array. */
public final class HeapProblem implements Problem {
  private final int size;
  private final Objective objective;
  private final Optional<LeastSquares> squares;
  private final BitSet frozen;
  private final int plannedSteps;
  private int evaluations;

  private HeapProblem(
      int size,
      Objective objective,
      Optional<LeastSquares> squares,
      BitSet frozen,
      int plannedSteps) {
    this.size = size;
    this.objective = objective;
    this.squares = squares;
    this.frozen = frozen;
    this.plannedSteps = plannedSteps;
  }

  /** A function to minimise. */
  @FunctionalInterface
  public interface Objective {
    /** The value; fills {@code gradient[x.length]}, which is never null. */
    double evaluate(double[] x, double[] gradient);
  }

  /** Residuals whose squares count. */
  @FunctionalInterface
  public interface Residuals {
    /** Fills the residuals and {@code jacobian[residual.length][x.length]}, row-major. */
    void evaluate(double[] x, double[] residual, double[] jacobian);
  }

  /** A problem of {@code size} variables, all of them trainable. */
  public static HeapProblem of(int size, Objective objective) {
    return new HeapProblem(size, objective, Optional.empty(), new BitSet(), 1000);
  }

  /** The sum of {@code count} squared residuals of {@code size} variables. */
  public static HeapProblem squares(int size, int count, Residuals residuals) {
    return squares(size, count, residuals, new BitSet(), 1000);
  }

  private static HeapProblem squares(
      int size, int count, Residuals residuals, BitSet frozen, int plannedSteps) {
    HeapSquares squares = new HeapSquares(size, count, residuals, frozen);
    return new HeapProblem(size, squares::objective, Optional.of(squares), frozen, plannedSteps);
  }

  /** The same problem with some variables frozen. */
  public HeapProblem freeze(BitSet places) {
    BitSet copy = (BitSet) places.clone();
    if (squares.orElse(null) instanceof HeapSquares of) {
      return squares(size, of.residuals(), of.rule(), copy, plannedSteps);
    }
    return new HeapProblem(size, objective, squares, copy, plannedSteps);
  }

  /** The same problem with another number of planned steps. */
  public HeapProblem planned(int steps) {
    return new HeapProblem(size, objective, squares, frozen, steps);
  }

  /** How often the objective was evaluated so far. */
  public int evaluations() {
    return evaluations;
  }

  @Override
  public HeapVector vector() {
    return HeapVector.zero(size);
  }

  @Override
  public HeapVector trainable() {
    double[] ones = new double[size];
    for (int i = 0; i < size; i++) {
      ones[i] = frozen.get(i) ? 0 : 1;
    }
    return HeapVector.of(ones);
  }

  @Override
  public double evaluate(Vector parameters, Vector gradient) {
    evaluations++;
    double[] slopes = new double[size];
    double value = objective.evaluate(parameters.toArray(), slopes);
    if (gradient != null) {
      frozen.stream().forEach(i -> slopes[i] = 0);
      gradient.write(slopes);
    }
    return value;
  }

  @Override
  public int plannedSteps() {
    return plannedSteps;
  }

  @Override
  public Optional<LeastSquares> leastSquares() {
    return squares;
  }

  private record HeapSquares(int size, int residuals, Residuals rule, BitSet frozen)
      implements LeastSquares {
    @Override
    public void residuals(Vector parameters, double[] residual) {
      rule.evaluate(parameters.toArray(), residual, new double[residuals * size]);
    }

    @Override
    public void jacobian(Vector parameters, int from, int to, double[] jacobian) {
      double[] all = new double[residuals * size];
      rule.evaluate(parameters.toArray(), new double[residuals], all);
      for (int r = from; r < to; r++) {
        for (int i = 0; i < size; i++) {
          jacobian[(r - from) * size + i] = frozen.get(i) ? 0 : all[r * size + i];
        }
      }
    }

    private double objective(double[] x, double[] gradient) {
      double[] residual = new double[residuals];
      double[] jacobian = new double[residuals * size];
      rule.evaluate(x, residual, jacobian);
      double sum = 0;
      for (int r = 0; r < residuals; r++) {
        sum += residual[r] * residual[r];
        for (int i = 0; i < size; i++) {
          gradient[i] += 2 * residual[r] * jacobian[r * size + i];
        }
      }
      return sum;
    }
  }
}
