/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import java.util.function.Supplier;
import org.kan4j.core.model.Kan;

/** Sees every step of a fit, on the thread of the fit. */
@FunctionalInterface
public interface TrainingListener {
  /** A step is done. */
  void step(StepRecord step);

  /**
   * The model before the first step, as step 0, and after each one, behind {@link #step}. It costs
   * something only if it is asked for, and nothing that is done with it changes the fit.
   *
   * @param model gives the model; to be asked during the call alone
   */
  default void model(int step, Supplier<Kan> model) {}
}
