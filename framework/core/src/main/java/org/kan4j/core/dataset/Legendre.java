/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.dataset;

/** Associated Legendre functions of whole order {@code m >= 0} on the interval (-1, 1]. */
final class Legendre {
  private static final int MOST_TERMS = 10_000_000;

  private Legendre() {}

  /**
   * Ferrers' function of real degree {@code v}, with the factor {@code (-1)^m}, by the
   * hypergeometric series around 1 (DLMF 14.3.1 and 14.3.5); NaN outside the interval, infinite at
   * -1 unless the series ends.
   */
  static double value(int m, double v, double x) {
    if (!(x >= -1 && x <= 1) || !Double.isFinite(v)) {
      return Double.NaN;
    }
    double at = (1 - x) / 2;
    double term = 1;
    for (int q = 1; q <= m; q++) {
      // (v-m+1)...(v+m) / (2^m m!)
      term *= (v - m + q) * (v + q) / (2 * q);
    }
    double sum = term;
    for (int k = 0; term != 0 && k < MOST_TERMS; k++) {
      term *= (m - v + k) * (m + v + 1 + k) / ((m + 1.0 + k) * (k + 1)) * at;
      sum += term;
      if (k > Math.abs(v) && Math.abs(term) < 1e-17 * Math.abs(sum) * (1 - at)) {
        break;
      }
      if (at == 1 && k > 1000) {
        return term > 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
      }
    }
    double factor = m == 0 ? 1 : Math.pow((1 - x) * (1 + x), m / 2.0);
    return (m % 2 == 0 ? 1 : -1) * factor * sum;
  }

  /** Real part of {@code sqrt((2n+1)/(4π) (n-m)!/(n+m)!) P_n^m(cos polar) exp(i m azimuth)}. */
  static double sphericalHarmonic(int m, int n, double azimuth, double polar) {
    double norm = (2 * n + 1) / (4 * Math.PI);
    for (int q = n - m + 1; q <= n + m; q++) {
      norm /= q;
    }
    return Math.sqrt(norm) * value(m, n, Math.cos(polar)) * Math.cos(m * azimuth);
  }
}
