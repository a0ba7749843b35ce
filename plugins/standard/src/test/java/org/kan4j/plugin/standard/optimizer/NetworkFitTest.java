/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.plugin.standard.Structures;
import org.kan4j.plugin.standard.cpu.CpuBackend;
import org.kan4j.plugin.standard.loss.MeanSquaredError;
import org.kan4j.plugin.standard.metric.EdgeForward;
import org.kan4j.plugin.standard.regularizer.Sparsity;
import org.kan4j.spi.backend.Batch;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Penalty;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Optimizer;
import org.kan4j.spi.training.Optimizer.Step;
import org.kan4j.spi.training.Optimizer.Stop;
import org.kan4j.spi.training.Problem;
import org.kan4j.spi.training.RegMetric;
import org.kan4j.spi.training.Scores;
import org.kan4j.spi.training.Vector;

/** Optimizers on the real thing: a small network, data, and a penalty with corners. */
class NetworkFitTest {
  private static final int ROWS = 200;

  /** The fit of one network to one batch. */
  private record Fit(Network network, Program program, Batch batch, Penalty penalty)
      implements Problem {
    @Override
    public Vector vector() {
      return program.vector();
    }

    @Override
    public Vector trainable() {
      double[] places = new double[network.layout().size()];
      network.trainable().stream().forEach(p -> places[p] = 1);
      Vector trainable = vector();
      trainable.write(places);
      return trainable;
    }

    @Override
    public double evaluate(Vector parameters, Vector gradient) {
      return program.evaluate(parameters, batch, penalty, gradient);
    }

    @Override
    public int plannedSteps() {
      return 300;
    }
  }

  private static Batch batch(Random random) {
    double[][] x = {random.doubles(ROWS, -1, 1).toArray(), random.doubles(ROWS, -1, 1).toArray()};
    double[] y = new double[ROWS];
    for (int r = 0; r < ROWS; r++) {
      y[r] = Math.exp(Math.sin(Math.PI * x[0][r]) + x[1][r] * x[1][r]);
    }
    return new Batch(
        Columns.of(ROWS, x), Columns.of(ROWS, y), Optional.empty(), new MeanSquaredError());
  }

  private static Penalty sparsity(Network network, double lambda) {
    RegMetric metric = new EdgeForward(EdgeForward.Kind.EDGE_FORWARD_SPLINE_N);
    Sparsity sparsity = new Sparsity(lambda, 2 * lambda, Sparsity.Normalization.PAPER);
    double[] parameters = network.parameters();
    return (statistics, gradient) -> {
      Scores scores = metric.scores(network, statistics);
      Scores slopes = scores.zero();
      double value =
          sparsity.penalty(network, parameters, scores, slopes, new double[parameters.length]);
      metric.pullBack(network, statistics, slopes, gradient);
      return value;
    };
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void lbfgsGoesDownAllTheWay(long seed) {
    Random random = new Random(seed);
    Network network = Structures.dense(random, 2, 5, 1);
    try (Program program =
        CpuBackend.factory().create(Map.of("threads", 1)).compile(network, Precision.FLOAT64)) {
      for (double lambda : new double[] {0, 1e-3}) {
        Penalty penalty = lambda == 0 ? null : sparsity(network, lambda);
        Fit fit = new Fit(network, program, batch(new Random(seed)), penalty);
        Vector parameters = program.vector();
        parameters.write(network.parameters());
        double start = fit.evaluate(parameters, null);
        Optimizer.Session session = Lbfgs.factory().create(Map.of()).start(fit, parameters);
        double before = start;
        int evaluations = 0;
        for (int s = 0; s < 300; s++) {
          Step step = session.step();
          evaluations += step.evaluations();
          assertTrue(step.loss() <= before, "step " + s + ": " + before + " -> " + step);
          assertEquals(Stop.CONTINUE, step.stop(), "step " + s);
          before = step.loss();
        }
        assertTrue(before < (lambda == 0 ? 1e-4 : 0.05) * start, start + " -> " + before);
        assertTrue(evaluations < 450, evaluations + " evaluations");
        assertEquals(before, fit.evaluate(parameters, program.vector()));
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void adamGoesDown(long seed) {
    Random random = new Random(seed);
    Network network = Structures.dense(random, 2, 5, 1);
    try (Program program =
        CpuBackend.factory().create(Map.of("threads", 1)).compile(network, Precision.FLOAT64)) {
      Fit fit = new Fit(network, program, batch(new Random(seed)), sparsity(network, 1e-3));
      Vector parameters = program.vector();
      parameters.write(network.parameters());
      double start = fit.evaluate(parameters, null);
      Optimizer.Session session =
          Adam.factory()
              .create(Map.of("learning_rate", 0.03, "schedule", "cosine"))
              .start(fit, parameters);
      for (int s = 0; s < 300; s++) {
        assertNotEquals(Stop.DIVERGED, session.step().stop());
      }
      double end = fit.evaluate(parameters, null);
      assertTrue(end < 0.1 * start, start + " -> " + end);
    }
  }
}
