/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.backend;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.kan4j.spi.component.KanException;
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
  private static final int RUN = 1024;

  /** Checks that the parts fit. */
  public Batch {
    requireNonNull(loss, "loss is null");
    if (inputs.rows() != targets.rows()
        || weights.filter(w -> w.rows() != inputs.rows() || w.count() != 1).isPresent()) {
      throw new IllegalArgumentException("inputs, targets and weights of different length");
    }
  }

  /**
   * The sum of the weights.
   *
   * @throws KanException of kind DATA if there is no row, a weight is negative or not finite, or
   *     all are 0
   */
  public double totalWeight() {
    if (inputs.rows() == 0) {
      throw KanException.data("no rows to learn from");
    }
    if (weights.isEmpty()) {
      return inputs.rows();
    }
    double[] run = new double[Math.min(inputs.rows(), RUN)];
    double total = 0;
    for (int from = 0; from < inputs.rows(); from += run.length) {
      int count = Math.min(run.length, inputs.rows() - from);
      weights.get().read(0, from, count, run, 0);
      for (int r = 0; r < count; r++) {
        if (!(run[r] >= 0 && run[r] < Double.POSITIVE_INFINITY)) {
          throw KanException.data(
              "weight of row %d is %s; allowed: finite numbers, at least 0", from + r, run[r]);
        }
        total += run[r];
      }
    }
    if (total == 0) {
      throw KanException.data("all %d rows have weight 0: nothing to learn from", inputs.rows());
    }
    return total;
  }
}
