/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.testkit;

import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;

/** Reads a basis as if all its functions were given at every argument. */
final class DenseBasis {
  private DenseBasis() {}

  /** Derivatives 0 to {@code derivatives} of all functions: {@code [derivative][sample][size]}. */
  static double[][][] evaluate(Basis basis, double[] x, int derivatives) {
    BasisShape shape = basis.shape();
    int n = x.length;
    int support = shape.support();
    int[] first = new int[n];
    double[] values = new double[(derivatives + 1) * n * support];
    basis.evaluate(x, n, derivatives, first, values);
    double[][][] dense = new double[derivatives + 1][n][shape.size()];
    for (int d = 0; d <= derivatives; d++) {
      for (int s = 0; s < n; s++) {
        System.arraycopy(values, (d * n + s) * support, dense[d][s], first[s], support);
      }
    }
    return dense;
  }

  /** The core interval, cut to a handy part where it has no end. */
  static double[] core(Basis basis) {
    BasisShape shape = basis.shape();
    double lower = shape.lower();
    double upper = shape.upper();
    if (Double.isFinite(lower) && Double.isFinite(upper)) {
      return new double[] {lower, upper};
    }
    if (Double.isFinite(lower)) {
      return new double[] {lower, lower + 2};
    }
    return Double.isFinite(upper) ? new double[] {upper - 2, upper} : new double[] {-1, 1};
  }
}
