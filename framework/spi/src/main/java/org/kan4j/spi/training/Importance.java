/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.training;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.network.Network;

/**
 * How much nodes and edges matter, by attribution or a metric: what is ranked, pruned and drawn by.
 * Nonnegative. The arrays are shared, not copied.
 *
 * @param nodes {@code nodes.get(l)[node]}; {@code l = 0} are the network's inputs
 * @param edges {@code edges.get(l)}: inputs x subnodes of layer {@code l}
 */
public record Importance(List<double[]> nodes, List<Matrix> edges) {
  /** Copies the lists. */
  public Importance {
    nodes = List.copyOf(nodes);
    edges = List.copyOf(edges);
  }

  /** What attribution says. */
  public static Importance of(Attribution.OfOutput scores) {
    return new Importance(scores.nodes(), scores.edges());
  }

  /**
   * What scores say of the nodes if they are those of edges, and of edges and nodes if they are
   * those of pairs.
   *
   * <p>A hidden node matters as much as the strongest edge that leads to it, or the strongest that
   * leaves it, whichever is less (Liu et al., "KAN: Kolmogorov-Arnold Networks", 2024); an input or
   * output as much as its strongest edge. Of pairs, a node gets the sum over the inputs, an input
   * that over the nodes of the first layer, and an edge its part of the node it leads to, by the
   * deviations of the edges that do.
   */
  public static Importance of(Network network, Statistics statistics, Scores scores) {
    return switch (scores.of()) {
      case EDGES -> ofEdges(network, scores.layers());
      case NODES -> ofPairs(network, statistics, scores.layers());
    };
  }

  private static Importance ofEdges(Network network, List<Matrix> edges) {
    List<double[]> nodes = new ArrayList<>();
    for (int level = 0; level <= edges.size(); level++) {
      double[] entering =
          level == 0 ? null : entering(network.layers().get(level - 1), edges.get(level - 1));
      double[] leaving = level == edges.size() ? null : leaving(edges.get(level));
      nodes.add(weaker(entering, leaving));
    }
    return new Importance(nodes, edges);
  }

  private static double[] entering(Layer layer, Matrix edges) {
    double[] strongest = new double[layer.nodes().count()];
    for (int o = 0; o < edges.columns(); o++) {
      int node = layer.nodes().nodeOf(o);
      for (int i = 0; i < edges.rows(); i++) {
        strongest[node] = Math.max(strongest[node], edges.get(i, o));
      }
    }
    return strongest;
  }

  private static double[] leaving(Matrix edges) {
    double[] strongest = new double[edges.rows()];
    for (int i = 0; i < edges.rows(); i++) {
      for (int o = 0; o < edges.columns(); o++) {
        strongest[i] = Math.max(strongest[i], edges.get(i, o));
      }
    }
    return strongest;
  }

  private static double[] weaker(double[] entering, double[] leaving) {
    if (entering == null || leaving == null) {
      return entering == null ? leaving : entering;
    }
    double[] weaker = new double[entering.length];
    for (int n = 0; n < weaker.length; n++) {
      weaker[n] = Math.min(entering[n], leaving[n]);
    }
    return weaker;
  }

  private static Importance ofPairs(Network network, Statistics statistics, List<Matrix> pairs) {
    List<double[]> nodes = new ArrayList<>(List.of(new double[network.inputs()]));
    List<Matrix> edges = new ArrayList<>();
    for (int l = 0; l < pairs.size(); l++) {
      Matrix pair = pairs.get(l);
      double[] node = new double[pair.columns()];
      for (int i = 0; i < pair.rows(); i++) {
        for (int n = 0; n < node.length; n++) {
          node[n] += pair.get(i, n);
          nodes.getFirst()[i] += l == 0 ? pair.get(i, n) : 0;
        }
      }
      nodes.add(node);
      edges.add(parts(network.layers().get(l), statistics.layers().get(l).edge(), node));
    }
    return new Importance(nodes, edges);
  }

  /** The score of each node, split among the edges to it by their deviations. */
  private static Matrix parts(Layer layer, Matrix deviations, double[] node) {
    double[] sum = new double[node.length];
    for (int o = 0; o < layer.subnodes(); o++) {
      for (int i = 0; i < layer.inputs(); i++) {
        sum[layer.nodes().nodeOf(o)] += deviations.get(i, o);
      }
    }
    Matrix parts = Matrix.zero(layer.inputs(), layer.subnodes());
    for (int o = 0; o < layer.subnodes(); o++) {
      int n = layer.nodes().nodeOf(o);
      for (int i = 0; i < layer.inputs() && sum[n] > 0; i++) {
        parts.set(i, o, node[n] * (deviations.get(i, o) / sum[n]));
      }
    }
    return parts;
  }
}
