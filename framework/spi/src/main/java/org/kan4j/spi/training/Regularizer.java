/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.training;

import org.kan4j.spi.component.Component;
import org.kan4j.spi.network.Network;

/** A penalty on scores and coefficients, added to the loss after multiplication by lambda. */
public interface Regularizer extends Component {
  /**
   * The penalty, with its derivatives added to what {@code scoreGradient} and {@code gradient}
   * hold.
   *
   * @param structure the network; its own numbers are those of the start of the fit
   * @param parameters the current numbers, in the layout of the network; not changed
   * @param scores the scores of the metric
   * @param scoreGradient derivative by each score, the shape of {@code scores}
   * @param gradient direct derivative by each parameter; zero must stay where an edge does not live
   */
  double penalty(
      Network structure,
      double[] parameters,
      Scores scores,
      Scores scoreGradient,
      double[] gradient);

  /** Whether the penalty looks at scores at all; if not, statistics need not be taken. */
  default boolean usesScores() {
    return true;
  }
}
