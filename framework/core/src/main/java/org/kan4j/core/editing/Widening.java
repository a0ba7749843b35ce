/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.editing;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Refit;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.network.SymbolicEdge;

/**
 * More hidden nodes in a layer. The edges that lead to a new node are small random curves, those
 * that leave it are zero, so that the network computes what it did; training gives them a meaning.
 */
final class Widening {
  private final Network network;
  private final int layer;
  private final Nodes old;
  private final Nodes wider;

  private Widening(Network network, int layer, int sums, List<Integer> products) {
    this.network = network;
    this.layer = layer;
    this.old = network.layers().get(layer).nodes();
    List<Integer> arities = new ArrayList<>(old.arities());
    arities.addAll(products);
    this.wider = new Nodes(old.sums() + sums, arities);
  }

  /**
   * The wider network; new sums follow the old ones, new products come last.
   *
   * @param layer the layer that the new nodes end
   * @param sums how many sums
   * @param products the number of factors of each new product
   * @param noise size of the random curves
   */
  static Network of(Network network, int layer, int sums, List<Integer> products, Noise noise) {
    int last = network.layers().size() - 1;
    if (layer < 0 || layer >= last) {
      throw KanException.user(
          last == 0
              ? "expand: layer %d: the network has no hidden layer; insert one first"
              : "expand: layer %d: hidden nodes end layers 0 to %d",
          layer,
          last - 1);
    }
    if (sums < 0 || sums + products.size() < 1 || products.stream().anyMatch(k -> k < 2)) {
      throw KanException.user(
          "expand: %d sums and products of %s factors; at least one node is needed, and a "
              + "product needs two factors",
          sums, products);
    }
    for (int l = layer; l <= layer + 1; l++) {
      if (network.layers().get(l).blocks().isEmpty()) {
        throw KanException.user(
            "expand: layer %d has symbolic edges alone, so that new ones have no basis to be on",
            l);
      }
    }
    return new Widening(network, layer, sums, products).build(noise);
  }

  /**
   * Random numbers to begin with.
   *
   * @param size deviation of the coefficients of a node with one input
   * @param seed where they start
   */
  record Noise(double size, long seed) {}

  private Network build(Noise noise) {
    List<Layer> layers = new ArrayList<>(network.layers());
    layers.set(layer, ending(layers.get(layer)));
    layers.set(layer + 1, starting(layers.get(layer + 1)));
    Transfer transfer = new Transfer(network, layers);
    for (int l = 0; l < layers.size(); l++) {
      transfer.layer(
          l,
          l,
          new Transfer.Places(
              l == layer + 1 ? this::node : IntUnaryOperator.identity(),
              l == layer ? this::subnode : IntUnaryOperator.identity(),
              l == layer ? this::node : IntUnaryOperator.identity()));
    }
    draw(transfer, layers.get(layer), noise);
    return transfer.network();
  }

  /** Where an old node goes. */
  private int node(int n) {
    return n < old.sums() ? n : n + wider.sums() - old.sums();
  }

  /** Where an old subnode goes. */
  private int subnode(int o) {
    return o < old.sums() ? o : o + wider.sums() - old.sums();
  }

  /** The old number of a node or subnode, or -1 if it is new. */
  private int before(int number, int count) {
    if (number < old.sums()) {
      return number;
    }
    int from = number - (wider.sums() - old.sums());
    return number < wider.sums() || from >= count ? -1 : from;
  }

  private Layer ending(Layer of) {
    List<Block> blocks = new ArrayList<>();
    for (Block block : of.blocks()) {
      boolean first = blocks.isEmpty();
      Mask mask =
          Mask.of(
              of.inputs(),
              wider.subnodes(),
              (i, o) -> {
                int from = before(o, old.subnodes());
                return from < 0 ? first : block.mask().lives(i, from);
              });
      blocks.add(block.with(mask));
    }
    return new Layer(
        of.inputs(),
        wider,
        blocks,
        of.symbolic().stream()
            .map(e -> new SymbolicEdge(e.input(), subnode(e.subnode()), e.function()))
            .toList());
  }

  private Layer starting(Layer of) {
    List<Block> blocks = new ArrayList<>();
    for (Block block : of.blocks()) {
      boolean first = blocks.isEmpty();
      Basis unit = overUnit(block.bases().getFirst());
      List<Basis> bases =
          IntStream.range(0, wider.count())
              .map(n -> before(n, old.count()))
              .mapToObj(n -> n < 0 ? unit : block.bases().get(n))
              .toList();
      Mask mask =
          Mask.of(
              wider.count(),
              of.subnodes(),
              (i, o) -> {
                int from = before(i, old.count());
                return from < 0 ? first : block.mask().lives(from, o);
              });
      blocks.add(new Block(bases, block.base(), mask));
    }
    return new Layer(
        wider.count(),
        of.nodes(),
        blocks,
        of.symbolic().stream()
            .map(e -> new SymbolicEdge(node(e.input()), e.subnode(), e.function()))
            .toList());
  }

  /** New nodes begin near zero; a basis that has no such form stays as it is. */
  private static Basis overUnit(Basis basis) {
    if (!Double.isFinite(basis.shape().lower()) || !Double.isFinite(basis.shape().upper())) {
      return basis;
    }
    try {
      return basis.refit(new Refit.ToRange(-1, 1));
    } catch (KanException e) {
      if (e.kind() == KanException.Kind.USER) {
        return basis;
      }
      throw e;
    }
  }

  private void draw(Transfer transfer, Layer ending, Noise noise) {
    SplittableRandom random = new SplittableRandom(noise.seed);
    Block block = ending.blocks().getFirst();
    double each = noise.size / Math.sqrt(ending.inputs());
    int rows = block.hasBase() ? block.size() + 1 : block.size();
    for (int o = 0; o < wider.subnodes(); o++) {
      if (before(o, old.subnodes()) >= 0) {
        continue;
      }
      for (int i = 0; i < ending.inputs(); i++) {
        for (int r = 0; r < rows; r++) {
          transfer.coefficient(layer, 0, i, r, o, each * random.nextGaussian());
        }
      }
    }
  }
}
