/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.metric;

import java.util.List;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Attribution;
import org.kan4j.spi.training.RegMetric;
import org.kan4j.spi.training.Scores;
import org.kan4j.spi.training.Statistics;

/**
 * How much an input contributes to the outputs by way of a node, for every pair of the two: a
 * penalty on these makes nodes specialise in few inputs. The gradient is the whole one, as that of
 * {@link EdgeBackward}.
 */
public record NodeBackward() implements RegMetric {
  private static final String NAME = "node_backward";

  /** The factory. */
  public static Factory<RegMetric> factory() {
    return Factory.of(
        NAME,
        "what an input contributes to the outputs by way of a node, for every pair of the two",
        List.of(),
        options -> new NodeBackward());
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
    return new Scores(Scores.Of.NODES, Attribution.pairs(network, statistics));
  }

  @Override
  public void pullBack(
      Network network, Statistics statistics, Scores adjoint, Statistics gradient) {
    Attribution.pullBackPairs(network, statistics, adjoint.layers(), gradient);
  }
}
