/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.editing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.core.pruning.Subnetwork;
import org.kan4j.core.training.Fixture;
import org.kan4j.plugin.standard.Structures;
import org.kan4j.plugin.standard.pykan.Agreement;
import org.kan4j.plugin.standard.pykan.PykanFixture;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.testkit.RandomNetworks;

class NodeOrderTest {
  static IntStream seeds() {
    return IntStream.range(0, 60).filter(seed -> RandomNetworks.of(seed, 5).layers().size() > 1);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theFunctionStaysAndSwappingTwiceIsNothing(int seed) {
    Network network = RandomNetworks.of(seed, 5);
    for (int l = 0; l < network.layers().size() - 1; l++) {
      Nodes nodes = network.layers().get(l).nodes();
      for (int one = 0; one < nodes.count(); one++) {
        for (int other = one; other < nodes.count(); other++) {
          if ((one < nodes.sums()) == (other < nodes.sums())) {
            Network swapped = NodeOrder.swapped(network, l, one, other);
            Outputs.assertSameFunction(network, swapped, 1e-12, seed);
            assertEquals(
                nodes.arity(one), swapped.layers().get(l).nodes().arity(other), "seed " + seed);
            assertEquals(
                network, NodeOrder.swapped(swapped, l, one, other), "seed " + seed + ", twice");
          }
        }
      }
    }
  }

  @Test
  void agreesWithPykan() {
    PykanFixture fixture = PykanFixture.read("structure");
    int compared = 0;
    for (JsonNode of : fixture.json().get("cases")) {
      if (of.get("op").asText().equals("swap")) {
        Network network = fixture.network(of.get("model"));
        int layer = of.get("args").get(0).intValue() - 1;
        int one = of.get("args").get(1).intValue();
        int other = of.get("args").get(2).intValue();
        Network swapped = NodeOrder.swapped(network, layer, one, other);
        double[] outputs = Outputs.of(swapped, PykanFixture.inputs(of.get("model"), of.get("x")));
        Agreement.within(1e-9, "structure", "outputs after swap")
            .of(Fixture.flat(of.get("y_after")), outputs, of.get("args").toString());
        compared++;
      }
    }
    assertEquals(2, compared);
  }

  @Test
  void modulesAgreeWithPykan() {
    PykanFixture fixture = PykanFixture.read("structure");
    JsonNode of = null;
    for (JsonNode each : fixture.json().get("cases")) {
      of = each.get("op").asText().equals("module") ? each : of;
    }
    // pykan writes the ends and starts of layers apart: [0]->[0,1]->[0,1]->[0]
    Network network = fixture.network(of.get("model"));
    Network apart = Modules.isolated(network, 0, List.of(set(0), set(0, 1), set(0)));
    double[] outputs = Outputs.of(apart, PykanFixture.inputs(of.get("model"), of.get("x")));
    Agreement.within(1e-9, "structure", "outputs after module")
        .of(Fixture.flat(of.get("y_after")), outputs, of.get("args").toString());
    for (int l = 0; l < apart.layers().size(); l++) {
      Mask live = apart.layers().get(l).live();
      double[] masks = Fixture.flat(of.get("masks").get(l));
      for (int e = 0; e < masks.length; e++) {
        Agreement.exact("structure", "edges after module")
            .same(masks[e] != 0, live.lives(e / live.outputs(), e % live.outputs()), "layer " + l);
      }
    }
    assertTrue(apart.edges() < network.edges());
    WideningTest.refused(() -> Modules.isolated(network, 0, List.of(set(0))), "at least two");
    WideningTest.refused(
        () -> Modules.isolated(network, 1, List.of(set(0), set(9))), "not from {0} to {9}");
  }

  /** What two parts add to a sum of outputs does not depend on each other. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void partsMeetInTheOutputsAlone(int seed) {
    Random random = new Random(seed);
    Network network =
        Structures.network(
            random,
            Structures.layer(4, new Nodes(3, List.of(2)), (i, o) -> random.nextInt(4) == 0),
            Structures.layer(4, Nodes.sums(3), (i, o) -> random.nextInt(3) == 0),
            Structures.layer(3, Nodes.sums(2), (i, o) -> true));
    List<Part> parts = Modules.parts(network);
    double[][] one = RandomNetworks.columns(seed, 4, Outputs.ROWS);
    double[][] two = RandomNetworks.columns(seed + 100, 4, Outputs.ROWS);
    double[] base = outputs(network, one);
    double[] sum = base.clone();
    for (Part part : parts) {
      double[][] mixed = one.clone();
      part.inputs().forEach(i -> mixed[i] = two[i]);
      double[] changed = outputs(network, mixed);
      for (int at = 0; at < sum.length; at++) {
        sum[at] += changed[at] - base[at];
        if (!part.outputs().contains(at % 2)) {
          assertEquals(base[at], changed[at], "seed " + seed);
        }
      }
    }
    // inputs in no part lead nowhere; the changes that parts make add up to the whole
    assertArrayEquals(outputs(network, two), sum, 1e-10, "seed " + seed);
    assertEquals(
        parts.stream().flatMap(part -> part.inputs().stream()).sorted().distinct().count(),
        parts.stream().mapToLong(part -> part.inputs().size()).sum());
  }

  private static double[] outputs(Network network, double[][] columns) {
    return Outputs.of(network, Columns.of(Outputs.ROWS, columns));
  }

  @Test
  void aGroupCutOffIsAPart() {
    Network network =
        Structures.network(
            new Random(1),
            Structures.layer(3, Nodes.sums(3), (i, o) -> true),
            Structures.layer(3, Nodes.sums(1), (i, o) -> true));
    assertEquals(
        List.of(new Part(List.of(0, 1, 2), List.of(List.of(0, 1, 2)), List.of(0))),
        Modules.parts(network));
    Network cut = Modules.isolated(network, 0, List.of(set(0, 2), set(1)));
    assertEquals(
        List.of(
            new Part(List.of(0, 2), List.of(List.of(1)), List.of(0)),
            new Part(List.of(1), List.of(List.of(0, 2)), List.of(0))),
        Modules.parts(cut));
    Network single = network.prefix(1);
    assertEquals(3, Modules.parts(single).size());
    assertEquals(new Part(List.of(1), List.of(), List.of(0, 1, 2)), Modules.parts(single).get(1));
  }

  private static BitSet set(int... members) {
    BitSet set = new BitSet();
    IntStream.of(members).forEach(set::set);
    return set;
  }

  @Test
  void refusesWhatIsNoOrder() {
    Network network =
        Structures.network(
            new Random(1),
            Structures.layer(2, new Nodes(2, List.of(2)), (i, o) -> true),
            Structures.layer(3, Nodes.sums(2), (i, o) -> true));
    WideningTest.refused(() -> NodeOrder.swapped(network, 0, 0, 3), "nodes 0 to 2");
    WideningTest.refused(
        () -> NodeOrder.swapped(network, 0, 1, 2), "one is a sum and one a product");
    WideningTest.refused(
        () -> NodeOrder.swapped(network, 1, 0, 1), "hidden nodes end layers 0 to 0");
    for (int[] order : new int[][] {{0, 0, 2}, {0, 1}, {2, 1, 0}}) {
      assertThrows(IllegalArgumentException.class, () -> Subnetwork.reordered(network, 0, order));
    }
    assertThrows(
        IllegalArgumentException.class, () -> Subnetwork.reordered(network, 1, new int[] {1, 0}));
  }
}
