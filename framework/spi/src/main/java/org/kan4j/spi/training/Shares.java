/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;

/**
 * The share of each edge in what its subnode does, what becomes of scores that go back along the
 * edges, and the derivatives of that by the deviations. Levels count nodes from the inputs of the
 * network, 0, to its outputs; layer {@code l} leads from level {@code l} to {@code l + 1}.
 */
final class Shares {
  /** Keeps a share finite where nothing varies. */
  private static final double FLOOR = 1e-4;

  private final List<Link> links;
  private final int inputs;

  Shares(Network network, Statistics statistics) {
    inputs = network.inputs();
    links = new ArrayList<>();
    for (int l = 0; l < network.layers().size(); l++) {
      links.add(Link.of(network.layers().get(l), statistics.layers().get(l)));
    }
  }

  /**
   * One layer.
   *
   * @param share inputs x subnodes
   * @param nodeOf the node of each subnode
   * @param nodes how many there are
   * @param deviation of each subnode, with the floor
   */
  private record Link(Matrix share, int[] nodeOf, int nodes, double[] deviation) {
    static Link of(Layer layer, Statistics.OfLayer statistics) {
      Matrix share = Matrix.zero(layer.inputs(), layer.subnodes());
      double[] deviation = new double[layer.subnodes()];
      Arrays.setAll(deviation, o -> statistics.subnode()[o] + FLOOR);
      for (int i = 0; i < share.rows(); i++) {
        for (int o = 0; o < share.columns(); o++) {
          share.set(i, o, statistics.edge().get(i, o) / deviation[o]);
        }
      }
      return new Link(share, nodesOf(layer.nodes()), layer.nodes().count(), deviation);
    }

    private static int[] nodesOf(Nodes nodes) {
      int[] nodeOf = new int[nodes.subnodes()];
      Arrays.setAll(nodeOf, nodes::nodeOf);
      return nodeOf;
    }
  }

  /** How many layers there are. */
  int layers() {
    return links.size();
  }

  /** Scores that begin with one number per node of a level and go back to the inputs. */
  Attribution.OfOutput back(int level, double[] start) {
    List<double[]> nodes = new ArrayList<>(List.of(start));
    List<double[]> subnodes = new ArrayList<>();
    List<Matrix> edges = new ArrayList<>();
    for (int l = level - 1; l >= 0; l--) {
      Link link = links.get(l);
      Matrix share = link.share;
      double[] subnode = new double[share.columns()];
      for (int o = 0; o < subnode.length; o++) {
        // every factor of a product gets the whole score
        subnode[o] = nodes.getFirst()[link.nodeOf[o]];
      }
      Matrix edge = Matrix.zero(share.rows(), share.columns());
      double[] input = new double[share.rows()];
      for (int i = 0; i < share.rows(); i++) {
        for (int o = 0; o < subnode.length; o++) {
          double score = share.get(i, o) * subnode[o];
          edge.set(i, o, score);
          input[i] += score;
        }
      }
      nodes.addFirst(input);
      subnodes.addFirst(subnode);
      edges.addFirst(edge);
    }
    return new Attribution.OfOutput(List.copyOf(nodes), List.copyOf(subnodes), List.copyOf(edges));
  }

  /**
   * Goes the way of {@link #back} in reverse.
   *
   * @param scores what it gave from the outputs
   * @param adjoint derivatives by each of them
   * @param gradient receives the derivatives by each share, added
   */
  void pullBack(Attribution.OfOutput scores, Attribution.OfOutput adjoint, List<Matrix> gradient) {
    double[] node = adjoint.nodes().getFirst().clone();
    for (int l = 0; l < links.size(); l++) {
      Link link = links.get(l);
      double[] subnode = adjoint.subnodes().get(l).clone();
      for (int i = 0; i < node.length; i++) {
        for (int o = 0; o < subnode.length; o++) {
          double byEdge = adjoint.edges().get(l).get(i, o) + node[i];
          add(gradient.get(l), i, o, byEdge * scores.subnodes().get(l)[o]);
          subnode[o] += byEdge * link.share.get(i, o);
        }
      }
      node = adjoint.nodes().get(l + 1).clone();
      for (int o = 0; o < subnode.length; o++) {
        node[link.nodeOf[o]] += subnode[o];
      }
    }
  }

  /**
   * What part of a score at each node of a level comes to each input: the products of the shares
   * along all paths between them. One matrix per layer, inputs of the network x nodes of the layer.
   */
  List<Matrix> paths() {
    List<Matrix> paths = new ArrayList<>();
    for (int l = 0; l < links.size(); l++) {
      Link link = links.get(l);
      Matrix to = Matrix.zero(inputs, link.nodes);
      for (int i = 0; i < inputs; i++) {
        for (int j = 0; j < link.share.rows(); j++) {
          double before = l == 0 ? (i == j ? 1 : 0) : paths.getLast().get(i, j);
          for (int o = 0; before != 0 && o < link.share.columns(); o++) {
            add(to, i, link.nodeOf[o], before * link.share.get(j, o));
          }
        }
      }
      paths.add(to);
    }
    return paths;
  }

  /**
   * Goes the way of {@link #paths} in reverse.
   *
   * @param adjoint derivatives by each entry of {@code paths}
   * @param gradient receives the derivatives by each share, added
   */
  void pullBackPaths(List<Matrix> paths, List<Matrix> adjoint, List<Matrix> gradient) {
    Matrix to = adjoint.getLast();
    for (int l = links.size() - 1; l >= 0; l--) {
      Link link = links.get(l);
      Matrix from = Matrix.zero(inputs, link.share.rows());
      for (int i = 0; i < inputs; i++) {
        for (int j = 0; j < from.columns(); j++) {
          double before = l == 0 ? (i == j ? 1 : 0) : paths.get(l - 1).get(i, j);
          double by = l == 0 ? 0 : adjoint.get(l - 1).get(i, j);
          for (int o = 0; (l > 0 || i == j) && o < link.nodeOf.length; o++) {
            double byTo = to.get(i, link.nodeOf[o]);
            add(gradient.get(l), j, o, before * byTo);
            by += link.share.get(j, o) * byTo;
          }
          from.set(i, j, by);
        }
      }
      to = from;
    }
  }

  /** Zeros in the shape of the shares. */
  List<Matrix> zero() {
    return links.stream()
        .map(link -> Matrix.zero(link.share.rows(), link.share.columns()))
        .toList();
  }

  /** Turns derivatives by the shares into those by the deviations, added. */
  void byDeviations(List<Matrix> byShare, Statistics gradient) {
    for (int l = 0; l < links.size(); l++) {
      Link link = links.get(l);
      Statistics.OfLayer to = gradient.layers().get(l);
      for (int i = 0; i < link.share.rows(); i++) {
        for (int o = 0; o < link.share.columns(); o++) {
          double byEdge = byShare.get(l).get(i, o) / link.deviation[o];
          add(to.edge(), i, o, byEdge);
          to.subnode()[o] -= byEdge * link.share.get(i, o);
        }
      }
    }
  }

  private static void add(Matrix to, int row, int column, double addend) {
    to.set(row, column, to.get(row, column) + addend);
  }
}
