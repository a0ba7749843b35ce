/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.plugin.Registries;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.spec.StructureSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.spi.backend.Batch;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.LeastSquares;
import org.kan4j.spi.training.Loss;
import org.kan4j.spi.training.Vector;

class ObjectiveTest {
  private static final int ROWS = 30;

  private final Registries registries = TestRegistries.standard();

  private Network network(int outputs, int seed) {
    List<Feature> features =
        List.of(
            new Feature.Numeric("a", Scaling.NONE, -1, 1, OptionalDouble.empty()),
            new Feature.Numeric("b", Scaling.NONE, -1, 1, OptionalDouble.empty()));
    StructureSpec spec =
        StructureSpec.parse(Map.of("hidden", List.of("3"), "basis", "bspline(grid=4)", "noise", 2));
    return new Initialization(registries).network(spec, features, outputs, seed);
  }

  private Batch batch(int outputs, String loss, SplittableRandom random) {
    double[][] targets = new double[outputs][];
    for (int o = 0; o < outputs; o++) {
      targets[o] = random.doubles(ROWS, 0, 1).toArray();
    }
    Loss of = registries.losses().create(ComponentSpec.of(loss));
    return new Batch(
        Columns.of(
            ROWS, random.doubles(ROWS, -1, 1).toArray(), random.doubles(ROWS, -1, 1).toArray()),
        Columns.of(ROWS, targets),
        Optional.of(Columns.of(ROWS, random.doubles(ROWS, 0, 2).toArray())),
        of);
  }

  @ParameterizedTest(name = "seed {0}, {1}")
  @CsvSource({
    "1, edge_forward_spline_n",
    "2, edge_forward_spline_n",
    "3, edge_backward",
    "4, edge_backward",
    "5, node_backward",
    "6, node_backward"
  })
  void gradientOfLossAndPenaltiesIsThatOfDifferences(int seed, String metric) {
    SplittableRandom random = new SplittableRandom(seed);
    Network network = network(2, seed);
    BitSet frozen = network.frozen();
    frozen.set(5);
    Network held =
        new Network(network.layers(), network.extrapolation(), network.parameters(), frozen);
    Regularization penalties =
        Regularization.of(
            TrainingSpec.parse(
                Map.of(
                    "lambda",
                    0.7,
                    "metric",
                    metric,
                    "regularizers",
                    List.of("sparsity", "coefficients"))),
            registries);
    String loss = seed % 2 == 0 ? "mean_squared_error" : "softmax_cross_entropy";
    try (Program program = TestRegistries.cpu().compile(held, Precision.FLOAT64)) {
      Objective objective =
          new Objective(
              held,
              program,
              Optional.of(penalties),
              batch(2, loss, random),
              new Objective.Plan(1, false));
      double[] at = held.parameters();
      double[] gradient = new double[at.length];
      double value = evaluate(objective, at, gradient);
      assertTrue(objective.penaltyAt(value) > 0);
      assertEquals(0, gradient[5], "a frozen parameter has no gradient");
      double[] trainable = objective.trainable().toArray();
      double h = 1e-6;
      for (int p = 0; p < at.length; p++) {
        if (trainable[p] == 1) {
          double[] up = at.clone();
          double[] down = at.clone();
          up[p] += h;
          down[p] -= h;
          double slope =
              (evaluate(objective, up, null) - evaluate(objective, down, null)) / (2 * h);
          assertEquals(slope, gradient[p], 1e-6, "seed " + seed + ", parameter " + p);
        }
      }
      assertTrue(objective.leastSquares().isEmpty());
    }
  }

  @Test
  void singleEdgesWeighWhatASpecificationSays() {
    TrainingSpec spec =
        TrainingSpec.parse(
            Map.of("regularizers", "sparsity(entropy=0, weights=[0:1->2=5, 1:0->0=0]),groups"));
    Regularization penalties = Regularization.of(spec, registries);
    assertEquals(
        List.of("0:1->2=5.0", "1:0->0=0.0"),
        penalties.regularizers().getFirst().options().values().get("weights"));
    KanException e =
        assertThrows(
            KanException.class,
            () ->
                Regularization.of(
                    TrainingSpec.parse(Map.of("regularizers", "sparsity(weights=[0:1->2])")),
                    registries));
    assertTrue(e.getMessage().contains("write edge=weight"), e.getMessage());
  }

  private static double evaluate(Objective objective, double[] at, double[] gradient) {
    Vector parameters = objective.vector();
    parameters.write(at);
    Vector slopes = gradient == null ? null : objective.vector();
    double value = objective.evaluate(parameters, slopes);
    if (gradient != null) {
      slopes.read(gradient);
    }
    return value;
  }

  @Test
  void residualsSquaredSumToTheObjective() {
    SplittableRandom random = new SplittableRandom(8);
    Network network = network(2, 8);
    try (Program program = TestRegistries.cpu().compile(network, Precision.FLOAT64)) {
      Objective objective =
          new Objective(
              network,
              program,
              Optional.empty(),
              batch(2, "mean_squared_error", random),
              new Objective.Plan(1, false));
      LeastSquares squares = objective.leastSquares().orElseThrow();
      double[] at = network.parameters();
      double[] gradient = new double[at.length];
      double value = evaluate(objective, at, gradient);
      Vector parameters = objective.vector();
      parameters.write(at);
      double[] residuals = new double[squares.residuals()];
      squares.residuals(parameters, residuals);
      double sum = 0;
      for (double residual : residuals) {
        sum += residual * residual;
      }
      assertEquals(2 * ROWS, residuals.length);
      assertEquals(value, sum, 1e-13);
      // in pieces that cut rows in two
      double[] fromJacobian = new double[at.length];
      for (int from = 0; from < residuals.length; from += 7) {
        int to = Math.min(residuals.length, from + 7);
        double[] jacobian = new double[(to - from) * at.length];
        squares.jacobian(parameters, from, to, jacobian);
        for (int r = from; r < to; r++) {
          for (int p = 0; p < at.length; p++) {
            fromJacobian[p] += 2 * residuals[r] * jacobian[(r - from) * at.length + p];
          }
        }
      }
      for (int p = 0; p < at.length; p++) {
        assertEquals(gradient[p], fromJacobian[p], 1e-12);
      }
    }
  }
}
