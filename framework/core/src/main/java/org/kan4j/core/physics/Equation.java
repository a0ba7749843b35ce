/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.physics;

import org.kan4j.core.dataset.PointFunction;

/**
 * What is to be zero at points: a function of the point, the outputs and their derivatives there.
 * Safe for several threads.
 */
@FunctionalInterface
public interface Equation {
  /**
   * What is left over.
   *
   * @param x the point, in the units of the inputs; not changed
   * @param jet outputs and derivatives, {@code [outputs*channels]} in the order of {@link
   *     Partials}; not changed
   * @param slopes receives the derivatives by each entry of {@code jet}; holds zeros; null if not
   *     wanted
   */
  double residual(double[] x, double[] jet, double[] slopes);

  /** What is left over at one point, whose own numbers are worked out once. */
  @FunctionalInterface
  interface AtPoint {
    /** As {@link Equation#residual}, at the point. */
    double residual(double[] jet, double[] slopes);
  }

  /** This equation at a point, to be asked many times. */
  default AtPoint at(double[] x) {
    return (jet, slopes) -> residual(x, jet, slopes);
  }

  /**
   * {@code Σ coefficient·jet - source(x)}.
   *
   * @param coefficients one for each entry of a jet
   */
  static Equation linear(double[] coefficients, PointFunction source) {
    return new LinearEquation(coefficients.clone(), source);
  }

  /** A given value of one output: {@code jet[output*channels] - value(x)}. */
  static Equation value(Partials partials, int output, PointFunction value) {
    double[] coefficients = new double[(output + 1) * partials.channels()];
    coefficients[output * partials.channels()] = 1;
    return new LinearEquation(coefficients, value);
  }
}
