/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.editing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.BitSet;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.plugin.standard.Structures;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Network;
import org.kan4j.testkit.RandomNetworks;

class PerturbationTest {
  static IntStream seeds() {
    return IntStream.range(0, 30);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void onlyFreeCoefficientsOfLivingCurvesMove(int seed) {
    Network network = RandomNetworks.of(seed, 5);
    Network moved = Perturbation.of(network, 0.1, seed);
    BitSet expected = new BitSet();
    for (int l = 0; l < network.layers().size(); l++) {
      Layer layer = network.layers().get(l);
      for (int b = 0; b < layer.blocks().size(); b++) {
        Block block = layer.blocks().get(b);
        for (int i = 0; i < layer.inputs(); i++) {
          for (int o = 0; o < layer.subnodes(); o++) {
            for (int r = 0; block.mask().lives(i, o) && r < block.size(); r++) {
              expected.set(network.layout().coefficient(l, b, i, r, o));
            }
          }
        }
      }
    }
    expected.andNot(network.frozen());
    for (int p = 0; p < network.layout().size(); p++) {
      if (expected.get(p)) {
        assertNotEquals(network.parameter(p), moved.parameter(p), "seed " + seed + ", place " + p);
      } else {
        assertEquals(network.parameter(p), moved.parameter(p), "seed " + seed + ", place " + p);
      }
    }
    assertEquals(network.layers(), moved.layers());
    assertEquals(moved, Perturbation.of(network, 0.1, seed), "same seed, same bits");
    assertEquals(network, Perturbation.of(network, 0, seed));
  }

  @Test
  void theNoiseHasTheSizeAskedFor() {
    Network network = Structures.dense(new Random(1), 10, 20, 10);
    Network moved = Perturbation.of(network, 0.25, 3);
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (int p = 0; p < network.layout().size(); p++) {
      double change = moved.parameter(p) - network.parameter(p);
      sum += change;
      squares += change * change;
      count += change != 0 ? 1 : 0;
    }
    assertEquals(400 * 6, count);
    assertEquals(0, sum / count, 0.02);
    assertEquals(0.25, Math.sqrt(squares / count), 0.02);
  }

  @Test
  void refusesNoiseThatIsNoNumber() {
    Network network = Structures.dense(new Random(1), 1, 1);
    WideningTest.refused(() -> Perturbation.of(network, -0.1, 1), "of size -0.1");
    WideningTest.refused(() -> Perturbation.of(network, Double.NaN, 1), "of size NaN");
    WideningTest.refused(() -> Perturbation.of(network, 1e308, 1), "leaves the finite numbers");
  }
}
