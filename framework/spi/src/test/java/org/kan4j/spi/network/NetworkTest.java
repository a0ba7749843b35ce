/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kan4j.spi.function.Extrapolation;

class NetworkTest {
  /** Two inputs, a sum node and a product of three; the edge from input 1 to subnode 2 is gone. */
  private static Network network() {
    Nodes nodes = new Nodes(1, List.of(3));
    Mask mask = Mask.of(2, 4, (i, o) -> !(i == 1 && o == 2));
    Block first = new Block(Collections.nCopies(2, new Powers(3)), new Identity(1), mask);
    Layer hidden =
        new Layer(2, nodes, List.of(first), List.of(new SymbolicEdge(1, 2, new Identity(1))));
    Block second =
        new Block(Collections.nCopies(2, new Powers(2)), new Identity(0), Mask.all(2, 1));
    return Network.zero(List.of(hidden, Layer.of(second, Nodes.sums(1))), Extrapolation.LINEAR);
  }

  @Test
  void subnodesBelongToNodes() {
    Nodes nodes = new Nodes(2, List.of(3, 2));
    assertEquals(4, nodes.count());
    assertEquals(7, nodes.subnodes());
    assertEquals(
        List.of(0, 1, 2, 2, 2, 3, 3), IntStream.range(0, 7).map(nodes::nodeOf).boxed().toList());
    assertEquals(
        List.of(0, 1, 2, 5), IntStream.range(0, 4).map(nodes::firstSubnode).boxed().toList());
    assertThrows(IllegalArgumentException.class, () -> new Nodes(1, List.of(1)));
    assertThrows(IllegalArgumentException.class, () -> new Nodes(0, List.of()));
  }

  @Test
  void theLayoutCoversEveryPlaceOnce() {
    Network network = network();
    Layout layout = network.layout();
    BitSet seen = new BitSet();
    for (int l = 0; l < 2; l++) {
      Layer layer = network.layers().get(l);
      for (int b = 0; b < layer.blocks().size(); b++) {
        Block block = layer.blocks().get(b);
        for (int i = 0; i < layer.inputs(); i++) {
          for (int r = 0; r <= block.size(); r++) {
            for (int o = 0; o < layer.subnodes(); o++) {
              once(seen, layout.coefficient(l, b, i, r, o));
            }
          }
        }
      }
      for (int e = 0; e < 4 * layer.symbolic().size(); e++) {
        once(seen, layout.symbolic(l, 0) + e);
      }
      for (int o = 0; o < layer.subnodes(); o++) {
        once(seen, layout.subnodeScale(l) + o);
        once(seen, layout.subnodeBias(l) + o);
      }
      for (int n = 0; n < layer.nodes().count(); n++) {
        once(seen, layout.nodeScale(l) + n);
        once(seen, layout.nodeBias(l) + n);
      }
    }
    assertEquals(layout.size(), seen.cardinality());
    assertEquals(layout.size(), seen.length());
    assertEquals(layout.size(), layout.start(2));
  }

  private static void once(BitSet seen, int place) {
    assertFalse(seen.get(place), "place " + place);
    seen.set(place);
  }

  @Test
  void trainableLeavesOutTheFrozenTheDeadAndTheUnused() {
    Network network = network();
    Layout layout = network.layout();
    BitSet trainable = network.trainable();
    assertTrue(trainable.get(layout.coefficient(0, 0, 0, 0, 2)));
    assertFalse(trainable.get(layout.coefficient(0, 0, 1, 0, 2)), "dead edge");
    assertTrue(trainable.get(layout.coefficient(0, 0, 0, 3, 0)), "base row");
    assertFalse(trainable.get(layout.coefficient(1, 0, 0, 2, 0)), "base row without a function");
    assertTrue(trainable.get(layout.symbolic(0, 0) + 3));
    assertFalse(trainable.get(layout.nodeScale(0)), "frozen");
    assertEquals(2 * 4 * 4 - 4 + 4 + 2 * 2, trainable.cardinality());
  }

  @Test
  void aNetworkIsAValue() {
    Network network = network();
    double[] changed = network.parameters();
    changed[0] = 1;
    assertEquals(0, network.parameter(0));
    assertEquals(network, network());
    assertEquals(network.hashCode(), network().hashCode());
    assertNotEquals(network, network.with(changed));
    network.frozen().clear();
    assertFalse(network.frozen().isEmpty());
    changed[0] = Double.NaN;
    assertThrows(IllegalArgumentException.class, () -> network.with(changed));
  }

  @Test
  void aPrefixIsTheFirstLayers() {
    Network network = network();
    Network prefix = network.prefix(1);
    assertEquals(2, prefix.outputs());
    assertEquals(network.layers().subList(0, 1), prefix.layers());
    assertEquals(network.layout().start(1), prefix.layout().size());
    assertEquals(network, network.prefix(2));
    assertEquals(8 + 2, network.edges(), "the symbolic edge lives where the numeric one is gone");
  }

  @Test
  void partsThatDoNotFitAreRefused() {
    Block block = new Block(List.of(new Powers(2)), new Identity(1), Mask.all(1, 1));
    Layer one = Layer.of(block, Nodes.sums(1));
    assertThrows(IllegalArgumentException.class, () -> Layer.of(block, Nodes.sums(2)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Layer(1, Nodes.sums(1), List.of(block, block), List.of()),
        "an edge in two blocks");
    assertThrows(
        IllegalArgumentException.class,
        () -> new Block(List.of(new Powers(2), new Powers(3)), new Identity(1), Mask.all(2, 1)));
    Block wide = new Block(Collections.nCopies(2, new Powers(2)), new Identity(1), Mask.all(2, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> Network.zero(List.of(one, Layer.of(wide, Nodes.sums(1))), Extrapolation.ZERO));
  }
}
