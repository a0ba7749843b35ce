/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.ToDoubleFunction;

/**
 * Compares a gradient with differences of the function: central ones of fourth order, with a step
 * that balances truncation and rounding in float64.
 */
public final class GradientChecker {
  private static final double STEP = 1e-4;

  private GradientChecker() {}

  /**
   * The place where a gradient is worst.
   *
   * @param place number of the variable
   * @param given the derivative under test
   * @param numeric the derivative by differences
   * @param error their difference, relative to the larger of the two but to no less than a
   *     thousandth of the largest derivative and a millionth of the function's value
   */
  public record Worst(int place, double given, double numeric, double error) {}

  /**
   * Finds the worst place.
   *
   * @param function of as many variables as {@code at} has; must be smooth about it
   * @param at where; not changed
   * @param gradient the derivatives under test, {@code gradient[at.length]}
   */
  public static Worst check(ToDoubleFunction<double[]> function, double[] at, double[] gradient) {
    double[] numeric = gradient(function, at);
    double largest = 0;
    for (int i = 0; i < at.length; i++) {
      largest = Math.max(largest, Math.max(Math.abs(gradient[i]), Math.abs(numeric[i])));
    }
    double floor = Math.max(1e-3 * largest, 1e-6 * Math.abs(function.applyAsDouble(at)));
    floor = Math.max(floor, Double.MIN_NORMAL);
    Worst worst = new Worst(-1, 0, 0, 0);
    for (int i = 0; i < at.length; i++) {
      double scale = Math.max(floor, Math.max(Math.abs(gradient[i]), Math.abs(numeric[i])));
      double error = Math.abs(gradient[i] - numeric[i]) / scale;
      if (!(error <= worst.error())) {
        worst = new Worst(i, gradient[i], numeric[i], error);
      }
    }
    return worst;
  }

  /** Fails, naming the worst place, if its error is above the tolerance or not a number. */
  public static void assertGradient(
      ToDoubleFunction<double[]> function, double[] at, double[] gradient, double tolerance) {
    Worst worst = check(function, at, gradient);
    assertTrue(worst.error() <= tolerance, () -> "gradient is worst at " + worst);
  }

  /** The gradient by differences. */
  public static double[] gradient(ToDoubleFunction<double[]> function, double[] at) {
    double[] x = at.clone();
    double[] gradient = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      double step = STEP * Math.max(1, Math.abs(at[i]));
      double near = difference(function, x, i, step);
      double far = difference(function, x, i, 2 * step);
      gradient[i] = (4 * near - far) / 3;
    }
    return gradient;
  }

  private static double difference(
      ToDoubleFunction<double[]> function, double[] x, int i, double step) {
    double middle = x[i];
    double above = middle + step;
    double below = middle - step;
    x[i] = above;
    double high = function.applyAsDouble(x);
    x[i] = below;
    double low = function.applyAsDouble(x);
    x[i] = middle;
    return (high - low) / (above - below);
  }
}
