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

  /**
   * {@code Σ coefficient·jet - source(x)}.
   *
   * @param coefficients one for each entry of a jet
   */
  static Equation linear(double[] coefficients, PointFunction source) {
    double[] own = coefficients.clone();
    return (x, jet, slopes) -> {
      double sum = -source.value(x);
      for (int c = 0; c < own.length; c++) {
        sum += own[c] * jet[c];
        if (slopes != null) {
          slopes[c] = own[c];
        }
      }
      return sum;
    };
  }

  /** A given value of one output: {@code jet[output*channels] - value(x)}. */
  static Equation value(Partials partials, int output, PointFunction value) {
    int place = output * partials.channels();
    return (x, jet, slopes) -> {
      if (slopes != null) {
        slopes[place] = 1;
      }
      return jet[place] - value.value(x);
    };
  }
}
