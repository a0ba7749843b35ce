/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.physics;

import org.kan4j.core.dataset.PointFunction;

/** {@code Σ coefficient·jet - source(x)}. */
@SuppressWarnings("ArrayRecordComponent") // its own
record LinearEquation(double[] coefficients, PointFunction source) implements Equation {
  @Override
  public double residual(double[] x, double[] jet, double[] slopes) {
    return at(x).residual(jet, slopes);
  }

  @Override
  public AtPoint at(double[] x) {
    double given = source.value(x);
    return (jet, slopes) -> {
      double sum = -given;
      for (int c = 0; c < coefficients.length; c++) {
        sum += coefficients[c] * jet[c];
        if (slopes != null) {
          slopes[c] = coefficients[c];
        }
      }
      return sum;
    };
  }
}
