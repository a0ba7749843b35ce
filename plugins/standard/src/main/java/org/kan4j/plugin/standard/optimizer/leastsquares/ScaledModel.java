/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.optimizer.leastsquares;

/**
 * A model of parameters times numbers, so that damping holds back each by its own measure
 * (Marquardt, 1963).
 *
 * @param inside the model of the products
 * @param factors positive, one per parameter
 */
record ScaledModel(LinearModel inside, double[] factors) implements LinearModel {
  @Override
  public Trial solve(double damping) {
    Trial trial = inside.solve(damping);
    return new Trial(ScaledProducts.divided(trial.step(), factors), trial.decrease());
  }

  @Override
  public double reach() {
    return inside.reach();
  }

  @Override
  public double scale() {
    return inside.scale();
  }

  @Override
  public boolean isCheap() {
    return inside.isCheap();
  }
}
