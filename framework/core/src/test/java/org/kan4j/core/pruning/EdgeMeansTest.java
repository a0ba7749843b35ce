/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.pruning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.model.EdgeFunction;
import org.kan4j.core.model.Kan;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.HelloKan;
import org.kan4j.core.training.LayerInputs;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Pruner.Survivors;
import org.kan4j.testkit.RandomNetworks;

/** What removed edges leave behind. */
class EdgeMeansTest {
  private static final int ROWS = 50;

  /** The sum of what is left and of the biases has the mean that the whole had. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
  void biasesAreTheMeansOfWhatIsGone(long seed) {
    Network network = RandomNetworks.of(seed, 4);
    Columns inputs = Columns.of(ROWS, RandomNetworks.columns(seed, network.inputs(), ROWS));
    Random random = new Random(seed);
    Survivors all = Survivors.all(network);
    List<Mask> edges = new ArrayList<>();
    for (Mask live : all.edges()) {
      edges.add(
          Mask.of(
              live.inputs(), live.outputs(), (i, o) -> live.lives(i, o) && random.nextBoolean()));
    }
    List<BitSet> nodes = new ArrayList<>(all.nodes());
    if (network.layers().size() > 1) {
      nodes.getFirst().clear(0);
    }
    Survivors some = new Survivors(nodes, edges, List.of());
    Network kept = new EdgeMeans(network, inputs, TestRegistries.cpu()).kept(some);
    for (int l = 0; l < network.layers().size(); l++) {
      double[][] x = LayerInputs.of(network, l, inputs, TestRegistries.cpu(), Precision.FLOAT64);
      for (int o = 0; o < network.layers().get(l).subnodes(); o++) {
        double gone = 0;
        for (int i = 0; i < x.length; i++) {
          boolean from = l == 0 || nodes.get(l - 1).get(i);
          if (network.layers().get(l).live().lives(i, o) && !(from && edges.get(l).lives(i, o))) {
            gone +=
                Arrays.stream(new EdgeFunction(network, l, i, o).values(x[i]))
                    .average()
                    .orElseThrow();
          }
        }
        int bias = network.layout().subnodeBias(l) + o;
        double scale = network.parameter(network.layout().subnodeScale(l) + o);
        assertEquals(
            network.parameter(bias) + scale * gone,
            kept.parameter(bias),
            1e-12 * Math.max(1, Math.abs(gone)),
            "seed " + seed + ", layer " + l);
      }
    }
    assertEquals(network.layers(), kept.layers());
  }

  /** Removing what varies little costs what varies, and not what it is on the average. */
  @Test
  void theLossRisesLessThanWithNothingLeft() {
    KanRuntime runtime = TestRegistries.runtime();
    ComponentSpec pruner = ComponentSpec.parse("budget(edges=7)");
    List<String> seen = new ArrayList<>();
    double bits = 0;
    for (int seed = 1; seed <= 8; seed++) {
      Table table = HelloKan.table(300, seed);
      KanSpec spec =
          KanSpec.builder("y").hidden(5).grid(3).steps(60).lambda(0.003).seed(seed).build();
      Kan kan = runtime.fit(spec, HelloKan.split(300, 0)).kan();
      Preview mean = runtime.previewPruning(kan, pruner, table);
      Preview nothing = runtime.previewPruning(kan, pruner, table, Remnant.NOTHING);
      seen.add(
          "seed %d: %s → %s, not %s"
              .formatted(seed, mean.lossBefore(), mean.lossAfter(), nothing.lossAfter()));
      bits += Math.log(nothing.lossAfter() / mean.lossAfter()) / Math.log(2) / 8;
      assertTrue(mean.pruned().reasons().toString().contains("as biases"));
      assertEquals("mean", mean.pruned().kan().operations().getLast().details().get("remnant"));
    }
    assertTrue(bits > 1, bits + " bits: " + seen);
  }
}
