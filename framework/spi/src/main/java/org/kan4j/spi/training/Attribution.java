/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.training;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;

/**
 * How much each node, subnode and edge contributes to the outputs: scores flow from the outputs
 * back along the edges, each edge taking the share of its standard deviation in that of its subnode
 * (Liu et al., "KAN 2.0", 2024). One set per output, and the means.
 *
 * @param outputs per network output, its own scores
 * @param mean the mean over the outputs
 */
public record Attribution(List<OfOutput> outputs, OfOutput mean) {
  /** Keeps a share finite where nothing varies. */
  private static final double FLOOR = 1e-4;

  /** Copies the list. */
  public Attribution {
    outputs = List.copyOf(outputs);
  }

  /**
   * The scores seen from one output. The arrays are shared, not copied.
   *
   * @param nodes {@code nodes.get(l)[node]}; {@code l = 0} are the network's inputs
   * @param subnodes {@code subnodes.get(l)[subnode]} of layer {@code l}
   * @param edges {@code edges.get(l)}: inputs x subnodes of layer {@code l}
   */
  public record OfOutput(List<double[]> nodes, List<double[]> subnodes, List<Matrix> edges) {}

  /** Scores of a network with the given statistics, every output weighing 1. */
  public static Attribution of(Network network, Statistics statistics) {
    List<OfOutput> outputs = new ArrayList<>();
    for (int output = 0; output < network.outputs(); output++) {
      double[] start = new double[network.outputs()];
      start[output] = 1;
      outputs.add(backward(network, statistics, start));
    }
    return new Attribution(outputs, mean(outputs));
  }

  /** Scores that begin with one number per node of the last layer. */
  private static OfOutput backward(Network network, Statistics statistics, double[] start) {
    List<double[]> nodes = new ArrayList<>(List.of(start));
    List<double[]> subnodes = new ArrayList<>();
    List<Matrix> edges = new ArrayList<>();
    for (int l = network.layers().size() - 1; l >= 0; l--) {
      Layer layer = network.layers().get(l);
      Statistics.OfLayer of = statistics.layers().get(l);
      double[] subnode = spread(layer.nodes(), nodes.getFirst());
      Matrix edge = Matrix.zero(layer.inputs(), layer.subnodes());
      double[] input = new double[layer.inputs()];
      for (int i = 0; i < layer.inputs(); i++) {
        for (int o = 0; o < layer.subnodes(); o++) {
          double share = of.edge().get(i, o) * subnode[o] / (of.subnode()[o] + FLOOR);
          edge.set(i, o, share);
          input[i] += share;
        }
      }
      nodes.addFirst(input);
      subnodes.addFirst(subnode);
      edges.addFirst(edge);
    }
    return new OfOutput(List.copyOf(nodes), List.copyOf(subnodes), List.copyOf(edges));
  }

  /** Every factor of a multiplication node gets the node's score. */
  private static double[] spread(Nodes nodes, double[] score) {
    double[] subnode = new double[nodes.subnodes()];
    for (int o = 0; o < subnode.length; o++) {
      subnode[o] = score[nodes.nodeOf(o)];
    }
    return subnode;
  }

  private static OfOutput mean(List<OfOutput> outputs) {
    int layers = outputs.getFirst().edges().size();
    List<double[]> nodes = new ArrayList<>();
    List<double[]> subnodes = new ArrayList<>();
    List<Matrix> edges = new ArrayList<>();
    for (int l = 0; l <= layers; l++) {
      int at = l;
      nodes.add(mean(outputs.stream().map(o -> o.nodes().get(at)).toList(), outputs.size()));
      if (l < layers) {
        subnodes.add(
            mean(outputs.stream().map(o -> o.subnodes().get(at)).toList(), outputs.size()));
        Matrix shape = outputs.getFirst().edges().get(l);
        List<double[]> values = outputs.stream().map(o -> o.edges().get(at).values()).toList();
        edges.add(new Matrix(shape.rows(), shape.columns(), mean(values, outputs.size())));
      }
    }
    return new OfOutput(List.copyOf(nodes), List.copyOf(subnodes), List.copyOf(edges));
  }

  private static double[] mean(List<double[]> rows, int count) {
    double[] mean = new double[rows.getFirst().length];
    for (double[] row : rows) {
      for (int j = 0; j < mean.length; j++) {
        mean[j] += row[j] / count;
      }
    }
    return mean;
  }
}
