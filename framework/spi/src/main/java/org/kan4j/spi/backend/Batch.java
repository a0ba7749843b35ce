/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.backend;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.kan4j.spi.training.Loss;

/**
 * Rows to learn from.
 *
 * @param inputs scaled inputs, one column per network input
 * @param targets scaled targets, one column per network output
 * @param weights one column of nonnegative row weights; empty if all are 1
 * @param loss what a row costs; the batch costs the weighted mean
 */
public record Batch(Columns inputs, Columns targets, Optional<Columns> weights, Loss loss) {
  /** Checks that the parts fit. */
  public Batch {
    requireNonNull(loss, "loss is null");
    if (inputs.rows() != targets.rows()
        || weights.filter(w -> w.rows() != inputs.rows() || w.count() != 1).isPresent()) {
      throw new IllegalArgumentException("inputs, targets and weights of different length");
    }
  }
}
