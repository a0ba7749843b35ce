/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.symbolic;

import java.util.Arrays;

/**
 * Samples of a curve.
 *
 * @param x arguments in rising order
 * @param u the same in units in which they span [-1, 1]
 * @param v values in units in which they have mean 0 and deviation 1
 * @param middle x where u is 0
 * @param half how far x goes where u goes 1
 */
record Samples(double[] x, double[] u, double[] v, double middle, double half) {
  static Samples of(double[] x, double[] v) {
    double lower = x[0];
    double upper = x[x.length - 1];
    double middle = lower / 2 + upper / 2;
    double half = upper > lower ? upper / 2 - lower / 2 : 1;
    double[] u = Arrays.stream(x).map(at -> (at - middle) / half).toArray();
    return new Samples(x, u, v, middle, half);
  }

  /** So many of them, at equal shares of all. */
  Samples thinned(int count) {
    if (x.length <= count) {
      return this;
    }
    int[] at = new int[count];
    for (int s = 0; s < count; s++) {
      at[s] = (int) ((long) s * (x.length - 1) / (count - 1));
    }
    return new Samples(picked(x, at), picked(u, at), picked(v, at), middle, half);
  }

  private static double[] picked(double[] of, int[] at) {
    return Arrays.stream(at).mapToDouble(s -> of[s]).toArray();
  }

  /** The a of {@code a·x + b} that is {@code a·u + b}. */
  double scale(double a) {
    return a / half;
  }

  /** The b of {@code a·x + b} that is {@code a·u + b}. */
  double offset(double a, double b) {
    return b - a * middle / half;
  }
}
