/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.editing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.kan4j.core.pruning.Subnetwork;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.training.Attribution;

/**
 * Puts hidden nodes into an order in which strong edges are short, so that a figure shows what
 * belongs together (auto-swap in Liu et al., "KAN 2.0", 2024). Nodes stand at {@code (i + ½) / n};
 * the cost of an edge is its score times its width. Confined to one thread.
 */
final class Shortening {
  /** What a swap must save, as a share of all, so that rounding makes no swaps. */
  private static final double LEAST = 1e-12;

  private final Network network;
  private final List<Matrix> scores;

  /** {@code at.get(l)[node]}: where a node of layer {@code l} stands; of the inputs at 0. */
  private final List<double[]> at = new ArrayList<>();

  /** The same of subnodes, {@code l} from 0. */
  private final List<double[]> ends = new ArrayList<>();

  /** The old number of the node in each place. */
  private final List<int[]> orders = new ArrayList<>();

  private Shortening(Network network, Attribution.OfOutput scores) {
    this.network = network;
    this.scores = scores.edges();
    at.add(places(network.inputs()));
    for (Layer layer : network.layers()) {
      at.add(places(layer.nodes().count()));
      ends.add(places(layer.subnodes()));
      orders.add(IntStream.range(0, layer.nodes().count()).toArray());
    }
  }

  /**
   * The shortened network.
   *
   * @param network the same function, hidden nodes in another order
   * @param before the cost as it was
   * @param after the cost now, never more
   * @param swaps how many swaps were made
   */
  record Result(Network network, double before, double after, int swaps) {}

  /** The cost of all edges. */
  static double cost(Network network, Attribution.OfOutput scores) {
    return new Shortening(network, scores).cost();
  }

  /** Swaps as long as one of two nodes of a layer saves something. */
  static Result of(Network network, Attribution.OfOutput scores) {
    return new Shortening(network, scores).shorten();
  }

  private static double[] places(int count) {
    return IntStream.range(0, count).mapToDouble(i -> (i + 0.5) / count).toArray();
  }

  private double cost() {
    double cost = 0;
    for (int l = 0; l < scores.size(); l++) {
      for (int i = 0; i < scores.get(l).rows(); i++) {
        for (int o = 0; o < scores.get(l).columns(); o++) {
          cost += Math.abs(at.get(l)[i] - ends.get(l)[o]) * scores.get(l).get(i, o);
        }
      }
    }
    return cost;
  }

  private Result shorten() {
    double before = cost();
    int swaps = 0;
    boolean any = true;
    while (any) {
      any = false;
      for (int l = 0; l < network.layers().size() - 1; l++) {
        for (int place = 0; place < orders.get(l).length; place++) {
          int best = best(l, place, LEAST * before);
          if (best >= 0) {
            swap(l, place, best);
            swaps++;
            any = true;
          }
        }
      }
    }
    Network shortened = network;
    for (int l = 0; l < network.layers().size() - 1; l++) {
      shortened = Subnetwork.reordered(shortened, l, orders.get(l));
    }
    return new Result(swaps == 0 ? network : shortened, before, cost(), swaps);
  }

  /** The place whose node saves most in exchange with that of this one; -1 if none saves. */
  private int best(int l, int place, double least) {
    Nodes nodes = network.layers().get(l).nodes();
    int best = -1;
    double most = least;
    int[] order = orders.get(l);
    for (int other = 0; other < order.length; other++) {
      boolean alike =
          (place < nodes.sums()) == (other < nodes.sums())
              && nodes.arity(order[place]) == nodes.arity(order[other]);
      if (other == place || !alike) {
        continue;
      }
      double with = cost(l, order[place]) + cost(l, order[other]);
      swap(l, place, other);
      double saved = with - cost(l, order[place]) - cost(l, order[other]);
      swap(l, place, other);
      if (saved > most) {
        most = saved;
        best = other;
      }
    }
    return best;
  }

  /** The cost of the edges to and from a node. */
  private double cost(int l, int node) {
    Nodes nodes = network.layers().get(l).nodes();
    double cost = 0;
    for (int f = 0; f < nodes.arity(node); f++) {
      int o = nodes.firstSubnode(node) + f;
      for (int i = 0; i < scores.get(l).rows(); i++) {
        cost += Math.abs(at.get(l)[i] - ends.get(l)[o]) * scores.get(l).get(i, o);
      }
    }
    for (int o = 0; o < scores.get(l + 1).columns(); o++) {
      cost += Math.abs(at.get(l + 1)[node] - ends.get(l + 1)[o]) * scores.get(l + 1).get(node, o);
    }
    return cost;
  }

  /** Exchanges the nodes of two places; they have as many factors. */
  private void swap(int l, int place, int other) {
    Nodes nodes = network.layers().get(l).nodes();
    int[] order = orders.get(l);
    int one = order[place];
    int two = order[other];
    order[place] = two;
    order[other] = one;
    exchange(at.get(l + 1), one, two);
    for (int f = 0; f < nodes.arity(one); f++) {
      exchange(ends.get(l), nodes.firstSubnode(one) + f, nodes.firstSubnode(two) + f);
    }
  }

  private static void exchange(double[] values, int one, int two) {
    double kept = values[one];
    values[one] = values[two];
    values[two] = kept;
  }
}
