/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.SymbolicEdge;

/** Symbolic edges that stay finite near the singularities of their functions. */
final class Guarding {
  private Guarding() {}

  /** The network with every symbolic function guarded, so that no value is larger than a limit. */
  static Network within(Network network, double limit) {
    return with(
        network,
        network.layers().stream()
            .map(layer ->
                layer.symbolic().stream().map(edge -> edge.function().guarded(limit)).toList())
            .toList());
  }

  /** The network with the symbolic functions of another one of the same edges. */
  static Network as(Network network, Network other) {
    return with(
        network,
        other.layers().stream()
            .map(layer -> layer.symbolic().stream().map(SymbolicEdge::function).toList())
            .toList());
  }

  private static Network with(Network network, List<List<Function>> functions) {
    List<Layer> layers = new ArrayList<>();
    for (int l = 0; l < functions.size(); l++) {
      Layer layer = network.layers().get(l);
      List<SymbolicEdge> edges = new ArrayList<>();
      for (int e = 0; e < layer.symbolic().size(); e++) {
        SymbolicEdge edge = layer.symbolic().get(e);
        edges.add(new SymbolicEdge(edge.input(), edge.subnode(), functions.get(l).get(e)));
      }
      layers.add(new Layer(layer.inputs(), layer.nodes(), layer.blocks(), edges));
    }
    return new Network(layers, network.extrapolation(), network.parameters(), network.frozen());
  }
}
