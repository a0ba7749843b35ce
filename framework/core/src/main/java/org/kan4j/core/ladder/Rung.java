/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.ladder;

import org.kan4j.core.model.Kan;

/**
 * How far one rung of a ladder got.
 *
 * @param name the basis, as asked for
 * @param kan the model at the end of the rung
 * @param steps how many steps it took
 * @param trainLoss mean loss of the rows to learn from
 * @param validationLoss of the rows to choose by; NaN if there are none
 * @param seconds from the start of the climb to the end of the rung
 */
public record Rung(
    String name, Kan kan, int steps, double trainLoss, double validationLoss, double seconds) {
  /** Number of parameters that training may change. */
  public int parameters() {
    return kan.network().trainable().cardinality();
  }

  /** The loss to choose by: of validation rows, or where there are none of training rows. */
  double loss() {
    return Double.isNaN(validationLoss) ? trainLoss : validationLoss;
  }
}
