/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.physics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.LeastSquares;
import org.kan4j.spi.training.Problem;
import org.kan4j.spi.training.Vector;

/**
 * Equations on a network as a problem for any optimizer: the objective is the sum over conditions
 * of weight times the mean of squared residuals. Residuals, their Jacobian and the gradient are
 * exact. Safe for several threads, but for vectors, of which each has its own.
 */
public final class EquationProblem implements Problem, LeastSquares {
  private final InputDerivatives derivatives;
  private final List<Condition> conditions;
  private final List<List<Equation.AtPoint>> equations;
  private final int plannedSteps;
  private final int residuals;

  /** The problem of bringing the residuals of some conditions to zero. */
  public EquationProblem(
      InputDerivatives derivatives, List<Condition> conditions, int plannedSteps) {
    this(derivatives, List.copyOf(conditions), atPoints(conditions), plannedSteps);
  }

  private EquationProblem(
      InputDerivatives derivatives,
      List<Condition> conditions,
      List<List<Equation.AtPoint>> equations,
      int plannedSteps) {
    this.derivatives = derivatives;
    this.conditions = conditions;
    this.equations = equations;
    this.plannedSteps = Math.max(1, plannedSteps);
    int inputs = derivatives.network().inputs();
    int count = 0;
    for (Condition condition : conditions) {
      for (double[] point : condition.points()) {
        if (point.length != inputs) {
          throw new IllegalArgumentException(
              "%s: a point of %d numbers for %d inputs"
                  .formatted(condition.name(), point.length, inputs));
        }
      }
      count = Math.addExact(count, condition.points().length);
    }
    residuals = count;
  }

  private static List<List<Equation.AtPoint>> atPoints(List<Condition> conditions) {
    return conditions.stream()
        .map(of -> Arrays.stream(of.points()).map(of.equation()::at).toList())
        .toList();
  }

  /** The same conditions on another network of as many inputs and outputs. */
  public EquationProblem on(InputDerivatives other, int steps) {
    return new EquationProblem(other, conditions, equations, steps);
  }

  @Override
  public Vector vector() {
    return new HeapVector(derivatives.network().layout().size());
  }

  @Override
  public Vector trainable() {
    Network network = derivatives.network();
    double[] ones = new double[network.layout().size()];
    network.trainable().stream().forEach(p -> ones[p] = 1);
    Vector vector = vector();
    vector.write(ones);
    return vector;
  }

  @Override
  public int plannedSteps() {
    return plannedSteps;
  }

  @Override
  public Optional<LeastSquares> leastSquares() {
    return Optional.of(this);
  }

  @Override
  public double evaluate(Vector parameters, Vector gradient) {
    double[] numbers = HeapVector.values(parameters);
    double[] slopes = gradient == null ? null : new double[numbers.length];
    double[] squares = new double[1];
    for (int c = 0; c < conditions.size(); c++) {
      Condition condition = conditions.get(c);
      List<Equation.AtPoint> points = equations.get(c);
      if (slopes == null) {
        for (double residual : residuals(c, numbers)) {
          squares[0] += residual * residual;
        }
        continue;
      }
      double share = condition.factor() * condition.factor();
      InputDerivatives.Sensitivity square =
          (row, jet, to) -> {
            double residual = points.get(row).residual(jet, to);
            squares[0] += share * residual * residual;
            for (int k = 0; k < to.length; k++) {
              to[k] *= 2 * share * residual;
            }
          };
      derivatives.gradient(numbers, condition.points(), square, slopes);
    }
    if (gradient != null) {
      gradient.write(slopes);
    }
    return squares[0];
  }

  private double[] residuals(int number, double[] numbers) {
    Condition condition = conditions.get(number);
    double[][] jets = derivatives.at(numbers, condition.points());
    double factor = condition.factor();
    double[] result = new double[jets.length];
    for (int r = 0; r < jets.length; r++) {
      result[r] = factor * equations.get(number).get(r).residual(jets[r], null);
    }
    return result;
  }

  @Override
  public int residuals() {
    return residuals;
  }

  @Override
  public void residuals(Vector parameters, double[] residual) {
    double[] numbers = HeapVector.values(parameters);
    int at = 0;
    for (int c = 0; c < conditions.size(); c++) {
      double[] of = residuals(c, numbers);
      System.arraycopy(of, 0, residual, at, of.length);
      at += of.length;
    }
  }

  @Override
  public void jacobian(Vector parameters, int from, int to, double[] jacobian) {
    double[] numbers = HeapVector.values(parameters);
    int start = 0;
    for (int number = 0; number < conditions.size(); number++) {
      Condition condition = conditions.get(number);
      int count = condition.points().length;
      int first = Math.max(from, start) - start;
      int last = Math.min(to, start + count) - start;
      if (first < last) {
        double[][] points = Arrays.copyOfRange(condition.points(), first, last);
        double factor = condition.factor();
        List<Equation.AtPoint> of = equations.get(number).subList(first, last);
        InputDerivatives.Sensitivity scaled =
            (row, jet, slopes) -> {
              of.get(row).residual(jet, slopes);
              for (int c = 0; c < slopes.length; c++) {
                slopes[c] *= factor;
              }
            };
        derivatives.jacobian(numbers, points, scaled, jacobian, start + first - from);
      }
      start += count;
    }
  }

  /** The root of the mean square of the residuals of each condition, in order. */
  public double[] rootMeanSquares(double[] parameters) {
    return IntStream.range(0, conditions.size())
        .mapToDouble(c -> {
          double sum = 0;
          for (double residual : residuals(c, parameters)) {
            sum += residual * residual;
          }
          return Math.sqrt(sum / conditions.get(c).weight());
        })
        .toArray();
  }

  /**
   * Checks that all residuals are numbers.
   *
   * @throws KanException of kind NUMERIC that names condition and point of one that is not
   */
  public void requireFinite(double[] parameters) {
    for (int c = 0; c < conditions.size(); c++) {
      Condition condition = conditions.get(c);
      double[] of = residuals(c, parameters);
      for (int r = 0; r < of.length; r++) {
        if (!Double.isFinite(of[r])) {
          throw KanException.numeric(
              "condition '%s' leaves %s at point %s: give it other points, or start from another"
                  + " seed",
              condition.name(), of[r], Arrays.toString(condition.points()[r]));
        }
      }
    }
  }
}
