/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Attribution;
import org.kan4j.spi.training.Importance;
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

  /**
   * A node matters as much as all pairs with it do, and an edge as much as the part of those pairs
   * that takes its way: the edges to a node share out what the node has. An input has its score of
   * attribution.
   */
  @Override
  public Importance importance(Network network, Statistics statistics) {
    Attribution.OfOutput scores = Attribution.mean(network, statistics);
    List<Matrix> paths = Attribution.paths(network, statistics);
    List<double[]> nodes = new ArrayList<>(List.of(scores.nodes().getFirst()));
    List<Matrix> edges = new ArrayList<>();
    double[] reached = new double[network.inputs()];
    Arrays.fill(reached, 1);
    for (int l = 0; l < paths.size(); l++) {
      edges.add(byRow(scores.edges().get(l), reached));
      reached = columnSums(paths.get(l));
      double[] node = reached.clone();
      for (int n = 0; n < node.length; n++) {
        node[n] *= scores.nodes().get(l + 1)[n];
      }
      nodes.add(node);
    }
    return new Importance(nodes, edges);
  }

  private static Matrix byRow(Matrix matrix, double[] factor) {
    Matrix product = Matrix.zero(matrix.rows(), matrix.columns());
    for (int i = 0; i < matrix.rows(); i++) {
      for (int o = 0; o < matrix.columns(); o++) {
        product.set(i, o, matrix.get(i, o) * factor[i]);
      }
    }
    return product;
  }

  private static double[] columnSums(Matrix matrix) {
    double[] sums = new double[matrix.columns()];
    for (int i = 0; i < matrix.rows(); i++) {
      for (int n = 0; n < sums.length; n++) {
        sums[n] += matrix.get(i, n);
      }
    }
    return sums;
  }

  @Override
  public void pullBack(
      Network network, Statistics statistics, Scores adjoint, Statistics gradient) {
    Attribution.pullBackPairs(network, statistics, adjoint.layers(), gradient);
  }
}
