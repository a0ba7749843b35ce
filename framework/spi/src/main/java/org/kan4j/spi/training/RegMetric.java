/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.training;

import org.kan4j.spi.component.Component;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Network;

/** How important edges or nodes are, from the statistics of a pass. */
public interface RegMetric extends Component {
  /** The scores. */
  Scores scores(Network network, Statistics statistics);

  /**
   * What the scores say of every node and edge, to rank, prune and draw by; by default what {@link
   * Importance#of(Network, Statistics, Scores)} makes of them.
   */
  default Importance importance(Network network, Statistics statistics) {
    return Importance.of(network, statistics, scores(network, statistics));
  }

  /** Whether {@link #pullBack} works, so that the metric can regularise and not only rank. */
  default boolean differentiable() {
    return false;
  }

  /**
   * Adds to {@code gradient} the derivative by each statistic of a function whose derivatives by
   * the scores are {@code adjoint}.
   */
  default void pullBack(
      Network network, Statistics statistics, Scores adjoint, Statistics gradient) {
    throw KanException.user(
        "metric '%s' has no gradient: it can rank, plot and prune, but not regularise", name());
  }
}
