/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.editing;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.kan4j.core.pruning.Subnetwork;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.EdgeId;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Pruner.Survivors;

/** Parts of networks that have nothing to do with the rest. */
final class Modules {
  private final Network network;

  /** The nodes of each level, inputs first, by the smallest node of the part they belong to. */
  private final int[][] part;

  private Modules(Network network) {
    this.network = network;
    int last = network.layers().size() - 1;
    part = new int[last + 1][];
    int number = 0;
    for (int level = 0; level <= last; level++) {
      part[level] = new int[network.layers().get(level).inputs()];
      for (int n = 0; n < part[level].length; n++) {
        part[level][n] = number++;
      }
    }
    EdgeId.living(network).stream().filter(edge -> edge.layer() < last).forEach(this::join);
  }

  private void join(EdgeId edge) {
    int node = network.layers().get(edge.layer()).nodes().nodeOf(edge.subnode());
    int one = part[edge.layer()][edge.input()];
    int other = part[edge.layer() + 1][node];
    for (int[] level : part) {
      for (int n = 0; n < level.length; n++) {
        level[n] = level[n] == one || level[n] == other ? Math.min(one, other) : level[n];
      }
    }
  }

  /** The parts that lead from an input to an output, by their first inputs. */
  static List<Part> parts(Network network) {
    Modules modules = new Modules(network);
    return IntStream.of(modules.part[0])
        .distinct()
        .mapToObj(modules::part)
        .filter(p -> !p.outputs().isEmpty())
        .toList();
  }

  private Part part(int number) {
    List<List<Integer>> nodes = new ArrayList<>();
    for (int[] level : part) {
      nodes.add(IntStream.range(0, level.length).filter(n -> level[n] == number).boxed().toList());
    }
    int last = part.length - 1;
    List<Integer> outputs =
        EdgeId.living(network).stream()
            .filter(edge -> edge.layer() == last && part[last][edge.input()] == number)
            .map(edge -> network.layers().get(last).nodes().nodeOf(edge.subnode()))
            .distinct()
            .sorted()
            .toList();
    return new Part(nodes.getFirst(), nodes.subList(1, nodes.size()), outputs);
  }

  /**
   * The network without the edges between a group of nodes and the others, from one layer to the
   * next: what the group computes depends on the group alone, and the others not on it.
   *
   * @param start the layer that the first group starts; its inputs are the first group
   * @param groups numbers of nodes, layer by layer: inputs of layer {@code start}, the nodes it
   *     ends in, those of the next …
   */
  static Network isolated(Network network, int start, List<BitSet> groups) {
    int layers = network.layers().size();
    if (start < 0 || groups.size() < 2 || start + groups.size() - 1 > layers) {
      throw KanException.user(
          "module: %d groups from layer %d; at least two are needed, and the network has %d layers",
          groups.size(), start, layers);
    }
    List<Mask> edges = new ArrayList<>();
    for (int l = 0; l < layers; l++) {
      Layer layer = network.layers().get(l);
      Mask live = layer.live();
      if (l < start || l >= start + groups.size() - 1) {
        edges.add(live);
        continue;
      }
      BitSet from = groups.get(l - start);
      BitSet to = groups.get(l - start + 1);
      if (from.length() > layer.inputs() || to.length() > layer.nodes().count()) {
        throw KanException.user(
            "module: layer %d leads from nodes 0 to %d to nodes 0 to %d, not from %s to %s",
            l, layer.inputs() - 1, layer.nodes().count() - 1, from, to);
      }
      edges.add(
          Mask.of(
              live.inputs(),
              live.outputs(),
              (i, o) -> live.lives(i, o) && from.get(i) == to.get(layer.nodes().nodeOf(o))));
    }
    return Subnetwork.of(network, new Survivors(Survivors.all(network).nodes(), edges, List.of()));
  }
}
