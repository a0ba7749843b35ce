/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import java.util.Optional;
import org.kan4j.spi.backend.Batch;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Problem;

/** What optimizers minimise, for those who run them without a fit around. */
public final class Objectives {
  private Objectives() {}

  /**
   * The mean loss of a batch.
   *
   * @param network whose structure counts, and what is frozen
   * @param program of that network
   */
  public static Problem of(Network network, Program program, Batch batch) {
    return new Objective(
        network, program, Optional.empty(), batch, new Objective.Plan(1_000_000, false));
  }
}
