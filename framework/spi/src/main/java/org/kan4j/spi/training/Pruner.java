/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.training;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.kan4j.spi.component.Component;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;

/** Decides which nodes and edges stay. */
public interface Pruner extends Component {
  /** The decision for the network of the trial. */
  Survivors prune(Trial trial);

  /** A network and the means to judge what is left of it. Not safe for several threads. */
  interface Trial {
    /** The network as it is. */
    Network network();

    /** What a user calls its inputs, one name each; their numbers from 0 where there are none. */
    default List<String> inputNames() {
      return IntStream.range(0, network().inputs()).mapToObj(Integer::toString).toList();
    }

    /**
     * Contributions once the others are gone, in the numbering of {@link #network()}; 0 for what is
     * gone.
     */
    Attribution attribution(Survivors survivors);

    /**
     * How much nodes and edges matter once the others are gone, in the numbering of {@link
     * #network()}; 0 for what is gone.
     *
     * @param metric {@link Attribution#NAME}, or a metric as users name it, with its options
     * @throws KanException of kind USER if there is no such metric
     */
    default Importance importance(String metric, Survivors survivors) {
      if (!metric.equals(Attribution.NAME)) {
        throw KanException.user("no metric '%s' here; known: %s", metric, Attribution.NAME);
      }
      return Importance.of(attribution(survivors).mean());
    }

    /** The validation loss once the others are gone, without further training. */
    double loss(Survivors survivors);
  }

  /**
   * What stays. Removing a node removes the edges from and to it; inputs and outputs of the network
   * always stay as nodes.
   *
   * @param nodes per layer, the nodes it ends in that stay
   * @param edges per layer, the edges that stay; those that do not live now are ignored
   * @param reasons for a reader, one line per decision worth telling
   */
  record Survivors(List<BitSet> nodes, List<Mask> edges, List<String> reasons) {
    /** Copies the lists. */
    public Survivors {
      nodes = nodes.stream().map(set -> (BitSet) set.clone()).toList();
      edges = List.copyOf(edges);
      reasons = List.copyOf(reasons);
    }

    /** Everything that lives now. */
    public static Survivors all(Network network) {
      return new Survivors(
          network.layers().stream()
              .map(layer -> {
                BitSet all = new BitSet();
                all.set(0, layer.nodes().count());
                return all;
              })
              .toList(),
          network.layers().stream().map(layer -> layer.live()).toList(),
          List.of());
    }
  }
}
