/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.physics;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.kan4j.core.dataset.PointFunction;
import org.kan4j.core.dataset.Variable;
import org.kan4j.core.model.Kan;

/**
 * A differential equation with all that makes its solution unique.
 *
 * @param name for reports
 * @param inputs what the solution depends on, and where
 * @param outputs names of the unknown functions
 * @param partials the derivatives that the conditions look at
 * @param conditions the equation in the interior, and what holds on the boundary
 * @param solution the first unknown, if it is known: to measure errors, never to train
 */
public record DifferentialProblem(
    String name,
    List<Variable> inputs,
    List<String> outputs,
    Partials partials,
    List<Condition> conditions,
    Optional<PointFunction> solution) {
  /** Checks that the parts fit. */
  public DifferentialProblem {
    requireNonNull(name, "name is null");
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    conditions = List.copyOf(conditions);
    if (partials.inputs() != inputs.size() || outputs.isEmpty() || conditions.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: %d inputs, %d outputs, %d conditions"
              .formatted(name, inputs.size(), outputs.size(), conditions.size()));
    }
  }

  /**
   * How far a model is from the solution: the mean square of the difference at random points.
   *
   * @param count how many points
   * @param seed of the draw
   * @throws IllegalStateException if the solution is not known
   */
  public double meanSquaredError(Kan kan, int count, long seed) {
    return error(kan, count, seed).difference() / count;
  }

  /**
   * The same as a share: the root of the sum of squared differences by that of the solution.
   *
   * @param count how many points
   * @param seed of the draw
   * @throws IllegalStateException if the solution is not known
   */
  public double relativeError(Kan kan, int count, long seed) {
    Squares squares = error(kan, count, seed);
    return Math.sqrt(squares.difference() / squares.solution());
  }

  private record Squares(double difference, double solution) {}

  private Squares error(Kan kan, int count, long seed) {
    PointFunction exact =
        solution.orElseThrow(
            () -> new IllegalStateException("the solution of " + name + " is not known"));
    SplittableRandom random = new SplittableRandom(seed);
    double[][] points = new double[count][inputs.size()];
    for (double[] point : points) {
      for (int i = 0; i < point.length; i++) {
        point[i] = random.nextDouble(inputs.get(i).lower(), inputs.get(i).upper());
      }
    }
    double[][] jets =
        InputDerivatives.of(kan, Partials.first(inputs.size()))
            .at(kan.network().parameters(), points);
    double differences = 0;
    double squares = 0;
    for (int p = 0; p < count; p++) {
      double value = exact.value(points[p]);
      double difference = jets[p][0] - value;
      differences += difference * difference;
      squares += value * value;
    }
    return new Squares(differences, squares);
  }

  /** All points of all conditions. */
  double[][] points() {
    return conditions.stream()
        .flatMap(condition -> Arrays.stream(condition.points()))
        .toArray(double[][]::new);
  }
}
