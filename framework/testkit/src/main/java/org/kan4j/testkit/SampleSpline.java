/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.testkit;

import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.function.Ops;
import org.kan4j.spi.function.Refit;

/** Cubic B-splines over equal intervals, each a shifted bump: a basis with support and ends. */
record SampleSpline(int grid, double lower, double upper) implements Basis {
  private static final int SUPPORT = 4;

  @Override
  public String name() {
    return "sample_spline";
  }

  @Override
  public Options options() {
    return Options.NONE;
  }

  @Override
  public BasisShape shape() {
    return new BasisShape.Local(grid + 3, SUPPORT, lower, upper);
  }

  @Override
  public void evaluate(double[] x, int n, int derivatives, int[] first, double[] values) {
    double width = (upper - lower) / grid;
    for (int s = 0; s < n; s++) {
      double at = (x[s] - lower) / width;
      first[s] = Math.clamp((int) Math.floor(at), 0, grid - 1);
      for (int d = 0; d <= derivatives; d++) {
        for (int j = 0; j < SUPPORT; j++) {
          double bump = bump(at - (first[s] + j) + 3, d);
          values[(d * n + s) * SUPPORT + j] = bump / Math.pow(width, d);
        }
      }
    }
  }

  /** Derivative {@code d} of the cubic B-spline over the knots 0 to 4: truncated powers. */
  private static double bump(double t, int d) {
    if (t <= 0 || t >= 4) {
      return 0;
    }
    double[] binomials = {1, -4, 6, -4, 1};
    double[] falling = {1. / 6, 1. / 2, 1, 1};
    double sum = 0;
    for (int k = 0; k <= 4; k++) {
      if (t > k) {
        sum += binomials[k] * falling[d] * Math.pow(t - k, 3 - d);
      }
    }
    return sum;
  }

  @Override
  public Basis refit(Refit request) {
    throw KanException.user("%s does not change", name());
  }

  @Override
  public <V> V lower(Ops<V> ops, V x) {
    throw new UnsupportedOperationException("for tests of numbers alone");
  }
}
