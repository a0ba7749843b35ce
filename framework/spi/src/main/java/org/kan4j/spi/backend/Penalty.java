/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.backend;

import org.kan4j.spi.training.Statistics;

/** A part of the objective that is a function of the statistics of the batch. */
@FunctionalInterface
public interface Penalty {
  /**
   * The penalty; called once per evaluation, between the forward and the backward pass, on the
   * calling thread.
   *
   * @param statistics of the batch
   * @param gradient receives the derivatives by the statistics; zeros on entry
   */
  double evaluate(Statistics statistics, Statistics gradient);
}
