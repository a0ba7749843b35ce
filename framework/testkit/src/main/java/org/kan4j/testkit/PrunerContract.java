/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Attribution;
import org.kan4j.spi.training.Pruner;
import org.kan4j.spi.training.Pruner.Survivors;
import org.kan4j.spi.training.Statistics;

/** What every {@link Pruner} must do. */
public abstract class PrunerContract extends FactoryContract<Pruner> {
  /** For subclasses. */
  protected PrunerContract() {}

  /** The decision has the shape of the network, and its outputs stay. */
  @Test
  public void decidesInTheShapeOfTheNetwork() {
    for (Pruner pruner : components()) {
      for (Network network : Samples.networks()) {
        Survivors survivors = pruner.prune(new SampleTrial(network));
        int layers = network.layers().size();
        assertEquals(layers, survivors.nodes().size(), pruner.toString());
        assertEquals(layers, survivors.edges().size(), pruner.toString());
        for (int l = 0; l < layers; l++) {
          Layer layer = network.layers().get(l);
          Mask edges = survivors.edges().get(l);
          assertEquals(layer.inputs(), edges.inputs(), pruner.toString());
          assertEquals(layer.subnodes(), edges.outputs(), pruner.toString());
          assertTrue(
              survivors.nodes().get(l).length() <= layer.nodes().count(),
              pruner + " keeps nodes that are not there: " + survivors.nodes().get(l));
        }
        assertEquals(
            network.outputs(),
            survivors.nodes().getLast().cardinality(),
            pruner + " must keep all outputs");
        survivors.reasons().forEach(r -> assertTrue(!r.isBlank() && !r.contains("\n"), r));
      }
    }
  }

  /** The same trial gives the same decision. */
  @Test
  public void repeatsItself() {
    for (Pruner pruner : components()) {
      for (Network network : Samples.networks()) {
        Survivors once = pruner.prune(new SampleTrial(network));
        assertEquals(once, pruner.prune(new SampleTrial(network)), pruner.toString());
      }
    }
  }

  /** Whoever applies the decision and asks again can do so until nothing is left to prune. */
  @Test
  public void copesWithWhatItLeft() {
    for (Pruner pruner : components()) {
      for (Network network : Samples.networks()) {
        Network left = network;
        for (int round = 0; round < 3; round++) {
          Survivors survivors = pruner.prune(new SampleTrial(left));
          left = without(left, survivors);
        }
        assertTrue(left.edges() <= network.edges(), pruner.toString());
      }
    }
  }

  /** The network with the blocks' masks cut to the survivors; nodes and symbolic edges stay. */
  private static Network without(Network network, Survivors survivors) {
    List<Layer> layers = new ArrayList<>();
    for (int l = 0; l < network.layers().size(); l++) {
      Layer layer = network.layers().get(l);
      Mask edges = survivors.edges().get(l);
      layers.add(
          new Layer(
              layer.inputs(),
              layer.nodes(),
              layer.blocks().stream().map(b -> b.with(b.mask().and(edges))).toList(),
              layer.symbolic()));
    }
    return new Network(layers, network.extrapolation(), network.parameters(), network.frozen());
  }

  /** Fixed statistics stand for data; the loss grows with the score of what is gone. */
  private record SampleTrial(Network network) implements Pruner.Trial {
    @Override
    public Attribution attribution(Survivors survivors) {
      Statistics statistics = Samples.statistics(network, 31);
      for (int l = 0; l < network.layers().size(); l++) {
        Layer layer = network.layers().get(l);
        Statistics.OfLayer of = statistics.layers().get(l);
        for (int o = 0; o < layer.subnodes(); o++) {
          for (int i = 0; i < layer.inputs(); i++) {
            if (!lives(survivors, l, i, o)) {
              of.edge().set(i, o, 0);
              of.numeric().set(i, o, 0);
            }
          }
        }
      }
      return Attribution.of(network, statistics);
    }

    private boolean lives(Survivors survivors, int l, int i, int o) {
      Layer layer = network.layers().get(l);
      BitSet ends = survivors.nodes().get(l);
      boolean starts = l == 0 || survivors.nodes().get(l - 1).get(i);
      return starts
          && ends.get(layer.nodes().nodeOf(o))
          && survivors.edges().get(l).lives(i, o)
          && layer.live().lives(i, o);
    }

    @Override
    public double loss(Survivors survivors) {
      List<Matrix> all = attribution(Survivors.all(network)).mean().edges();
      double lost = 0;
      for (int l = 0; l < all.size(); l++) {
        for (int i = 0; i < all.get(l).rows(); i++) {
          for (int o = 0; o < all.get(l).columns(); o++) {
            lost += lives(survivors, l, i, o) ? 0 : all.get(l).get(i, o);
          }
        }
      }
      return 0.1 + lost;
    }
  }
}
