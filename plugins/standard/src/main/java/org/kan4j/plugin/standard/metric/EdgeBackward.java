/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.metric;

import java.util.List;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Attribution;
import org.kan4j.spi.training.Importance;
import org.kan4j.spi.training.RegMetric;
import org.kan4j.spi.training.Scores;
import org.kan4j.spi.training.Statistics;

/**
 * How much an edge contributes to the outputs: the mean scores of {@link Attribution}. The gradient
 * goes through the deviations of the edges and of the subnodes they are shares of; pykan takes the
 * latter for constants.
 */
public record EdgeBackward() implements RegMetric {
  private static final String NAME = "edge_backward";

  /** The factory. */
  public static Factory<RegMetric> factory() {
    return Factory.of(
        NAME,
        "what an edge contributes to the outputs: its share in its subnode times that one's score",
        List.of(),
        options -> new EdgeBackward());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Options options() {
    return Options.NONE;
  }

  @Override
  public boolean differentiable() {
    return true;
  }

  @Override
  public Scores scores(Network network, Statistics statistics) {
    return new Scores(Scores.Of.EDGES, Attribution.mean(network, statistics).edges());
  }

  /** Scores of edges and nodes alike are those of attribution. */
  @Override
  public Importance importance(Network network, Statistics statistics) {
    return Importance.of(Attribution.mean(network, statistics));
  }

  @Override
  public void pullBack(
      Network network, Statistics statistics, Scores adjoint, Statistics gradient) {
    Attribution.OfOutput zero = Attribution.OfOutput.zero(network);
    Attribution.pullBack(
        network,
        statistics,
        new Attribution.OfOutput(zero.nodes(), zero.subnodes(), adjoint.layers()),
        gradient);
  }
}
