/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.symbolic;

import java.util.Arrays;
import org.kan4j.spi.function.Function;

/**
 * Damped Gauss-Newton steps (Levenberg, Marquardt) for {@code c·f(a·u + b) + d} in a and b alone: c
 * and d are linear, so that the best of them are known for every a and b (variable projection;
 * Golub and Pereyra 1973, with the Jacobian of Kaufman 1975). Confined to one thread.
 */
final class GaussNewton {
  /** Holds where a and b say the same, as they do in a power. */
  private static final double LEAST_DAMPING = 1e-12;

  private static final double MOST_DAMPING = 1e12;

  /** Mean square that is all rounding, where values have deviation 1. */
  private static final double ROUNDING = 1e-28;

  private final Function function;
  private final Samples samples;
  private final double[] u;
  private final double[] v;
  private final int n;
  private final double meanV;
  private final double[] argument;
  private final double[] residual;
  private double[] jet;
  private double[] trial;

  GaussNewton(Function function, Samples samples) {
    this.function = function;
    this.samples = samples;
    u = samples.u();
    v = samples.v();
    n = u.length;
    meanV = Arrays.stream(v).sum() / n;
    argument = new double[n];
    residual = new double[n];
    jet = new double[2 * n];
    trial = new double[2 * n];
  }

  /**
   * A curve and how far it is from the samples.
   *
   * @param error sum of squares; NaN where the function has no value on a sample
   * @param meanF mean of the function
   */
  record Point(double a, double b, double c, double d, double error, double meanF) {
    boolean hasValue() {
      return Double.isFinite(error);
    }
  }

  /**
   * When to stop.
   *
   * @param steps most of them, each towards less error
   * @param gain least share of the error that a step must take away, or promise to
   */
  record Effort(int steps, double gain) {}

  /** A step, and the share of the error that it would take away if the slopes were to last. */
  private record Step(double a, double b, double gain) {}

  /** The curve from these two numbers on; without a value where the function has none there. */
  Point improve(double a, double b, Effort effort) {
    Point now = evaluate(a, b);
    System.arraycopy(trial, 0, jet, 0, 2 * n);
    double damping = 1e-3;
    for (int round = 0; round < effort.steps && now.error > ROUNDING * n; round++) {
      Normal normal = normal(now);
      Point next = null;
      double tried = damping;
      while (damping < MOST_DAMPING) {
        Step step = normal.step(damping);
        if (!(step.gain > effort.gain)) {
          return now; // no slope to follow, or no use in following it
        }
        next = evaluate(now.a + step.a, now.b + step.b);
        if (next.error < now.error) {
          break;
        }
        damping *= 8;
        next = null;
      }
      if (next == null) {
        break;
      }
      if (damping == tried) { // else the next step would be too long as well
        damping = Math.max(damping / 10, LEAST_DAMPING);
      }
      double[] old = jet;
      jet = trial;
      trial = old;
      double gain = 1 - next.error / now.error;
      now = next;
      if (gain < effort.gain) {
        break;
      }
    }
    return now;
  }

  /** With the best c and d; values and slopes of the function are in {@link #trial}. */
  private Point evaluate(double a, double b) {
    // as they will be asked: with another rounding an end of the domain could lie in between
    double scale = samples.scale(a);
    double offset = samples.offset(a, b);
    double[] x = samples.x();
    for (int s = 0; s < n; s++) {
      argument[s] = scale * x[s] + offset;
    }
    double[] f = trial;
    function.evaluate(argument, n, 1, f);
    double sum = 0;
    for (int s = 0; s < n; s++) {
      sum += f[s];
    }
    double meanF = sum / n;
    double own = 0;
    double cross = 0;
    for (int s = 0; s < n; s++) {
      own += (f[s] - meanF) * (f[s] - meanF);
      cross += (f[s] - meanF) * (v[s] - meanV);
    }
    double c = own > 0 ? cross / own : 0 * own;
    double d = meanV - c * meanF;
    double error = 0;
    for (int s = 0; s < n; s++) {
      double miss = c * f[s] + d - v[s];
      error += miss * miss;
    }
    return new Point(a, b, c, d, error, meanF);
  }

  /** Of the slopes in a and b, as far as c and d cannot make up for them. */
  private record Normal(
      double aa,
      double ab,
      double bb,
      double wholeA,
      double wholeB,
      double a,
      double b,
      double error) {
    /** Towards less error, with a gain that is no number where there are no slopes. */
    Step step(double damping) {
      double down = Math.max(damping, LEAST_DAMPING);
      double first = aa * (1 + down) + 1e-14 * wholeA + Double.MIN_NORMAL;
      double second = bb * (1 + down) + 1e-14 * wholeB + Double.MIN_NORMAL;
      double determinant = first * second - ab * ab;
      double stepA = (second * a - ab * b) / determinant;
      double stepB = (first * b - ab * a) / determinant;
      return new Step(stepA, stepB, (stepA * a + stepB * b) / error);
    }
  }

  /** At a point whose values and slopes are in {@link #jet}. */
  private Normal normal(Point at) {
    double meanA = 0;
    double meanB = 0;
    for (int s = 0; s < n; s++) {
      meanA += jet[n + s] * u[s];
      meanB += jet[n + s];
    }
    meanA /= n;
    meanB /= n;
    double own = Double.MIN_NORMAL;
    double crossA = 0;
    double crossB = 0;
    double wholeA = 0;
    double wholeB = 0;
    for (int s = 0; s < n; s++) {
      double f = jet[s] - at.meanF;
      double slopeA = jet[n + s] * u[s] - meanA;
      double slopeB = jet[n + s] - meanB;
      own += f * f;
      crossA += f * slopeA;
      crossB += f * slopeB;
      wholeA += slopeA * slopeA;
      wholeB += slopeB * slopeB;
      residual[s] = v[s] - meanV - at.c * f;
    }
    double shareA = crossA / own;
    double shareB = crossB / own;
    double aa = 0;
    double ab = 0;
    double bb = 0;
    double a = 0;
    double b = 0;
    for (int s = 0; s < n; s++) {
      double f = jet[s] - at.meanF;
      double slopeA = at.c * (jet[n + s] * u[s] - meanA - shareA * f);
      double slopeB = at.c * (jet[n + s] - meanB - shareB * f);
      aa += slopeA * slopeA;
      ab += slopeA * slopeB;
      bb += slopeB * slopeB;
      a += slopeA * residual[s];
      b += slopeB * residual[s];
    }
    double square = at.c * at.c;
    return new Normal(aa, ab, bb, square * wholeA, square * wholeB, a, b, at.error);
  }
}
