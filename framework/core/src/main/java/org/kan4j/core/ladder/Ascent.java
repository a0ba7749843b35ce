/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.ladder;

import java.util.List;
import org.kan4j.core.training.Fit;

/**
 * A finished climb.
 *
 * @param fit the model chosen: that of least validation loss, or the last if there were no
 *     validation rows; its steps are those of the whole climb, but for the starts that were dropped
 * @param rungs every rung that was climbed, in order
 */
public record Ascent(Fit fit, List<Rung> rungs) {
  /** Copies the list. */
  public Ascent {
    rungs = List.copyOf(rungs);
  }
}
