/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.regularizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.plugin.standard.Structures;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.training.Regularizer;
import org.kan4j.spi.training.Scores;

class CoefficientsTest {
  private static final Regularizer BOTH =
      Coefficients.factory().create(Map.of("magnitude", 0.5, "difference", 0.25));

  private static Network network(long seed) {
    return Structures.network(
        new Random(seed),
        Structures.layer(3, Nodes.sums(2), (i, o) -> i != o),
        Structures.layer(2, Nodes.sums(2), (i, o) -> true));
  }

  private static double penalty(
      Regularizer regularizer, Network network, double[] parameters, double[] gradient) {
    Scores scores = Structures.scores(new Random(0), network).zero();
    return regularizer.penalty(network, parameters, scores, scores.zero(), gradient);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void gradientsAgreeWithFiniteDifferences(long seed) {
    Network network = network(seed);
    double[] parameters = network.parameters();
    double[] gradient = new double[parameters.length];
    penalty(BOTH, network, parameters, gradient);
    for (int p = 0; p < parameters.length; p++) {
      if (!network.trainable().get(p)) {
        assertEquals(0, gradient[p], "place " + p);
        continue;
      }
      double at = parameters[p];
      parameters[p] = at + 1e-7;
      double up = penalty(BOTH, network, parameters, new double[parameters.length]);
      parameters[p] = at - 1e-7;
      double down = penalty(BOTH, network, parameters, new double[parameters.length]);
      parameters[p] = at;
      assertEquals((up - down) / 2e-7, gradient[p], 1e-7, "place " + p);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void sumsOverInputsAndBasisTheMeansOverSubnodes(long seed) {
    Network network = network(seed);
    Layout layout = network.layout();
    double magnitude = 0;
    double difference = 0;
    for (int l = 0; l < 2; l++) {
      for (int i = 0; i < network.layers().get(l).inputs(); i++) {
        for (int o = 0; o < 2; o++) {
          for (int j = 0; j < 6 && network.layers().get(l).live().lives(i, o); j++) {
            double c = network.parameter(layout.coefficient(l, 0, i, j, o));
            magnitude += Math.abs(c) / 2;
            if (j > 0) {
              double before = network.parameter(layout.coefficient(l, 0, i, j - 1, o));
              difference += Math.abs(c - before) / 2;
            }
          }
        }
      }
    }
    double[] gradient = new double[layout.size()];
    assertEquals(
        0.5 * magnitude + 0.25 * difference,
        penalty(BOTH, network, network.parameters(), gradient),
        1e-12);
  }

  @Test
  void zeroIsFlat() {
    Network network = network(1);
    double[] gradient = new double[network.layout().size()];
    assertEquals(0, penalty(BOTH, network, new double[gradient.length], gradient));
    assertArrayEquals(new double[gradient.length], gradient);
    assertFalse(BOTH.usesScores());
  }
}
