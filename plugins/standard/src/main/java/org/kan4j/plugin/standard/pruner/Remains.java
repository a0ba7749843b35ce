/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.pruner;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.training.Pruner.Survivors;

/**
 * What is left of a network while it is pruned. Immutable.
 *
 * @param network all of it
 * @param nodes per layer, the nodes left; not to be changed
 * @param edges per layer, the living edges left, whose both ends are left
 */
record Remains(Network network, List<BitSet> nodes, List<Mask> edges) {
  /** Cuts the edges to those whose both ends are left. */
  Remains {
    edges = leadingBetween(network, edges, nodes);
  }

  /** All that lives. */
  static Remains all(Network network) {
    Survivors all = Survivors.all(network);
    return new Remains(network, all.nodes(), all.edges());
  }

  /** These remains without some pieces, and without the hidden nodes that no edge leaves then. */
  Remains without(Collection<? extends Piece> pieces) {
    Set<Piece> gone = new HashSet<>(pieces);
    List<BitSet> staying = new ArrayList<>();
    List<Mask> living = new ArrayList<>();
    for (int l = 0; l < nodes.size(); l++) {
      int layer = l;
      BitSet stay = (BitSet) nodes.get(l).clone();
      nodes.get(l).stream()
          .filter(n -> gone.contains(new Piece.Node(layer, n)))
          .forEach(stay::clear);
      staying.add(stay);
      Mask live = edges.get(l);
      living.add(
          Mask.of(
              live.inputs(),
              live.outputs(),
              (i, o) -> live.lives(i, o) && !gone.contains(new Piece.Edge(layer, i, o))));
    }
    return new Remains(network, staying, living).used();
  }

  /** Without the hidden nodes that no edge leaves, looked for from the outputs back. */
  Remains used() {
    List<BitSet> staying = new ArrayList<>(nodes);
    for (int l = nodes.size() - 2; l >= 0; l--) {
      Mask leaving = edges.get(l + 1);
      Nodes ends = network.layers().get(l + 1).nodes();
      BitSet next = staying.get(l + 1);
      BitSet used = new BitSet();
      for (int n = nodes.get(l).nextSetBit(0); n >= 0; n = nodes.get(l).nextSetBit(n + 1)) {
        for (int o = 0; o < leaving.outputs() && !used.get(n); o++) {
          used.set(n, leaving.lives(n, o) && next.get(ends.nodeOf(o)));
        }
      }
      staying.set(l, used);
    }
    return staying.equals(nodes) ? this : new Remains(network, staying, edges);
  }

  /**
   * Without the hidden nodes that no path from the inputs reaches and the edges that leave them,
   * either: these are constants, which a model turns into biases. What is left counts.
   */
  Remains carrying() {
    Remains used = used();
    List<BitSet> reached = new ArrayList<>();
    for (int l = 0; l < nodes.size(); l++) {
      Mask live = used.edges.get(l);
      Nodes ends = network.layers().get(l).nodes();
      BitSet reach = new BitSet();
      for (int i = 0; i < live.inputs(); i++) {
        for (int o = 0; o < live.outputs(); o++) {
          if (live.lives(i, o) && (l == 0 || reached.get(l - 1).get(i))) {
            reach.set(ends.nodeOf(o));
          }
        }
      }
      reached.add(reach);
    }
    return new Remains(network, reached, used.edges);
  }

  /** How many edges carry something. */
  int edgesCarrying() {
    return carrying().edges.stream().mapToInt(Mask::count).sum();
  }

  /** How many hidden nodes carry something. */
  int nodesCarrying() {
    Remains carrying = carrying();
    return carrying.nodes.subList(0, nodes.size() - 1).stream().mapToInt(BitSet::cardinality).sum();
  }

  /**
   * An output that a path from the inputs led to in the network and that none leads to now. A
   * product that lost one of its factors is no part of a path.
   */
  OptionalInt cutOff() {
    List<Mask> live = network.layers().stream().map(Layer::live).toList();
    List<StrongestPath> paths =
        StrongestPath.toOutputs(network, live, (l, i, o) -> edges.get(l).lives(i, o) ? 1 : 0);
    for (int output = 0; output < paths.size(); output++) {
      if (paths.get(output).strength() == 0) {
        return OptionalInt.of(output);
      }
    }
    return OptionalInt.empty();
  }

  /** The decision that this is. */
  Survivors survivors(List<String> reasons) {
    return new Survivors(nodes, edges, reasons);
  }

  /** What is gone since, a line per layer and kind. */
  List<String> since(Remains before) {
    List<String> lines = new ArrayList<>();
    for (int l = 0; l < nodes.size(); l++) {
      BitSet gone = (BitSet) before.nodes.get(l).clone();
      gone.andNot(nodes.get(l));
      if (!gone.isEmpty()) {
        lines.add(
            "layer %d: %s out of %d removed"
                .formatted(l, describe(gone), before.nodes.get(l).cardinality()));
      }
      int had = before.edges.get(l).count();
      if (edges.get(l).count() < had) {
        lines.add("layer %d: %d of %d edges removed".formatted(l, had - edges.get(l).count(), had));
      }
    }
    return lines;
  }

  /** "node 3", or "nodes 0, 3". */
  static String describe(BitSet nodes) {
    return (nodes.cardinality() == 1 ? "node " : "nodes ")
        + nodes.stream().mapToObj(Integer::toString).collect(Collectors.joining(", "));
  }

  /** The edges whose both ends are left. */
  private static List<Mask> leadingBetween(Network network, List<Mask> edges, List<BitSet> nodes) {
    List<Mask> between = new ArrayList<>();
    for (int l = 0; l < edges.size(); l++) {
      Nodes ends = network.layers().get(l).nodes();
      Mask live = edges.get(l);
      BitSet from = l == 0 ? null : nodes.get(l - 1);
      BitSet to = nodes.get(l);
      between.add(
          Mask.of(
              live.inputs(),
              live.outputs(),
              (i, o) ->
                  live.lives(i, o) && (from == null || from.get(i)) && to.get(ends.nodeOf(o))));
    }
    return between;
  }
}
