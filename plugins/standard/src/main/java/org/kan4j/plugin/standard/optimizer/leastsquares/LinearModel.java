/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.optimizer.leastsquares;

import java.util.Optional;

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

  /**
   * What must be added to a step because residuals are not linear (a second-order correction, as
   * the geodesic acceleration of Transtrum and Sethna, 2012, is); empty if the model knows no
   * residuals.
   *
   * @param damping that of the step
   * @param step the step
   * @param residual residuals after it
   */
  default Optional<double[]> correct(double damping, double[] step, double[] residual) {
    return Optional.empty();
  }

  /** Whether {@link #correct} may give something, so that residuals are worth a pass. */
  default boolean isCorrectable() {
    return false;
  }

  /** What the objective could fall by in the model, without any damping; infinite if no bound. */
  double reach();

  /** The largest curvature. */
  double scale();

  /** Whether another damping costs little, so that one better than good may be looked for. */
  default boolean isCheap() {
    return true;
  }

  /**
   * A step and what it promises.
   *
   * @param step change of the trainable parameters
   * @param decrease of the objective by the model; positive unless the step is zero
   */
  record Trial(double[] step, double decrease) {}
}
