/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.pruning;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.kan4j.core.model.EdgeFunction;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.training.Pruner.Survivors;

/**
 * Takes away what does not depend on the inputs: a node that no edge reaches is a constant, so that
 * an edge that leaves it is one too, and becomes a part of the bias of the subnode it leads to.
 */
final class ConstantNodes {
  private final Network network;
  private final double[] parameters;

  private ConstantNodes(Network network) {
    this.network = network;
    parameters = network.parameters();
  }

  /**
   * The same function of the inputs without constant hidden nodes, except in a layer that has no
   * others; the given network if it has none.
   */
  static Network folded(Network network) {
    return new ConstantNodes(network).fold();
  }

  private Network fold() {
    List<BitSet> nodes = new ArrayList<>();
    List<Mask> edges = new ArrayList<>();
    BitSet constant = new BitSet(); // of the nodes that a layer starts from
    double[] values = new double[network.inputs()];
    for (int l = 0; l < network.layers().size(); l++) {
      Mask varying = fold(l, constant, values);
      edges.add(varying);
      constant = constants(network.layers().get(l).nodes(), varying);
      values = values(l, constant);
      BitSet stay = new BitSet();
      stay.set(0, values.length);
      if (l < network.layers().size() - 1 && constant.cardinality() < values.length) {
        stay.andNot(constant);
      }
      nodes.add(stay);
    }
    if (constantEdges(edges) == 0 && nodes.equals(Survivors.all(network).nodes())) {
      return network;
    }
    Network same =
        new Network(network.layers(), network.extrapolation(), parameters, network.frozen());
    return Subnetwork.of(same, new Survivors(nodes, edges, List.of()));
  }

  private int constantEdges(List<Mask> edges) {
    return network.edges() - edges.stream().mapToInt(Mask::count).sum();
  }

  /** Adds constant edges to the biases they lead to, and gives the other ones. */
  private Mask fold(int l, BitSet constant, double[] values) {
    Layer layer = network.layers().get(l);
    Layout layout = network.layout();
    Mask live = layer.live();
    for (int i = constant.nextSetBit(0); i >= 0; i = constant.nextSetBit(i + 1)) {
      for (int o = 0; o < layer.subnodes(); o++) {
        if (live.lives(i, o)) {
          double value = new EdgeFunction(network, l, i, o).values(new double[] {values[i]})[0];
          parameters[layout.subnodeBias(l) + o] += parameters[layout.subnodeScale(l) + o] * value;
        }
      }
    }
    return Mask.of(live.inputs(), live.outputs(), (i, o) -> live.lives(i, o) && !constant.get(i));
  }

  private static BitSet constants(Nodes nodes, Mask varying) {
    BitSet constants = new BitSet();
    constants.set(0, nodes.count());
    for (int o = 0; o < varying.outputs(); o++) {
      for (int i = 0; i < varying.inputs(); i++) {
        if (varying.lives(i, o)) {
          constants.clear(nodes.nodeOf(o));
        }
      }
    }
    return constants;
  }

  /** What the constant nodes of a layer are, the others 0. */
  private double[] values(int l, BitSet constants) {
    Nodes nodes = network.layers().get(l).nodes();
    Layout layout = network.layout();
    double[] values = new double[nodes.count()];
    for (int n = constants.nextSetBit(0); n >= 0; n = constants.nextSetBit(n + 1)) {
      double product = 1;
      for (int f = 0; f < nodes.arity(n); f++) {
        product *= parameters[layout.subnodeBias(l) + nodes.firstSubnode(n) + f];
      }
      values[n] =
          parameters[layout.nodeScale(l) + n] * product + parameters[layout.nodeBias(l) + n];
    }
    return values;
  }
}
