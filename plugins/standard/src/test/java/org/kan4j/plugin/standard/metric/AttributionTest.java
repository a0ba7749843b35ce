/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.plugin.standard.Structures;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.training.Attribution;
import org.kan4j.spi.training.Statistics;
import org.kan4j.testkit.GradientChecker;

/** Scores back from nodes, and the derivatives of all of them by the deviations. */
class AttributionTest {
  private static final Network NETWORK = Structures.dense(new Random(0), 3, 4, 2);

  private static Statistics statistics(Network network, double[] values) {
    Statistics statistics = Statistics.zero(network.layers());
    int at = 0;
    for (Statistics.OfLayer layer : statistics.layers()) {
      for (double[] to : List.of(layer.edge().values(), layer.subnode())) {
        System.arraycopy(values, at, to, 0, to.length);
        at += to.length;
      }
    }
    return statistics;
  }

  private static double[] join(Statistics statistics) {
    return statistics.layers().stream()
        .flatMap(layer -> List.of(layer.edge().values(), layer.subnode()).stream())
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }

  private static double product(Attribution.OfOutput scores, Attribution.OfOutput factors) {
    double sum = 0;
    for (int l = 0; l < scores.nodes().size(); l++) {
      sum += product(scores.nodes().get(l), factors.nodes().get(l));
    }
    for (int l = 0; l < scores.edges().size(); l++) {
      sum += product(scores.subnodes().get(l), factors.subnodes().get(l));
      sum += product(scores.edges().get(l).values(), factors.edges().get(l).values());
    }
    return sum;
  }

  private static double product(double[] values, double[] factors) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += values[i] * factors[i];
    }
    return sum;
  }

  /** A function of nodes, subnodes and edges together; metrics look at some of them only. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void everyScoreHasItsDerivative(long seed) {
    Random random = new Random(seed);
    Network network =
        Structures.network(
            random,
            Structures.layer(3, new Nodes(1, List.of(2, 3)), (i, o) -> true),
            Structures.layer(3, Nodes.sums(2), (i, o) -> true));
    Attribution.OfOutput factors = Attribution.OfOutput.zero(network);
    factors.nodes().forEach(a -> Arrays.setAll(a, i -> random.nextGaussian()));
    factors.subnodes().forEach(a -> Arrays.setAll(a, i -> random.nextGaussian()));
    for (Matrix edges : factors.edges()) {
      Arrays.setAll(edges.values(), i -> random.nextGaussian());
    }
    double[] at = random.doubles(3 * 6 + 6 + 3 * 2 + 2, 0.2, 1).toArray();
    Statistics gradient = Statistics.zero(network.layers());
    Attribution.pullBack(network, statistics(network, at), factors, gradient);
    GradientChecker.assertGradient(
        values -> product(Attribution.mean(network, statistics(network, values)), factors),
        at,
        join(gradient),
        1e-6);
  }

  @Test
  void scoresFromALayerStartThere() {
    double[] at = new Random(3).doubles(3 * 4 + 4 + 4 * 2 + 2, 0.2, 1).toArray();
    Statistics statistics = statistics(NETWORK, at);
    double[] start = {1, 0, 2, 0};
    Attribution.OfOutput scores = Attribution.from(NETWORK, statistics, 0, start);
    assertEquals(2, scores.nodes().size());
    assertArrayEquals(start, scores.nodes().getLast());
    start[0] = 5;
    assertEquals(1, scores.nodes().getLast()[0], "the start is copied");
    for (int i = 0; i < 3; i++) {
      double[] share = {at[i * 4] / (at[12] + 1e-4), at[i * 4 + 2] / (at[14] + 1e-4)};
      assertEquals(share[0] + 2 * share[1], scores.nodes().getFirst()[i], 1e-14);
    }
  }

  @Test
  void scoresThatCannotStartAreRefused() {
    Statistics zero = Statistics.zero(NETWORK.layers());
    for (int layer : new int[] {-1, 2}) {
      KanException e =
          assertThrows(
              KanException.class, () -> Attribution.from(NETWORK, zero, layer, new double[2]));
      assertTrue(e.getMessage().contains("the network has layers 0 to 1"), e.getMessage());
    }
    KanException e =
        assertThrows(KanException.class, () -> Attribution.from(NETWORK, zero, 0, new double[2]));
    assertTrue(e.getMessage().contains("2 scores to begin with; layer 0 ends in 4 nodes"));
  }
}
