/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.optimizer.leastsquares;

import java.util.Arrays;

/** Products with the rows {@code K} of a curvature over the trainable places, at one point. */
sealed interface Products permits RowProducts, PassProducts, ScaledProducts {
  /** Number of rows. */
  int rows();

  /** {@code K·v}. */
  double[] times(double[] v);

  /** {@code Kᵀ·u}. */
  double[] transposed(double[] u);

  /** The length of a vector, whatever the sizes of its entries. */
  static double norm(double[] vector) {
    double largest = Arrays.stream(vector).map(Math::abs).max().orElse(0);
    if (!(largest > 0) || Double.isInfinite(largest)) {
      return largest;
    }
    double sum = 0;
    for (double entry : vector) {
      sum += entry / largest * (entry / largest);
    }
    return largest * Math.sqrt(sum);
  }

  /** The inner product. */
  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int c = 0; c < a.length; c++) {
      sum += a[c] * b[c];
    }
    return sum;
  }

  /** Takes {@code factor·vector} off a vector. */
  static void subtract(double[] from, double factor, double[] vector) {
    for (int c = 0; c < from.length; c++) {
      from[c] -= factor * vector[c];
    }
  }
}
