/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import java.util.List;
import org.kan4j.core.model.Kan;

/**
 * A finished fit.
 *
 * @param kan the model: the best by validation loss if there were validation rows, else the last
 * @param steps every step, in order
 * @param why why it ended
 * @param bestStep the step that the model comes from; 0 is the start
 * @param notes what a reader should know: constant columns, refused grid updates
 */
public record Fit(Kan kan, List<StepRecord> steps, Why why, int bestStep, List<String> notes) {
  /** Copies the lists. */
  public Fit {
    steps = List.copyOf(steps);
    notes = List.copyOf(notes);
  }

  /** Why a fit ended. */
  public enum Why {
    /** All steps are done. */
    STEPS_DONE,
    /** The optimizer is at a minimum as far as floating point tells. */
    CONVERGED,
    /** The optimizer finds no better place. */
    NO_PROGRESS,
    /** The validation loss did not improve for as many steps as patience allows. */
    EARLY_STOP
  }
}
