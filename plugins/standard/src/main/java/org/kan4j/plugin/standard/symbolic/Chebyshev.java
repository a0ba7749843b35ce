/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.symbolic;

import java.util.function.DoubleUnaryOperator;
import org.kan4j.spi.function.Ops;

/** A Chebyshev interpolant of a smooth function on an interval. */
final class Chebyshev {
  private final double lower;
  private final double upper;
  private final double[] coefficients;

  private Chebyshev(double lower, double upper, double[] coefficients) {
    this.lower = lower;
    this.upper = upper;
    this.coefficients = coefficients;
  }

  /** The interpolant at so many Chebyshev points of the first kind. */
  static Chebyshev of(double lower, double upper, int count, DoubleUnaryOperator function) {
    double[] values = new double[count];
    for (int k = 0; k < count; k++) {
      double t = Math.cos(Math.PI * (k + 0.5) / count);
      values[k] = function.applyAsDouble((lower + upper) / 2 + t * (upper - lower) / 2);
    }
    double[] coefficients = new double[count];
    for (int j = 0; j < count; j++) {
      double sum = 0;
      for (int k = 0; k < count; k++) {
        sum += values[k] * Math.cos(Math.PI * j * (k + 0.5) / count);
      }
      coefficients[j] = (j == 0 ? 1 : 2) * sum / count;
    }
    return new Chebyshev(lower, upper, coefficients);
  }

  /** The value, by Clenshaw's recurrence. */
  double at(double x) {
    double t = (2 * x - (lower + upper)) / (upper - lower);
    double next = 0;
    double afterNext = 0;
    for (int j = coefficients.length - 1; j > 0; j--) {
      double now = 2 * t * next - afterNext + coefficients[j];
      afterNext = next;
      next = now;
    }
    return t * next - afterNext + coefficients[0];
  }

  /** The same recurrence in the common vocabulary. */
  <V> V lower(Ops<V> ops, V x) {
    double scale = 2 / (upper - lower);
    V t = ops.sub(ops.mul(ops.constant(scale), x), ops.constant((lower + upper) / (upper - lower)));
    V twice = ops.mul(ops.constant(2), t);
    V next = ops.constant(coefficients[coefficients.length - 1]);
    V afterNext = ops.constant(0);
    for (int j = coefficients.length - 2; j > 0; j--) {
      V now = ops.add(ops.sub(ops.mul(twice, next), afterNext), ops.constant(coefficients[j]));
      afterNext = next;
      next = now;
    }
    return ops.add(ops.sub(ops.mul(t, next), afterNext), ops.constant(coefficients[0]));
  }
}
