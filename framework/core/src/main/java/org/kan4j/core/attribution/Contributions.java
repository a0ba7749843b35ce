/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.attribution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.kan4j.core.plugin.Registries;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;
import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.NodeId;
import org.kan4j.spi.training.Attribution;
import org.kan4j.spi.training.Importance;
import org.kan4j.spi.training.Scores;
import org.kan4j.spi.training.Statistics;

/**
 * What contributes to the outputs of a network on certain rows, taken once and asked often. All
 * scores are those of {@link Attribution}, unless a metric is named. Immutable.
 *
 * <p>They are shares of what varies: on other rows they are others. The scores of edges that lead
 * to one subnode add up to more than its own where the edges cancel each other out.
 */
public final class Contributions {
  private final Network network;
  private final Statistics statistics;
  private final double[] weights;

  private Contributions(Network network, Statistics statistics, double[] weights) {
    this.network = network;
    this.statistics = statistics;
    this.weights = weights;
  }

  /** Contributions to the mean over the outputs, from statistics of the rows in question. */
  public static Contributions of(Network network, Statistics statistics) {
    double[] weights = new double[network.outputs()];
    Arrays.fill(weights, 1.0 / weights.length);
    return new Contributions(network, statistics, weights);
  }

  /**
   * Contributions to outputs as they matter to the asker: scores begin with these numbers. The mean
   * over the outputs is one by their number for each.
   *
   * @param weights one number per output, finite and at least 0
   * @throws KanException of kind USER for other numbers
   */
  public Contributions toOutputs(double... weights) {
    if (weights.length != network.outputs()) {
      throw KanException.user(
          "%d weights for a model of %d outputs", weights.length, network.outputs());
    }
    for (double weight : weights) {
      if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
        throw KanException.user("weight of an output: %s; allowed: finite, at least 0", weight);
      }
    }
    return new Contributions(network, statistics, weights.clone());
  }

  /**
   * Contributions to one output alone.
   *
   * @throws KanException of kind USER if there is no such output
   */
  public Contributions toOutput(int output) {
    if (output < 0 || output >= network.outputs()) {
      throw KanException.user(
          "there is no output %d; the model has outputs 0 to %d", output, network.outputs() - 1);
    }
    double[] weights = new double[network.outputs()];
    weights[output] = 1;
    return new Contributions(network, statistics, weights);
  }

  /** Scores of all nodes, subnodes and edges. */
  public Attribution.OfOutput scores() {
    return Attribution.from(network, statistics, network.layers().size() - 1, weights);
  }

  /**
   * Scores of what leads to one node: that node begins with its own score, the others of its layer
   * with 0.
   *
   * @return for the layer of the node and those before it
   * @throws KanException of kind USER if there is no such node
   */
  public Attribution.OfOutput toNode(NodeId node) {
    node.require(network);
    double[] all = scores().nodes().get(node.layer() + 1);
    double[] start = new double[all.length];
    start[node.node()] = all[node.node()];
    return Attribution.from(network, statistics, node.layer(), start);
  }

  /**
   * What each input contributes by way of each node of a layer. Summed over the nodes, it is the
   * score of the input.
   *
   * @return inputs of the network x nodes of the layer
   * @throws KanException of kind USER if there is no such layer
   */
  public Matrix pairs(int layer) {
    new NodeId(layer, 0).require(network);
    Matrix paths = Attribution.paths(network, statistics).get(layer);
    double[] score = scores().nodes().get(layer + 1);
    Matrix pairs = Matrix.zero(paths.rows(), paths.columns());
    for (int i = 0; i < paths.rows(); i++) {
      for (int n = 0; n < paths.columns(); n++) {
        pairs.set(i, n, paths.get(i, n) * score[n]);
      }
    }
    return pairs;
  }

  /**
   * Which inputs matter together: for each node of a layer that counts, the set of inputs that
   * count in it; equal sets are one.
   *
   * @param layer the layer that ends in the nodes
   * @param nodeThreshold a node counts if an input contributes more than this by way of it
   * @param inputThreshold an input counts in a node if it contributes more than this share of what
   *     the strongest input does
   * @return sets of many nodes first, among those of as many in the order of their nodes
   * @throws KanException of kind USER if there is no such layer, or a threshold is not from 0 on,
   *     the second less than 1
   */
  public List<Interaction> interactions(int layer, double nodeThreshold, double inputThreshold) {
    if (!(nodeThreshold >= 0) || !(inputThreshold >= 0 && inputThreshold < 1)) {
      throw KanException.user(
          "thresholds of interactions: %s for nodes and %s for inputs; allowed: at least 0, and for"
              + " inputs less than 1",
          nodeThreshold, inputThreshold);
    }
    Matrix pairs = pairs(layer);
    Map<List<Integer>, List<Integer>> nodesOf = new LinkedHashMap<>();
    for (int n = 0; n < pairs.columns(); n++) {
      int node = n;
      double strongest =
          IntStream.range(0, pairs.rows()).mapToDouble(i -> pairs.get(i, node)).max().orElse(0);
      if (strongest > nodeThreshold) {
        List<Integer> inputs =
            IntStream.range(0, pairs.rows())
                .filter(i -> pairs.get(i, node) > strongest * inputThreshold)
                .boxed()
                .toList();
        nodesOf.computeIfAbsent(inputs, key -> new ArrayList<>()).add(n);
      }
    }
    return nodesOf.entrySet().stream()
        .map(entry -> new Interaction(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.<Interaction>comparingInt(interaction -> -interaction.nodes().size())
                .thenComparingInt(interaction -> interaction.nodes().getFirst()))
        .toList();
  }

  /**
   * The scores that a metric gives, whatever the outputs weigh.
   *
   * @throws KanException of kind USER if there is no such metric
   */
  public Scores scores(ComponentSpec metric, Registries registries) {
    return registries.metrics().create(metric).scores(network, statistics);
  }

  /**
   * How much nodes and edges matter.
   *
   * @param metric a metric, for which it does not count what the outputs weigh, or {@link
   *     Attribution#NAME}
   * @throws KanException of kind USER if there is no such metric
   */
  public Importance importance(ComponentSpec metric, Registries registries) {
    if (metric.name().equals(Attribution.NAME) && metric.options().isEmpty()) {
      return Importance.of(scores());
    }
    List<String> known = new ArrayList<>(List.of(Attribution.NAME));
    registries.metrics().factories().forEach(factory -> known.add(factory.name()));
    if (!known.contains(metric.name())) {
      throw KanException.user(
          "unknown metric '%s'; %s", metric.name(), NearMiss.describe(metric.name(), known));
    }
    return registries.metrics().create(metric).importance(network, statistics);
  }
}
