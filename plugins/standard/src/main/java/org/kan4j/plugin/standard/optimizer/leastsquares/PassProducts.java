/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.optimizer.leastsquares;

import org.kan4j.spi.training.Curvature;

/**
 * Products by passes over a network: no row is ever made, so that memory does not grow with rows
 * times parameters.
 *
 * @param passes over all places
 * @param rows their number
 * @param places the trainable ones
 * @param size how many places there are
 */
record PassProducts(Curvature.Products passes, int rows, int[] places, int size)
    implements Products {
  @Override
  public double[] times(double[] v) {
    double[] all = new double[size];
    for (int c = 0; c < places.length; c++) {
      all[places[c]] = v[c];
    }
    double[] product = new double[rows];
    passes.times(all, product);
    return product;
  }

  @Override
  public double[] transposed(double[] u) {
    double[] all = new double[size];
    passes.transposed(u, all);
    double[] product = new double[places.length];
    for (int c = 0; c < places.length; c++) {
      product[c] = all[places[c]];
    }
    return product;
  }
}
