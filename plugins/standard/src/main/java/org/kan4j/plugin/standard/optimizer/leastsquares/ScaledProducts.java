/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.optimizer.leastsquares;

/**
 * Products with rows whose columns are divided by numbers.
 *
 * @param products with the rows as they are
 * @param divisors positive, one per column
 */
record ScaledProducts(Products products, double[] divisors) implements Products {
  @Override
  public int rows() {
    return products.rows();
  }

  @Override
  public double[] times(double[] v) {
    return products.times(divided(v, divisors));
  }

  @Override
  public double[] transposed(double[] u) {
    return divided(products.transposed(u), divisors);
  }

  static double[] divided(double[] vector, double[] divisors) {
    double[] quotients = new double[vector.length];
    for (int c = 0; c < quotients.length; c++) {
      quotients[c] = vector[c] / divisors[c];
    }
    return quotients;
  }
}
