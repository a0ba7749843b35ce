/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.dataset;

import org.hipparchus.special.BesselJ;
import org.hipparchus.special.Gamma;

/**
 * Bessel functions of real order {@code v >= 0} at {@code z >= 0}. J is of Hipparchus. The others,
 * which it does not have, are integrals of analytic functions that decay like {@code
 * exp(-exp(|t|))}, for which the trapezoidal rule converges exponentially (Trefethen and Weideman,
 * SIAM Review 56, 2014), and the ascending series of I, whose terms are all positive.
 */
final class Bessel {
  private Bessel() {}

  static double j(double v, double z) {
    if (outside(v, z)) {
      return Double.NaN;
    }
    if (z == 0) {
      return v == 0 ? 1 : 0;
    }
    return BesselJ.value(v, z);
  }

  /**
   * Y is the imaginary part of the Hankel function {@code H = 1/(πi) ∫ exp(z sinh t - vt) dt}, here
   * along the path of steepest descent through {@code iπ/2}: {@code t = s + i(π/2 + gd s)}.
   */
  static double y(double v, double z) {
    if (outside(v, z)) {
      return Double.NaN;
    }
    if (z == 0) {
      return Double.NEGATIVE_INFINITY;
    }
    double step = step(v, z);
    double real = 0;
    for (int side = -1; side <= 1; side += 2) {
      for (int n = side < 0 ? 1 : 0; ; n++) {
        double s = side * n * step;
        double exponent = -z * Math.sinh(s) * Math.tanh(s) - v * s;
        if (negligible(exponent, z, v, s)) {
          break;
        }
        double angle = z - v * (Math.PI / 2 + Math.atan(Math.sinh(s)));
        real += Math.exp(exponent) * (Math.cos(angle) - Math.sin(angle) / Math.cosh(s));
      }
    }
    return -real * step / Math.PI;
  }

  /** {@code K = ∫ exp(-z cosh t) cosh(vt) dt} over {@code t > 0}. */
  static double k(double v, double z) {
    if (outside(v, z)) {
      return Double.NaN;
    }
    if (z == 0) {
      return Double.POSITIVE_INFINITY;
    }
    double step = step(v, z);
    double sum = Math.exp(-z) / 2;
    for (int n = 1; ; n++) {
      double t = n * step;
      double decay = -z * Math.cosh(t);
      if (negligible(decay + z + v * t, z, v, -t)) {
        return sum * step;
      }
      sum += (Math.exp(decay + v * t) + Math.exp(decay - v * t)) / 2;
    }
  }

  /** {@code I = Σ (z/2)^(2k+v) / (k! Γ(k+v+1))}. */
  static double i(double v, double z) {
    if (outside(v, z)) {
      return Double.NaN;
    }
    if (z == 0) {
      return v == 0 ? 1 : 0;
    }
    double half = z / 2;
    double term = 1;
    double sum = 1;
    for (int k = 1; term > sum * 1e-17; k++) {
      term *= half * half / (k * (k + v));
      sum += term;
    }
    double first =
        v < 100
            ? Math.pow(half, v) / Gamma.gamma(v + 1)
            : Math.exp(v * Math.log(half) - Gamma.logGamma(v + 1));
    return first * sum;
  }

  private static boolean outside(double v, double z) {
    return !(v >= 0 && z >= 0 && v < 1e3 && z < 700);
  }

  /** Well below the width of the integrand's top, about {@code 1/sqrt(z + v)}. */
  private static double step(double v, double z) {
    return Math.min(1.0 / 32, 0.4 / Math.sqrt(z + v));
  }

  /** Past the top of the integrand, and too small to count. */
  private static boolean negligible(double exponent, double z, double v, double s) {
    return exponent < -745 || (exponent < -40 && z * Math.cosh(s) > 2 * v + 40);
  }
}
