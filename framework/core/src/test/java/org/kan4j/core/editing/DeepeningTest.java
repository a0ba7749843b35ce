/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.editing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.core.training.LayerInputs;
import org.kan4j.plugin.standard.Structures;
import org.kan4j.plugin.standard.basis.BSpline;
import org.kan4j.plugin.standard.function.Silu;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.testkit.RandomNetworks;

class DeepeningTest {
  static IntStream seeds() {
    return IntStream.range(0, 40);
  }

  private static double[][] values(Network network, int place, Columns inputs) {
    if (place < network.layers().size()) {
      return LayerInputs.of(network, place, inputs, Outputs.CPU, Precision.FLOAT64);
    }
    double[] rows = Outputs.of(network, inputs);
    double[][] columns = new double[network.outputs()][inputs.rows()];
    for (int at = 0; at < rows.length; at++) {
      columns[at % columns.length][at / columns.length] = rows[at];
    }
    return columns;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theFunctionStaysOnTheRows(int seed) {
    Network linear = Outputs.splines(seed);
    for (Extrapolation policy : Extrapolation.values()) {
      Network network = new Network(linear.layers(), policy, linear.parameters(), linear.frozen());
      for (int place = 0; place <= network.layers().size(); place++) {
        Network deeper =
            Deepening.of(network, place, values(network, place, Outputs.inputs(network, seed)));
        assertEquals(network.layers().size() + 1, deeper.layers().size());
        Outputs.assertSameFunction(network, deeper, 1e-12, seed);
        // with tangents, on any other rows as well
        if (policy == Extrapolation.LINEAR) {
          Outputs.assertSameFunction(network, deeper, 1e-11, seed + 1000);
        }
        assertTrue(deeper.trainable().cardinality() > network.trainable().cardinality());
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void networksOfEveryStructure(int seed) {
    Network any = RandomNetworks.of(seed, 4);
    Network network =
        new Network(any.layers(), Extrapolation.LINEAR, any.parameters(), any.frozen());
    int place = new Random(seed).nextInt(network.layers().size() + 1);
    Network deeper =
        Deepening.of(network, place, values(network, place, Outputs.inputs(network, seed)));
    Outputs.assertSameFunction(network, deeper, 1e-9, seed);
  }

  @Test
  void everyNodeLeadsToEveryNode() {
    Network network = Structures.dense(new Random(1), 2, 3, 1);
    Network deeper = Deepening.of(network, 1, values(network, 1, Outputs.inputs(network, 1)));
    assertEquals(network.edges() + 9, deeper.edges());
    assertEquals(network.layers(), List.of(deeper.layers().get(0), deeper.layers().get(2)));
  }

  @Test
  void refusesWhatCannotBe() {
    Network network = Structures.dense(new Random(1), 2, 3, 1);
    double[][] values = values(network, 0, Outputs.inputs(network, 1));
    WideningTest.refused(() -> Deepening.of(network, 3, values), "after 0 to 2 of the layers");
    Layer steps =
        Layer.of(
            new Block(
                Collections.nCopies(2, BSpline.uniform(3, 0, -1, 1)), new Silu(), Mask.all(2, 1)),
            Nodes.sums(1));
    Network flat = Structures.network(new Random(1), steps);
    WideningTest.refused(
        () -> Deepening.of(flat, 0, values(flat, 0, Outputs.inputs(flat, 1))),
        "cannot hand numbers on");
  }
}
