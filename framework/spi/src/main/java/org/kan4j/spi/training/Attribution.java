/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.network.Network;

/**
 * How much each node, subnode and edge contributes to the outputs: scores flow from the outputs
 * back along the edges, each edge taking the share of its standard deviation in that of its subnode
 * (Liu et al., "KAN 2.0", 2024). One set per output, and the means.
 *
 * @param outputs per network output, its own scores
 * @param mean the mean over the outputs
 */
public record Attribution(List<OfOutput> outputs, OfOutput mean) {
  /** By this name it is asked for where a metric can be named as well. */
  public static final String NAME = "attribution";

  /** Copies the list. */
  public Attribution {
    outputs = List.copyOf(outputs);
  }

  /**
   * The scores seen from one output, or from other nodes. The arrays are shared, not copied. The
   * same shape serves for derivatives by the scores.
   *
   * @param nodes {@code nodes.get(l)[node]}; {@code l = 0} are the network's inputs, the last are
   *     the nodes the scores come from
   * @param subnodes {@code subnodes.get(l)[subnode]} of layer {@code l}
   * @param edges {@code edges.get(l)}: inputs x subnodes of layer {@code l}
   */
  public record OfOutput(List<double[]> nodes, List<double[]> subnodes, List<Matrix> edges) {
    /** Zeros in the shape of a network. */
    public static OfOutput zero(Network network) {
      List<double[]> nodes = new ArrayList<>(List.of(new double[network.inputs()]));
      List<double[]> subnodes = new ArrayList<>();
      List<Matrix> edges = new ArrayList<>();
      for (Layer layer : network.layers()) {
        nodes.add(new double[layer.nodes().count()]);
        subnodes.add(new double[layer.subnodes()]);
        edges.add(Matrix.zero(layer.inputs(), layer.subnodes()));
      }
      return new OfOutput(List.copyOf(nodes), List.copyOf(subnodes), List.copyOf(edges));
    }
  }

  /** Scores of a network with the given statistics, every output weighing 1. */
  public static Attribution of(Network network, Statistics statistics) {
    Shares shares = new Shares(network, statistics);
    List<OfOutput> outputs = new ArrayList<>();
    for (int output = 0; output < network.outputs(); output++) {
      double[] start = new double[network.outputs()];
      start[output] = 1;
      outputs.add(shares.back(shares.layers(), start));
    }
    return new Attribution(outputs, mean(shares, network.outputs()));
  }

  /** The mean over the outputs alone, in one pass however many there are. */
  public static OfOutput mean(Network network, Statistics statistics) {
    return mean(new Shares(network, statistics), network.outputs());
  }

  private static OfOutput mean(Shares shares, int outputs) {
    double[] start = new double[outputs];
    Arrays.fill(start, 1.0 / outputs);
    return shares.back(shares.layers(), start);
  }

  /**
   * Scores that come from the nodes a layer ends in.
   *
   * @param layer number of the layer, from 0; the last one for the outputs
   * @param start the score of each of its nodes; the result holds a copy
   * @return scores of this layer and those before it alone
   * @throws KanException of kind USER if there is no such layer, or not one number per node
   */
  public static OfOutput from(Network network, Statistics statistics, int layer, double[] start) {
    requireLayer(network, layer);
    int nodes = network.layers().get(layer).nodes().count();
    if (start.length != nodes) {
      throw KanException.user(
          "%d scores to begin with; layer %d ends in %d nodes", start.length, layer, nodes);
    }
    return new Shares(network, statistics).back(layer + 1, start.clone());
  }

  private static void requireLayer(Network network, int layer) {
    if (layer < 0 || layer >= network.layers().size()) {
      throw KanException.user(
          "there is no layer %d; the network has layers 0 to %d",
          layer, network.layers().size() - 1);
    }
  }

  /**
   * What part of a score at each node comes to each input of the network: the products of the
   * shares along all paths between them, summed.
   *
   * @return per layer, inputs of the network x nodes of the layer
   */
  public static List<Matrix> paths(Network network, Statistics statistics) {
    return List.copyOf(new Shares(network, statistics).paths());
  }

  /**
   * What each input of the network contributes to the outputs by way of each node: the mean score
   * of the node, by the part of it that comes to the input. Summed over the nodes of a layer, they
   * are the scores of the inputs.
   *
   * @return per layer, inputs of the network x nodes of the layer
   */
  public static List<Matrix> pairs(Network network, Statistics statistics) {
    Shares shares = new Shares(network, statistics);
    return pairs(shares.paths(), mean(shares, network.outputs()));
  }

  private static List<Matrix> pairs(List<Matrix> paths, OfOutput scores) {
    List<Matrix> pairs = new ArrayList<>();
    for (int l = 0; l < paths.size(); l++) {
      pairs.add(byNode(paths.get(l), scores.nodes().get(l + 1)));
    }
    return List.copyOf(pairs);
  }

  /** A matrix with each column times a number. */
  private static Matrix byNode(Matrix matrix, double[] factor) {
    Matrix product = Matrix.zero(matrix.rows(), matrix.columns());
    for (int i = 0; i < matrix.rows(); i++) {
      for (int n = 0; n < matrix.columns(); n++) {
        product.set(i, n, matrix.get(i, n) * factor[n]);
      }
    }
    return product;
  }

  /**
   * Adds the derivatives by the statistics of a function of {@link #mean}.
   *
   * @param adjoint the derivatives of the function by the scores
   * @param gradient receives those by the deviations of edges and subnodes
   */
  public static void pullBack(
      Network network, Statistics statistics, OfOutput adjoint, Statistics gradient) {
    Shares shares = new Shares(network, statistics);
    List<Matrix> byShare = shares.zero();
    shares.pullBack(mean(shares, network.outputs()), adjoint, byShare);
    shares.byDeviations(byShare, gradient);
  }

  /**
   * Adds the derivatives by the statistics of a function of {@link #pairs}.
   *
   * @param adjoint the derivatives of the function by the pairs
   * @param gradient receives those by the deviations of edges and subnodes
   */
  public static void pullBackPairs(
      Network network, Statistics statistics, List<Matrix> adjoint, Statistics gradient) {
    Shares shares = new Shares(network, statistics);
    OfOutput scores = mean(shares, network.outputs());
    List<Matrix> paths = shares.paths();
    List<Matrix> byPath = new ArrayList<>();
    OfOutput byScore = OfOutput.zero(network);
    for (int l = 0; l < paths.size(); l++) {
      double[] byNode = byScore.nodes().get(l + 1);
      for (int i = 0; i < network.inputs(); i++) {
        for (int n = 0; n < byNode.length; n++) {
          byNode[n] += adjoint.get(l).get(i, n) * paths.get(l).get(i, n);
        }
      }
      byPath.add(byNode(adjoint.get(l), scores.nodes().get(l + 1)));
    }
    List<Matrix> byShare = shares.zero();
    shares.pullBack(scores, byScore, byShare);
    shares.pullBackPaths(paths, byPath, byShare);
    shares.byDeviations(byShare, gradient);
  }
}
