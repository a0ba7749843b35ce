/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.symbolic;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
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
      double t = cosine(2 * k + 1, count);
      values[k] = function.applyAsDouble((lower + upper) / 2 + t * (upper - lower) / 2);
    }
    double[] coefficients = new double[count];
    for (int j = 0; j < count; j++) {
      long of = j;
      // streams sum without losing digits
      double sum =
          IntStream.range(0, count)
              .mapToDouble(k -> values[k] * cosine(of * (2 * k + 1), count))
              .sum();
      coefficients[j] = (j == 0 ? 1 : 2) * sum / count;
    }
    return new Chebyshev(lower, upper, coefficients);
  }

  /** The cosine of so many parts of a quarter turn, folded into one: large angles lose digits. */
  private static double cosine(long part, int parts) {
    long within = part % (4L * parts);
    long half = Math.min(within, 4L * parts - within);
    return half > parts
        ? -Math.cos(Math.PI / 2 * (2L * parts - half) / parts)
        : Math.cos(Math.PI / 2 * half / parts);
  }

  /** The coefficients of the powers of the argument, in units in which the interval is [-1, 1]. */
  double[] powers() {
    int count = coefficients.length;
    double[] powers = new double[count];
    double[] before = new double[count];
    double[] now = new double[count];
    before[0] = 1;
    if (count > 1) {
      now[1] = 1;
    }
    for (int j = 0; j < count; j++) {
      double[] next = new double[count];
      for (int k = 0; k < count; k++) {
        powers[k] += coefficients[j] * before[k];
        next[k] = (k > 0 ? 2 * now[k - 1] : 0) - before[k];
      }
      before = now;
      now = next;
    }
    return powers;
  }

  /** The value in the common vocabulary, by Clenshaw's recurrence. */
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
