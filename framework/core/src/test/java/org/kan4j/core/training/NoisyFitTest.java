/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.model.Kan;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.spi.backend.Batch;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Optimizer;
import org.kan4j.spi.training.Prior;
import org.kan4j.spi.training.Problem;
import org.kan4j.spi.training.Vector;
import org.kan4j.testkit.RandomNetworks;

/** Levenberg-Marquardt with a ridge by generalised cross-validation, on data with noise. */
class NoisyFitTest {
  private static final Table NONE = ArrayTable.builder("none").build();
  private static final double SPREAD = 1.43;

  private final KanRuntime runtime = TestRegistries.runtime();

  private static Table toy(int rows, double noise, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] a = random.doubles(rows, -1, 1).toArray();
    double[] b = random.doubles(rows, -1, 1).toArray();
    double[] y = new double[rows];
    Arrays.setAll(
        y,
        r ->
            Math.exp(Math.sin(Math.PI * a[r]) + b[r] * b[r])
                + noise * SPREAD * random.nextGaussian());
    return ArrayTable.builder("toy").numbers("a", a).numbers("b", b).numbers("y", y).build();
  }

  /** Error against the noiseless truth, the median of three experiments. */
  private double error(int rows, double noise, int grid, String ridge) {
    List<Double> errors = new ArrayList<>();
    for (int seed = 1; seed <= 3; seed++) {
      KanSpec spec =
          KanSpec.builder("y")
              .hidden(1)
              .grid(grid)
              .steps(30)
              .seed(seed)
              .optimizer("levenberg_marquardt(algebra=ejml, ridge=" + ridge + ")")
              .build();
      Kan kan = runtime.fit(spec, new Split(toy(rows, noise, 10 + seed), NONE, NONE)).kan();
      errors.add(runtime.evaluate(kan, toy(1000, 0, 99)).metrics().get("rmse"));
    }
    errors.sort(null);
    return errors.get(1);
  }

  /** A finer grid costs little, and more rows lower the error. */
  @ParameterizedTest(name = "noise {0}")
  @ValueSource(doubles = {0.1, 0.5})
  void errorFallsWithTheRowsOnAnyGrid(double noise) {
    double few = error(250, noise, 20, "gcv");
    double many = error(1000, noise, 20, "gcv");
    double fine = error(250, noise, 40, "gcv");
    // a smooth curve through 250 points of this noise: some 15 parameters' worth of it
    double expected = noise * SPREAD * Math.sqrt(15.0 / 250);
    assertTrue(few < 1.8 * expected, few + " against " + expected);
    assertTrue(many < 0.88 * few, few + " -> " + many);
    assertTrue(fine < 1.6 * few, few + " -> " + fine);
  }

  @Test
  void withoutRidgeAFineGridFollowsTheNoise() {
    assertTrue(error(250, 0.1, 20, "none") > 2 * error(250, 0.1, 20, "gcv"));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void priorsTurnBack(long seed) {
    Network network = RandomNetworks.of(seed, 3);
    Prior prior = new SmoothCurves(network);
    double[] x = new Random(seed).doubles(network.layout().size(), -1, 1).toArray();
    double[] z = x.clone();
    prior.apply(z);
    double[] back = z.clone();
    prior.solve(back);
    for (int p = 0; p < x.length; p++) {
      assertEquals(x[p], back[p], 1e-6, "place " + p);
    }
    // (k·L⁻¹)·(L·x) = k·x
    double[] k = new Random(-seed).doubles(x.length, -1, 1).toArray();
    double expected = 0;
    for (int p = 0; p < x.length; p++) {
      expected += k[p] * x[p];
    }
    prior.divide(k, 1);
    double actual = 0;
    for (int p = 0; p < x.length; p++) {
      actual += k[p] * z[p];
    }
    assertEquals(expected, actual, 1e-6 * (1 + Math.abs(expected)));
  }

  @ParameterizedTest(name = "after {0} steps")
  @CsvSource({"3", "15"})
  void ridgesGoOnFromSnapshots(int steps) {
    Network network = RandomNetworks.of(4, 3);
    SplittableRandom random = new SplittableRandom(2);
    double[][] targets = new double[network.outputs()][];
    Arrays.setAll(targets, o -> random.doubles(80, -1, 1).toArray());
    Batch batch =
        new Batch(
            Columns.of(80, RandomNetworks.columns(3, network.inputs(), 80)),
            Columns.of(80, targets),
            Optional.empty(),
            TestRegistries.standard().losses().create(ComponentSpec.of("mean_squared_error")));
    Optimizer method =
        TestRegistries.standard()
            .optimizers()
            .create(ComponentSpec.parse("levenberg_marquardt(ridge=gcv)"));
    try (Program program = TestRegistries.cpu().compile(network, Precision.FLOAT64)) {
      Problem problem = Objectives.of(network, program, batch);
      Vector one = program.vector();
      one.write(network.parameters());
      Optimizer.Session session = method.start(problem, one);
      for (int s = 0; s < steps; s++) {
        session.step();
      }
      Map<String, double[]> snapshot = session.snapshot();
      Vector two = program.vector();
      Optimizer.Session other = method.start(problem, two);
      other.restore(snapshot);
      for (int s = 0; s < 4; s++) {
        session.step();
        other.step();
      }
      assertArrayEquals(one.toArray(), two.toArray());
    }
  }

  @Test
  void classesHaveNoCrossValidation() {
    Table table =
        ArrayTable.builder("c")
            .numbers("x", new double[] {1, 2, 3, 4})
            .texts("y", new String[] {"a", "b", "a", "b"})
            .build();
    KanSpec spec = KanSpec.builder("y").optimizer("levenberg_marquardt(ridge=gcv)").build();
    KanException e =
        assertThrows(KanException.class, () -> runtime.fit(spec, new Split(table, NONE, NONE)));
    assertTrue(e.getMessage().contains("sum of squares"), e.getMessage());
  }
}
