/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.symbolic;

import java.util.List;
import org.kan4j.core.model.Kan;
import org.kan4j.spi.network.EdgeId;

/**
 * A model made symbolic.
 *
 * @param kan the model
 * @param decisions for a reader, one line each, with what it cost
 * @param numeric edges for which no function was good enough, which stay as they were
 * @param lossBefore mean training loss of the model given, in units of its scaled targets
 * @param lossAfter the same of the outcome
 */
public record Symbolized(
    Kan kan, List<String> decisions, List<EdgeId> numeric, double lossBefore, double lossAfter) {
  /** Copies the lists. */
  public Symbolized {
    decisions = List.copyOf(decisions);
    numeric = List.copyOf(numeric);
  }
}
