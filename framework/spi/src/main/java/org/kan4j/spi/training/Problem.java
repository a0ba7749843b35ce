/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.training;

import java.util.Optional;

/** What an optimizer minimises. Confined to one fit and one thread. */
public interface Problem {
  /** A new vector of zeros, where the parameters live. */
  Vector vector();

  /** 1 for each parameter that may change, 0 for the others; the gradient is 0 there. */
  Vector trainable();

  /**
   * The objective on the data of the current step, and its gradient. The value may be infinite or
   * NaN at parameters far off: an optimizer must then step back.
   *
   * @param gradient receives the gradient; null if not wanted
   */
  double evaluate(Vector parameters, Vector gradient);

  /**
   * Evaluates, then updates the parameters, whether the objective was finite or not: whoever calls
   * must be able to go back. Where a backend can, both are one pass.
   *
   * @param gradient receives the gradient where the parameters were; the first of the others
   * @return the objective where the parameters were
   */
  default double step(Vector parameters, Vector gradient, Vector.Update update) {
    double value = evaluate(parameters, gradient);
    update.apply(parameters);
    return value;
  }

  /** How many steps are planned, for schedules; at least 1. */
  int plannedSteps();

  /**
   * Whether each step has data of its own, as with mini-batches. A method that keeps the objective
   * or a gradient from one step to the next must then evaluate anew.
   */
  default boolean changing() {
    return false;
  }

  /** The same problem as a sum of squares, if it is one. */
  default Optional<LeastSquares> leastSquares() {
    return Optional.empty();
  }

  /**
   * The curvature of the objective but for its penalties, if it is known: that of {@link
   * #leastSquares()} unless there is another.
   */
  default Optional<Curvature> curvature() {
    return leastSquares().map(squares -> squares);
  }

  /** What is likely before any data, for methods that hold back from noise; if it is known. */
  default Optional<Prior> prior() {
    return Optional.empty();
  }
}
