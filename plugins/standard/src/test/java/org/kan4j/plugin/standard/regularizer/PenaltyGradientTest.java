/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.regularizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.plugin.standard.StandardPlugin;
import org.kan4j.plugin.standard.Structures;
import org.kan4j.plugin.standard.cpu.CpuBackend;
import org.kan4j.plugin.standard.loss.MeanSquaredError;
import org.kan4j.spi.backend.Batch;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Penalty;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.training.RegMetric;
import org.kan4j.spi.training.Regularizer;
import org.kan4j.spi.training.Scores;
import org.kan4j.spi.training.Vector;
import org.kan4j.testkit.GradientChecker;
import org.kan4j.testkit.RandomNetworks;

/** Penalty, metric and backend together: the gradient of the whole chain. */
class PenaltyGradientTest {
  private static Columns columns(Random random, int rows, int count) {
    double[][] columns = new double[count][];
    for (int c = 0; c < count; c++) {
      columns[c] = random.doubles(rows, -1, 1).toArray();
    }
    return Columns.of(rows, columns);
  }

  private static Penalty penalty(Network network, RegMetric metric, Regularizer regularizer) {
    return (statistics, gradient) -> {
      Scores scores = metric.scores(network, statistics);
      Scores slopes = scores.zero();
      double[] parameters = network.parameters();
      double value =
          regularizer.penalty(network, parameters, scores, slopes, new double[parameters.length]);
      metric.pullBack(network, statistics, slopes, gradient);
      return value;
    };
  }

  private static void agrees(Network network, Random random, int rows, String what) {
    Batch batch =
        new Batch(
            columns(random, rows, network.inputs()),
            columns(random, rows, network.outputs()),
            Optional.empty(),
            new MeanSquaredError());
    try (Program program =
        CpuBackend.factory().create(Map.of()).compile(network, Precision.FLOAT64)) {
      Vector parameters = program.vector();
      Vector gradient = program.vector();
      for (Factory<RegMetric> metric : new StandardPlugin().metrics()) {
        for (Sparsity.Normalization normalization : Sparsity.Normalization.values()) {
          Penalty penalty =
              penalty(network, metric.create(Map.of()), new Sparsity(1, 2, normalization));
          parameters.write(network.parameters());
          program.evaluate(parameters, batch, penalty, gradient);
          GradientChecker.Worst worst =
              GradientChecker.check(
                  places -> {
                    parameters.write(with(network, places));
                    return program.evaluate(parameters, batch, penalty, null);
                  },
                  trainable(network, network.parameters()),
                  trainable(network, gradient.toArray()));
          assertTrue(
              worst.error() <= 1e-5,
              "%s, %s, %s: %s".formatted(what, metric.name(), normalization, worst));
          assertEquals(
              gradient.dot(gradient),
              Arrays.stream(trainable(network, gradient.toArray())).map(g -> g * g).sum(),
              1e-9 * (1 + gradient.dot(gradient)));
        }
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void agreesWithFiniteDifferences(long seed) {
    Random random = new Random(seed);
    Network network =
        Structures.network(
            random,
            Structures.layer(3, new Nodes(2, List.of(2)), (i, o) -> i + o != 3),
            Structures.layer(3, Nodes.sums(2), (i, o) -> i != o));
    agrees(network, random, 40, "seed " + seed);
  }

  /** Products of any arity, symbolic edges, two blocks, dead edges, affine maps, frozen places. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void agreesForAnyStructure(long seed) {
    agrees(RandomNetworks.of(seed, 3), new Random(seed), 25, "seed " + seed);
  }

  /** The entries that training may change. */
  private static double[] trainable(Network network, double[] all) {
    return network.trainable().stream().mapToDouble(p -> all[p]).toArray();
  }

  /** All parameters, with these at the places that training may change. */
  private static double[] with(Network network, double[] places) {
    double[] parameters = network.parameters();
    int at = 0;
    for (int p : network.trainable().stream().toArray()) {
      parameters[p] = places[at++];
    }
    return parameters;
  }
}
