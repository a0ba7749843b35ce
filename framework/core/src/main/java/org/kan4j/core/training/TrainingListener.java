/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

/** Sees every step of a fit, on the thread of the fit. */
@FunctionalInterface
public interface TrainingListener {
  /** A step is done. */
  void step(StepRecord step);
}
