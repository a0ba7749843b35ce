/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.EdgeId;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;

/**
 * Layers whose curves are on other bases, and where the numbers of each block come from.
 *
 * @param layers the new layers
 * @param moves per layer, what goes from which block to which
 */
record Renewal(List<Layer> layers, List<List<Move>> moves) {
  /** Curves of a mask, from an old block to a new one. */
  record Move(int from, int to, Mask mask) {}

  /** The new basis for an old one of a layer. */
  @FunctionalInterface
  interface Rule {
    Basis of(int layer, Basis old);
  }

  /** The same blocks on other bases. */
  static Renewal onto(List<Layer> layers) {
    List<List<Move>> moves = new ArrayList<>();
    for (Layer layer : layers) {
      Mask all = Mask.all(layer.inputs(), layer.subnodes());
      List<Move> own = new ArrayList<>();
      for (int b = 0; b < layer.blocks().size(); b++) {
        own.add(new Move(b, b, all));
      }
      moves.add(own);
    }
    return new Renewal(layers, moves);
  }

  /** Every curve renewed. */
  static Renewal of(Network network, Rule rule) {
    List<Layer> layers = new ArrayList<>();
    for (int l = 0; l < network.layers().size(); l++) {
      Layer layer = network.layers().get(l);
      int number = l;
      List<Block> blocks =
          layer.blocks().stream().map(block -> renewed(block, number, rule)).toList();
      layers.add(new Layer(layer.inputs(), layer.nodes(), blocks, layer.symbolic()));
    }
    return onto(layers);
  }

  private static Block renewed(Block block, int layer, Rule rule) {
    return block.with(block.bases().stream().map(old -> rule.of(layer, old)).toList());
  }

  /**
   * The chosen curves renewed, in blocks of their own: others stay as they are. Blocks of equal
   * bases become one.
   */
  static Renewal of(Network network, Rule rule, Predicate<EdgeId> chosen) {
    List<Layer> layers = new ArrayList<>();
    List<List<Move>> moves = new ArrayList<>();
    for (int l = 0; l < network.layers().size(); l++) {
      Layer layer = network.layers().get(l);
      int number = l;
      List<Block> blocks = new ArrayList<>();
      List<Move> own = new ArrayList<>();
      for (int b = 0; b < layer.blocks().size(); b++) {
        Block block = layer.blocks().get(b);
        Mask in =
            Mask.of(
                layer.inputs(),
                layer.subnodes(),
                (i, o) -> block.mask().lives(i, o) && chosen.test(new EdgeId(number, i, o)));
        Mask out =
            Mask.of(
                layer.inputs(),
                layer.subnodes(),
                (i, o) -> block.mask().lives(i, o) && !in.lives(i, o));
        if (out.count() > 0 || in.count() == 0) {
          own.add(new Move(b, place(blocks, block.with(out)), out));
        }
        if (in.count() > 0) {
          own.add(new Move(b, place(blocks, renewed(block, l, rule).with(in)), in));
        }
      }
      layers.add(new Layer(layer.inputs(), layer.nodes(), blocks, layer.symbolic()));
      moves.add(own);
    }
    return new Renewal(layers, moves);
  }

  /** Puts curves into a block of the same bases, or into a new one. */
  private static int place(List<Block> blocks, Block block) {
    for (int b = 0; b < blocks.size(); b++) {
      Block there = blocks.get(b);
      boolean alike =
          there.bases().equals(block.bases())
              && there.base().name().equals(block.base().name())
              && there.base().options().equals(block.base().options());
      if (alike) {
        Mask both =
            Mask.of(
                block.mask().inputs(),
                block.mask().outputs(),
                (i, o) -> there.mask().lives(i, o) || block.mask().lives(i, o));
        blocks.set(b, there.with(both));
        return b;
      }
    }
    blocks.add(block);
    return blocks.size() - 1;
  }
}
