/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.pruning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.TestRegistries;
import org.kan4j.plugin.standard.basis.BSpline;
import org.kan4j.plugin.standard.pykan.PykanNames;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.network.SymbolicEdge;
import org.kan4j.spi.training.Pruner.Survivors;
import org.kan4j.spi.training.Vector;
import org.kan4j.testkit.RandomNetworks;

class SubnetworkTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void theSmallerNetworkComputesWhatTheMaskedOneDoes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Network network = random(random);
    Survivors survivors = survivors(network, random);
    Network masked = Subnetwork.masked(network, survivors);
    Network smaller = Subnetwork.of(network, survivors);
    for (int l = 0; l < network.layers().size() - 1; l++) {
      assertEquals(survivors.nodes().get(l).cardinality(), smaller.layers().get(l).nodes().count());
    }
    assertEquals(masked.edges(), smaller.edges());
    Columns inputs =
        Columns.of(
            9,
            random.doubles(9, -1, 1).toArray(),
            random.doubles(9, -1, 1).toArray(),
            random.doubles(9, -1, 1).toArray());
    assertArrayEquals(forward(masked, inputs), forward(smaller, inputs), 1e-12, "seed " + seed);
    // every number, frozen or not, is one of the old ones
    double[] old = network.parameters();
    BitSet frozen = network.frozen();
    for (int p = 0; p < smaller.layout().size(); p++) {
      double value = smaller.parameter(p);
      int from = 0;
      while (old[from] != value) {
        from++;
      }
      assertEquals(frozen.get(from), smaller.frozen().get(p));
    }
  }

  private static double[] forward(Network network, Columns inputs) {
    double[] outputs = new double[inputs.rows() * network.outputs()];
    try (Program program = TestRegistries.cpu().compile(network, Precision.FLOAT64)) {
      Vector parameters = program.vector();
      parameters.write(network.parameters());
      program.forward(parameters, inputs, outputs);
    }
    return outputs;
  }

  /** Sum and multiplication nodes, two blocks, symbolic edges, all numbers different. */
  private static Network random(SplittableRandom random) {
    List<Nodes> nodes =
        List.of(new Nodes(2, List.of(2, 3)), new Nodes(1, List.of(2)), Nodes.sums(2));
    List<Layer> layers = new ArrayList<>();
    int inputs = 3;
    for (Nodes of : nodes) {
      int subnodes = of.subnodes();
      boolean[] first = new boolean[inputs * subnodes];
      for (int e = 0; e < first.length; e++) {
        first[e] = random.nextBoolean();
      }
      Mask one = Mask.of(inputs, subnodes, (i, o) -> first[i * subnodes + o]);
      Mask two = Mask.of(inputs, subnodes, (i, o) -> !first[i * subnodes + o] && o > 0);
      layers.add(
          new Layer(
              inputs,
              of,
              List.of(
                  block(BSpline.uniform(4, 3, -1, 1), one),
                  block(BSpline.uniform(2, 2, -1, 1), two)),
              List.of(symbolic(0, 0), symbolic(inputs - 1, subnodes - 1))));
      inputs = of.count();
    }
    Network zero = Network.zero(layers, Extrapolation.LINEAR);
    BitSet frozen = new BitSet();
    for (int p = 0; p < zero.layout().size(); p++) {
      frozen.set(p, random.nextBoolean());
    }
    double[] numbers = random.doubles(zero.layout().size(), -0.7, 0.7).toArray();
    return new Network(layers, Extrapolation.LINEAR, numbers, frozen);
  }

  private static Block block(Basis basis, Mask mask) {
    Function base = TestRegistries.standard().functions().factory("silu").create(Map.of());
    return new Block(Collections.nCopies(mask.inputs(), basis), base, mask);
  }

  private static SymbolicEdge symbolic(int input, int subnode) {
    return new SymbolicEdge(input, subnode, PykanNames.function("sin"));
  }

  private static Survivors survivors(Network network, SplittableRandom random) {
    List<BitSet> nodes = new ArrayList<>();
    List<Mask> edges = new ArrayList<>();
    for (Layer layer : network.layers()) {
      BitSet stay = new BitSet();
      stay.set(random.nextInt(layer.nodes().count()));
      for (int n = 0; n < layer.nodes().count(); n++) {
        stay.set(n, stay.get(n) || random.nextBoolean());
      }
      nodes.add(stay);
      edges.add(Mask.of(layer.inputs(), layer.subnodes(), (i, o) -> random.nextInt(4) > 0));
    }
    return new Survivors(nodes, edges, List.of());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {7})
  void aLayerWithoutNodesIsRefused(long seed) {
    Network network = random(new SplittableRandom(seed));
    Survivors all = Survivors.all(network);
    List<BitSet> nodes = new ArrayList<>(all.nodes());
    nodes.set(0, new BitSet());
    assertThrows(
        KanException.class,
        () -> Subnetwork.of(network, new Survivors(nodes, all.edges(), List.of())));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("many")
  void withoutInputsThatNoEdgeLeavesTheBitsStay(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Network whole = RandomNetworks.of(seed, 5);
    BitSet kept = new BitSet();
    kept.set(random.nextInt(whole.inputs()));
    for (int i = 0; i < whole.inputs(); i++) {
      kept.set(i, kept.get(i) || random.nextBoolean());
    }
    List<Mask> edges = new ArrayList<>();
    for (Layer layer : whole.layers()) {
      Mask live = layer.live();
      boolean first = edges.isEmpty();
      edges.add(
          Mask.of(
              live.inputs(),
              live.outputs(),
              (i, o) -> live.lives(i, o) && (!first || kept.get(i))));
    }
    Network thin =
        Subnetwork.masked(whole, new Survivors(Survivors.all(whole).nodes(), edges, List.of()));
    Network narrow = Subnetwork.ofInputs(thin, kept);
    assertEquals(kept.cardinality(), narrow.inputs());
    double[][] columns = RandomNetworks.columns(seed, whole.inputs(), 20);
    double[][] some = kept.stream().mapToObj(i -> columns[i]).toArray(double[][]::new);
    assertArrayEquals(
        forward(thin, Columns.of(20, columns)),
        forward(narrow, Columns.of(20, some)),
        "seed " + seed);
  }

  static IntStream many() {
    return IntStream.range(0, 40);
  }

  @Test
  void aNetworkNeedsAnInput() {
    Network whole = RandomNetworks.of(1, 3);
    assertThrows(KanException.class, () -> Subnetwork.ofInputs(whole, new BitSet()));
    BitSet beyond = new BitSet();
    beyond.set(whole.inputs());
    assertThrows(KanException.class, () -> Subnetwork.ofInputs(whole, beyond));
  }
}
