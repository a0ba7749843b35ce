/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.optimizer.leastsquares;

/**
 * An objective near one point, residuals taken as linear. It is made once per point and solved for
 * as many dampings as it takes. Steps are of the trainable parameters alone.
 */
interface LinearModel {
  /**
   * The step that minimises the model plus {@code damping·scale·|step|²}, where scale is the
   * largest curvature of the model.
   *
   * @param damping positive
   */
  Trial solve(double damping);

  /** What the objective could fall by in the model, without any damping; infinite if no bound. */
  double reach();

  /**
   * A step and what it promises.
   *
   * @param step change of the trainable parameters
   * @param decrease of the objective by the model; positive unless the step is zero
   */
  record Trial(double[] step, double decrease) {}
}
