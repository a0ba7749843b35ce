/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.plugin.standard.Structures;
import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Scores;
import org.kan4j.spi.training.Statistics;

class EdgeForwardTest {
  private final Network network = Structures.dense(new Random(0), 3, 4, 2);

  private Statistics random(Random random) {
    return new Statistics(
        network.layers().stream()
            .map(layer ->
                new Statistics.OfLayer(
                    random.doubles(layer.inputs(), 0, 2).toArray(),
                    Structures.matrix(random, layer.inputs(), layer.subnodes()),
                    Structures.matrix(random, layer.inputs(), layer.subnodes()),
                    random.doubles(layer.subnodes(), 0, 2).toArray()))
            .toList());
  }

  /** All arrays of statistics, in a fixed order. */
  private static List<double[]> arrays(Statistics statistics) {
    List<double[]> arrays = new ArrayList<>();
    for (Statistics.OfLayer layer : statistics.layers()) {
      arrays.addAll(
          List.of(layer.input(), layer.numeric().values(), layer.edge().values(), layer.subnode()));
    }
    return arrays;
  }

  private double weighted(EdgeForward metric, Statistics statistics, Scores weights) {
    double sum = 0;
    Scores scores = metric.scores(network, statistics);
    for (int l = 0; l < 2; l++) {
      for (int e = 0; e < scores.layers().get(l).values().length; e++) {
        sum += weights.layers().get(l).values()[e] * scores.layers().get(l).values()[e];
      }
    }
    return sum;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void gradientsAgreeWithFiniteDifferences(long seed) {
    for (EdgeForward.Kind kind : EdgeForward.Kind.values()) {
      EdgeForward metric = new EdgeForward(kind);
      assertTrue(metric.differentiable());
      Random random = new Random(seed);
      Statistics statistics = random(random);
      Scores weights = Structures.scores(random, network);
      Statistics gradient = Statistics.zero(network.layers());
      arrays(gradient).forEach(a -> Arrays.fill(a, 1));
      metric.pullBack(network, statistics, weights, gradient);
      for (int a = 0; a < arrays(statistics).size(); a++) {
        double[] values = arrays(statistics).get(a);
        for (int e = 0; e < values.length; e++) {
          double at = values[e];
          values[e] = at + 1e-6;
          double up = weighted(metric, statistics, weights);
          values[e] = at - 1e-6;
          double down = weighted(metric, statistics, weights);
          values[e] = at;
          assertEquals(
              1 + (up - down) / 2e-6, arrays(gradient).get(a)[e], 1e-6, kind + " " + a + " " + e);
        }
      }
    }
  }

  @Test
  void scoresAreDeviationsByThatOfTheInput() {
    Statistics statistics =
        new Statistics(
            List.of(
                new Statistics.OfLayer(
                    new double[] {0.4, 0},
                    new Matrix(2, 1, new double[] {1, 0}),
                    new Matrix(2, 1, new double[] {2, 3}),
                    new double[] {9})));
    assertEquals(2, score(EdgeForward.Kind.EDGE_FORWARD_SPLINE_N, statistics, 0), 1e-15);
    assertEquals(0, score(EdgeForward.Kind.EDGE_FORWARD_SPLINE_N, statistics, 1), 1e-15);
    assertEquals(4, score(EdgeForward.Kind.EDGE_FORWARD_SUM, statistics, 0), 1e-15);
    assertEquals(30, score(EdgeForward.Kind.EDGE_FORWARD_SUM, statistics, 1), 1e-13);
    assertEquals(2, score(EdgeForward.Kind.EDGE_FORWARD_SPLINE_U, statistics, 0), 1e-15);
    assertEquals(
        List.of("edge_forward_spline_n", "edge_forward_spline_u", "edge_forward_sum"),
        EdgeForward.factories().stream().map(f -> f.name()).toList());
  }

  private double score(EdgeForward.Kind kind, Statistics statistics, int input) {
    return new EdgeForward(kind).scores(network, statistics).layers().getFirst().get(input, 0);
  }
}
