/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import org.kan4j.onnx.ir.EdgePart;

/**
 * Cubic B-splines whose knots are uniform for each input.
 *
 * @param steps the distance of the knots of each input
 */
record UniformCubic(double[] steps) {
  /** Knots count as uniform up to rounding, in units of the last place of the largest. */
  private static final double ULPS = 8;

  static boolean fits(EdgePart part) {
    if (!part.isSpline() || part.order() != 3) {
      return false;
    }
    for (int i = 0; i < part.inputs(); i++) {
      double[] knots = part.knots(i);
      double step = step(knots);
      double allowed =
          ULPS * Math.ulp(Math.max(Math.abs(knots[0]), Math.abs(knots[knots.length - 1])));
      for (int j = 0; j < knots.length; j++) {
        if (!(Math.abs(knots[j] - (knots[3] + (j - 3) * step)) <= allowed)) {
          return false;
        }
      }
    }
    return true;
  }

  static UniformCubic of(EdgePart part) {
    double[] steps = new double[part.inputs()];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = step(part.knots(i));
    }
    return new UniformCubic(steps);
  }

  private static double step(double[] knots) {
    return (knots[knots.length - 4] - knots[3]) / (knots.length - 7);
  }

  /** Whether all inputs have the same. */
  boolean isOne() {
    for (double step : steps) {
      if (step != steps[0]) {
        return false;
      }
    }
    return true;
  }

  double[] reciprocals() {
    double[] reciprocals = steps.clone();
    for (int i = 0; i < steps.length; i++) {
      reciprocals[i] = 1 / steps[i];
    }
    return reciprocals;
  }
}
