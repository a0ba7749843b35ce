/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.regularizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.plugin.standard.Structures;
import org.kan4j.plugin.standard.cpu.CpuBackend;
import org.kan4j.plugin.standard.loss.MeanSquaredError;
import org.kan4j.plugin.standard.metric.EdgeForward;
import org.kan4j.spi.backend.Batch;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Penalty;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.training.RegMetric;
import org.kan4j.spi.training.Regularizer;
import org.kan4j.spi.training.Scores;
import org.kan4j.spi.training.Vector;
import org.kan4j.testkit.GradientChecker;

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

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void agreesWithFiniteDifferences(long seed) {
    Random random = new Random(seed);
    Network network =
        Structures.network(
            random,
            Structures.layer(3, new Nodes(2, List.of(2)), (i, o) -> i + o != 3),
            Structures.layer(3, Nodes.sums(2), (i, o) -> i != o));
    Batch batch =
        new Batch(
            columns(random, 40, 3),
            columns(random, 40, 2),
            Optional.empty(),
            new MeanSquaredError());
    try (Program program =
        CpuBackend.factory().create(Map.of()).compile(network, Precision.FLOAT64)) {
      Vector parameters = program.vector();
      Vector gradient = program.vector();
      for (EdgeForward.Kind kind : EdgeForward.Kind.values()) {
        for (Sparsity.Normalization normalization : Sparsity.Normalization.values()) {
          Penalty penalty =
              penalty(network, new EdgeForward(kind), new Sparsity(1, 2, normalization));
          parameters.write(network.parameters());
          program.evaluate(parameters, batch, penalty, gradient);
          GradientChecker.assertGradient(
              places -> {
                parameters.write(with(network, places));
                return program.evaluate(parameters, batch, penalty, null);
              },
              trainable(network, network.parameters()),
              trainable(network, gradient.toArray()),
              1e-6);
          assertEquals(
              gradient.dot(gradient),
              Arrays.stream(trainable(network, gradient.toArray())).map(g -> g * g).sum(),
              1e-9);
        }
      }
    }
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
