/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.pruning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.network.SymbolicEdge;
import org.kan4j.spi.training.Pruner.Survivors;

/** Parts of networks as networks of their own; every number that stays is copied bit for bit. */
public final class Subnetwork {
  private final Network network;
  private final List<int[]> inputs = new ArrayList<>();
  private final List<int[]> nodes = new ArrayList<>();
  private final List<Mask> edges = new ArrayList<>();

  private Subnetwork(Network network, BitSet kept, Survivors survivors, boolean smaller) {
    this.network = network;
    int last = network.layers().size() - 1;
    int[] from = kept.stream().toArray();
    BitSet alive = kept;
    for (int l = 0; l <= last; l++) {
      Layer layer = network.layers().get(l);
      BitSet stay = l == last ? all(layer.nodes().count()) : survivors.nodes().get(l);
      if (stay.isEmpty()) {
        throw KanException.user(
            "pruning would leave no node in layer %d; a lower threshold keeps some", l);
      }
      BitSet before = alive;
      Mask live = survivors.edges().get(l);
      edges.add(
          Mask.of(
              layer.inputs(),
              layer.subnodes(),
              (i, o) -> live.lives(i, o) && before.get(i) && stay.get(layer.nodes().nodeOf(o))));
      inputs.add(from);
      from =
          smaller ? stay.stream().toArray() : IntStream.range(0, layer.nodes().count()).toArray();
      nodes.add(from);
      alive = stay;
    }
  }

  /** All of a network, with the nodes that a layer ends in put into another order. */
  private Subnetwork(Network network, int layer, int[] order) {
    this.network = network;
    inputs.add(IntStream.range(0, network.inputs()).toArray());
    for (int l = 0; l < network.layers().size(); l++) {
      Layer of = network.layers().get(l);
      nodes.add(l == layer ? order.clone() : IntStream.range(0, of.nodes().count()).toArray());
      inputs.add(nodes.getLast());
      edges.add(of.live());
    }
  }

  private static BitSet all(int count) {
    BitSet all = new BitSet();
    all.set(0, count);
    return all;
  }

  /**
   * The survivors alone: nodes that do not stay are gone. A multiplication node that stays keeps
   * all its factors; inputs and outputs stay.
   *
   * @throws KanException of kind USER if a layer has no node left
   */
  public static Network of(Network network, Survivors survivors) {
    return new Subnetwork(network, all(network.inputs()), survivors, true).build();
  }

  /**
   * The network of some of the inputs, in the old order; edges that leave the others are gone with
   * them.
   *
   * @throws KanException of kind USER if no input is left
   */
  public static Network ofInputs(Network network, BitSet kept) {
    if (kept.isEmpty() || kept.length() > network.inputs()) {
      throw KanException.user(
          "inputs to keep: %s; at least one of 0 to %d is needed", kept, network.inputs() - 1);
    }
    return new Subnetwork(network, kept, Survivors.all(network), false).build();
  }

  /**
   * The same network with hidden nodes in another order, and all that leads to them and leaves them
   * with them: the same function, but for the order of sums.
   *
   * @param layer the layer that the nodes end
   * @param order the old number of the node in each place: sums first, and then the products
   */
  public static Network reordered(Network network, int layer, int[] order) {
    Nodes nodes = network.layers().get(layer).nodes();
    boolean[] there = new boolean[nodes.count()];
    for (int place = 0; place < order.length; place++) {
      there[order[place]] = true;
      if ((place < nodes.sums()) != (order[place] < nodes.sums())) {
        throw new IllegalArgumentException("a product among the sums: " + Arrays.toString(order));
      }
    }
    for (boolean used : there) {
      if (!used || order.length != there.length) {
        throw new IllegalArgumentException("no order of the nodes: " + Arrays.toString(order));
      }
    }
    if (layer == network.layers().size() - 1) {
      throw new IllegalArgumentException("outputs have their order");
    }
    return new Subnetwork(network, layer, order).build();
  }

  /** The same nodes with the edges of the survivors alone. */
  static Network masked(Network network, Survivors survivors) {
    return new Subnetwork(network, all(network.inputs()), survivors, false).build();
  }

