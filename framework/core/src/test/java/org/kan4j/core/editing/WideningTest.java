/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.editing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.plugin.standard.Structures;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.testkit.RandomNetworks;

class WideningTest {
  private static final Widening.Noise NOISE = new Widening.Noise(0.3, 5);

  static IntStream seeds() {
    return IntStream.range(0, 80).filter(seed -> RandomNetworks.of(seed, 5).layers().size() > 1);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theFunctionStays(int seed) {
    Random random = new Random(seed);
    Network network = RandomNetworks.of(seed, 5);
    int layer = random.nextInt(network.layers().size() - 1);
    int sums = random.nextInt(3);
    List<Integer> products = random.nextBoolean() || sums == 0 ? List.of(3, 2) : List.of();
    Network wider = Widening.of(network, layer, sums, products, NOISE);
    Outputs.assertSameFunction(network, wider, 1e-12, seed);
    Nodes before = network.layers().get(layer).nodes();
    Nodes after = wider.layers().get(layer).nodes();
    assertEquals(before.sums() + sums, after.sums());
    assertEquals(before.arities().size() + products.size(), after.arities().size());
    int added = after.count() - before.count();
    Layer starting = network.layers().get(layer);
    Layer next = network.layers().get(layer + 1);
    assertEquals(
        network.edges()
            + starting.inputs() * (after.subnodes() - before.subnodes())
            + added * next.subnodes(),
        wider.edges(),
        "seed " + seed);
    assertTrue(network.frozen().cardinality() <= wider.frozen().cardinality(), "seed " + seed);
  }

  @Test
  void whatLeavesNewNodesIsZeroAndWhatReachesThemIsNot() {
    Network network = Structures.dense(new Random(1), 2, 3, 1);
    Network wider = Widening.of(network, 0, 2, List.of(), NOISE);
    BitSet trainable = wider.trainable();
    for (int node = 3; node < 5; node++) {
      for (int r = 0; r < 7; r++) {
        int leaving = wider.layout().coefficient(1, 0, node, r, 0);
        assertEquals(0, wider.parameter(leaving));
        assertTrue(trainable.get(leaving));
        for (int i = 0; i < 2; i++) {
          assertNotEquals(0, wider.parameter(wider.layout().coefficient(0, 0, i, r, node)));
        }
      }
    }
    assertEquals(wider, Widening.of(network, 0, 2, List.of(), NOISE));
    assertNotEquals(wider, Widening.of(network, 0, 2, List.of(), new Widening.Noise(0.3, 6)));
  }

  @Test
  void oldNodesKeepTheirPlaces() {
    Network network =
        Structures.network(
            new Random(2),
            Structures.layer(2, new Nodes(1, List.of(2)), (i, o) -> true),
            Structures.layer(2, Nodes.sums(1), (i, o) -> true));
    Network wider = Widening.of(network, 0, 1, List.of(3), NOISE);
    assertEquals(new Nodes(2, List.of(2, 3)), wider.layers().getFirst().nodes());
    for (int r = 0; r < 7; r++) {
      // the old product was node 1 of subnodes 1 and 2, and is node 2 of subnodes 2 and 3
      assertEquals(
          network.parameter(network.layout().coefficient(0, 0, 1, r, 2)),
          wider.parameter(wider.layout().coefficient(0, 0, 1, r, 3)));
      assertEquals(
          network.parameter(network.layout().coefficient(1, 0, 1, r, 0)),
          wider.parameter(wider.layout().coefficient(1, 0, 2, r, 0)));
    }
  }

  @Test
  void refusesWhatIsNotThere() {
    Network network = Structures.dense(new Random(1), 2, 3, 1);
    refused(() -> Widening.of(network, 1, 1, List.of(), NOISE), "hidden nodes end layers 0 to 0");
    refused(() -> Widening.of(network, -1, 1, List.of(), NOISE), "layer -1");
    refused(() -> Widening.of(network, 0, 0, List.of(), NOISE), "at least one node");
    refused(() -> Widening.of(network, 0, 0, List.of(1), NOISE), "a product needs two factors");
    Network shallow = Structures.dense(new Random(1), 2, 1);
    refused(() -> Widening.of(shallow, 0, 1, List.of(), NOISE), "no hidden layer");
    Layer bare = new Layer(1, Nodes.sums(1), List.of(), List.of());
    Network symbolic =
        Structures.network(new Random(1), Structures.layer(2, Nodes.sums(1), (i, o) -> true), bare);
    refused(() -> Widening.of(symbolic, 0, 1, List.of(), NOISE), "symbolic edges alone");
    assertEquals(Mask.none(1, 1), bare.live());
  }

  static void refused(Runnable request, String message) {
    KanException e = assertThrows(KanException.class, request::run);
    assertEquals(KanException.Kind.USER, e.kind());
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }
}
