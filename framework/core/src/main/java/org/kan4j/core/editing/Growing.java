/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.editing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;

/**
 * Curves for edges that have none: dead ones come to life, functions get a curve beside them. A
 * layer of functions alone is given a basis over what reaches it, so that it can be widened too.
 * The base function of new curves has weight 0.
 */
final class Growing {
  private final Network network;
  private final Growth growth;
  private final Basis basis;
  private final Function base;

  /** For a growth whose basis, and the base function of new blocks, are these. */
  Growing(Network network, Growth growth, Basis basis, Function base) {
    this.network = network;
    this.growth = growth;
    this.basis = basis;
    this.base = base;
  }

  /**
   * The network with more curves.
   *
   * @param values {@code values[layer][input][row]}: what reaches the inputs of each layer
   */
  Network grown(double[][][] values) {
    List<Layer> layers = new ArrayList<>();
    List<Mask> grown = new ArrayList<>();
    for (int l = 0; l < network.layers().size(); l++) {
      Layer layer = network.layers().get(l);
      Mask more = more(layer);
      List<Block> blocks = new ArrayList<>(layer.blocks());
      if (blocks.isEmpty()) {
        blocks.add(new Block(bases(values[l]), base, more));
      } else {
        Mask old = blocks.getFirst().mask();
        Mask both =
            Mask.of(old.inputs(), old.outputs(), (i, o) -> old.lives(i, o) || more.lives(i, o));
        blocks.set(0, blocks.getFirst().with(both));
      }
      grown.add(more);
      layers.add(new Layer(layer.inputs(), layer.nodes(), blocks, layer.symbolic()));
    }
    Transfer transfer = new Transfer(network, layers);
    SplittableRandom random = new SplittableRandom(growth.seed());
    for (int l = 0; l < layers.size(); l++) {
      transfer.layer(l, l, Transfer.Places.SAME);
      draw(transfer, l, layers.get(l).blocks().getFirst(), grown.get(l), random);
    }
    return transfer.network();
  }

  /** The edges that get a curve: without one, and of a kind that is asked for. */
  private Mask more(Layer layer) {
    Mask live = layer.live();
    return Mask.of(
        layer.inputs(),
        layer.subnodes(),
        (i, o) -> {
          boolean curve = layer.blocks().stream().anyMatch(block -> block.mask().lives(i, o));
          Growth.Where kind = live.lives(i, o) ? Growth.Where.SYMBOLIC : Growth.Where.DEAD;
          return !curve && growth.where().contains(kind);
        });
  }

  private List<Basis> bases(double[][] values) {
    List<Basis> bases = new ArrayList<>();
    for (double[] of : values) {
      double lower = Arrays.stream(of).min().orElseThrow();
      double upper = Arrays.stream(of).max().orElseThrow();
      bases.add(Deepening.over(basis, network.extrapolation(), lower, upper));
    }
    return bases;
  }

  private void draw(Transfer transfer, int l, Block block, Mask grown, SplittableRandom random) {
    for (int i = 0; i < grown.inputs(); i++) {
      for (int o = 0; o < grown.outputs(); o++) {
        if (grown.lives(i, o)) {
          for (int r = 0; r < block.size(); r++) {
            transfer.coefficient(l, 0, i, r, o, growth.noise() * random.nextGaussian());
          }
          transfer.coefficient(l, 0, i, block.size(), o, 0);
        }
      }
    }
  }
}