  private Network build() {
    List<Layer> layers = new ArrayList<>();
    for (int l = 0; l < network.layers().size(); l++) {
      layers.add(layer(l));
    }
    Layout to = new Layout(layers);
    Copy copy = new Copy(network, network.frozen(), new double[to.size()], new BitSet());
    for (int l = 0; l < layers.size(); l++) {
      copyBlocks(copy, l, layers.get(l), to);
      copySymbolic(copy, l, layers.get(l), to);
      copyAffine(copy, l, to);
    }
    return new Network(layers, network.extrapolation(), copy.parameters, copy.frozen);
  }

  private int[] subnodes(int l) {
    Nodes old = network.layers().get(l).nodes();
    return IntStream.of(nodes.get(l))
        .flatMap(n -> IntStream.range(0, old.arity(n)).map(f -> old.firstSubnode(n) + f))
        .toArray();
  }

  private Layer layer(int l) {
    Layer old = network.layers().get(l);
    int[] from = inputs.get(l);
    int[] to = subnodes(l);
    int sums = (int) IntStream.of(nodes.get(l)).filter(n -> n < old.nodes().sums()).count();
    List<Integer> arities =
        IntStream.of(nodes.get(l))
            .filter(n -> n >= old.nodes().sums())
            .mapToObj(old.nodes()::arity)
            .toList();
    List<Block> blocks = new ArrayList<>();
    for (Block block : old.blocks()) {
      List<Basis> bases = IntStream.of(from).mapToObj(block.bases()::get).toList();
      Mask mask =
          Mask.of(
              from.length,
              to.length,
              (i, o) -> block.mask().lives(from[i], to[o]) && edges.get(l).lives(from[i], to[o]));
      blocks.add(new Block(bases, block.base(), mask));
    }
    List<SymbolicEdge> symbolic =
        symbolicStaying(l).stream()
            .map(old.symbolic()::get)
            .map(e -> new SymbolicEdge(at(from, e.input()), at(to, e.subnode()), e.function()))
            .toList();
    return new Layer(from.length, new Nodes(sums, arities), blocks, symbolic);
  }

  private static int at(int[] kept, int number) {
    return IntStream.range(0, kept.length).filter(k -> kept[k] == number).findFirst().orElseThrow();
  }

  /** Numbers of the symbolic edges that stay. */
  private List<Integer> symbolicStaying(int l) {
    List<SymbolicEdge> old = network.layers().get(l).symbolic();
    return IntStream.range(0, old.size())
        .filter(e -> edges.get(l).lives(old.get(e).input(), old.get(e).subnode()))
        .boxed()
        .toList();
  }

  /** Copies places of the old vector to places of the new one. */
  private record Copy(Network from, BitSet wasFrozen, double[] parameters, BitSet frozen) {
    void place(int old, int place) {
      parameters[place] = from.parameter(old);
      frozen.set(place, wasFrozen.get(old));
    }
  }

  private void copyBlocks(Copy copy, int l, Layer layer, Layout to) {
    int[] from = inputs.get(l);
    int[] subnodes = subnodes(l);
    for (int b = 0; b < layer.blocks().size(); b++) {
      for (int i = 0; i < from.length; i++) {
        for (int r = 0; r <= layer.blocks().get(b).size(); r++) {
          for (int o = 0; o < subnodes.length; o++) {
            copy.place(
                network.layout().coefficient(l, b, from[i], r, subnodes[o]),
                to.coefficient(l, b, i, r, o));
          }
        }
      }
    }
  }

  private void copySymbolic(Copy copy, int l, Layer layer, Layout to) {
    List<Integer> staying = symbolicStaying(l);
    for (int e = 0; e < layer.symbolic().size(); e++) {
      for (int p = 0; p < 4; p++) {
        copy.place(network.layout().symbolic(l, staying.get(e)) + p, to.symbolic(l, e) + p);
      }
    }
  }

  private void copyAffine(Copy copy, int l, Layout to) {
    Layout old = network.layout();
    int[] subnodes = subnodes(l);
    for (int o = 0; o < subnodes.length; o++) {
      copy.place(old.subnodeScale(l) + subnodes[o], to.subnodeScale(l) + o);
      copy.place(old.subnodeBias(l) + subnodes[o], to.subnodeBias(l) + o);
    }
    for (int n = 0; n < nodes.get(l).length; n++) {
      copy.place(old.nodeScale(l) + nodes.get(l)[n], to.nodeScale(l) + n);
      copy.place(old.nodeBias(l) + nodes.get(l)[n], to.nodeBias(l) + n);
    }
  }
}
