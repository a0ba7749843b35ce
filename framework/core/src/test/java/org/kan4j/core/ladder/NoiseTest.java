/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.ladder;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.model.Kan;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.spec.StructureSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;

/** Ladders on data that are noisy, few, repeated or without any variation. */
class NoiseTest {
  private final KanRuntime runtime = TestRegistries.runtime();

  private static Table points(int rows, double noise, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = new double[rows];
    double[] y = new double[rows];
    double[] z = new double[rows];
    for (int r = 0; r < rows; r++) {
      x[r] = random.nextDouble(-1, 1);
      y[r] = random.nextDouble(-1, 1);
      z[r] = Math.exp(Math.sin(Math.PI * x[r]) + y[r] * y[r]) + noise * random.nextGaussian();
    }
    return ArrayTable.builder("points").numbers("x", x).numbers("y", y).numbers("z", z).build();
  }

  private static KanSpec spec(String... ladder) {
    return KanSpec.builder("z")
        .hidden(1)
        .steps(24)
        .set(StructureSpec.BASE, "zero")
        .set(StructureSpec.NOISE, 4.0)
        .set(TrainingSpec.LADDER, List.of(ladder))
        .set(TrainingSpec.STARTS, 6)
        .build();
  }

  /** The error against the truth, of a model learned from noisy rows. */
  private double error(int rows, double noise, long seed, String... ladder) {
    Split split =
        new Split(
            points(rows, noise, seed),
            points(rows / 2, noise, seed + 1),
            points(1000, 0, seed + 2));
    Ascent ascent = runtime.climb(spec(ladder), split, Optional.empty());
    return runtime.evaluate(ascent.fit().kan(), split.test()).metrics().get("rmse");
  }

  /**
   * With n rows and p numbers the error is about noise·sqrt(p/n): sixteen times the rows, a
   * quarter.
   */
  @ParameterizedTest(name = "noise {0}, seed {1}")
  @CsvSource({"0.02, 1", "0.2, 2", "1, 3"})
  void theErrorAgainstTheTruthFallsWithTheRows(double noise, long seed) {
    String[] ladder = {"chebyshev(degree=4)", "6", "8", "12", "16"};
    double few = error(250, noise, seed, ladder);
    double many = error(4000, noise, seed + 10, ladder);
    assertTrue(many < few / 2, few + " then " + many);
    assertTrue(many < 3 * noise * Math.sqrt(45.0 / 4000) + 1e-3, "of 4000 rows: " + many);
  }

  /** Rungs far too fine for the rows do not hurt: the validation rows choose. */
  @Test
  void noGridIsTooFine() {
    double coarse = error(300, 0.5, 7, "chebyshev(degree=4)", "6");
    double fine =
        error(300, 0.5, 7, "chebyshev(degree=4)", "6", "bspline(grid=10)", "20", "50", "100");
    assertTrue(fine < 1.3 * coarse, coarse + " then " + fine);
  }

  @ParameterizedTest(name = "{0} rows")
  @ValueSource(ints = {3, 12})
  void fewerRowsThanParameters(int rows) {
    Split split = new Split(points(rows, 0, 1), points(20, 0, 2), points(20, 0, 3));
    assertFinite(
        runtime.climb(spec("chebyshev(degree=4)", "8", "16"), split, Optional.empty()).fit().kan(),
        split.test());
  }

  @Test
  void aConstantTargetAndRepeatedPoints() {
    double[] same = new double[60];
    java.util.Arrays.fill(same, 2.5);
    double[] x = new double[60];
    for (int r = 0; r < 60; r++) {
      x[r] = r % 3;
    }
    Table table =
        ArrayTable.builder("flat").numbers("x", x).numbers("y", same).numbers("z", same).build();
    Split split = new Split(table, table, table);
    Kan flat = runtime.climb(spec("chebyshev(degree=3)", "5"), split, Optional.empty()).fit().kan();
    assertFinite(flat, table);
    assertTrue(runtime.evaluate(flat, table).metrics().get("rmse") < 1e-6);
  }

  private void assertFinite(Kan kan, Table rows) {
    double rmse = runtime.evaluate(kan, rows).metrics().get("rmse");
    assertTrue(Double.isFinite(rmse), String.valueOf(rmse));
  }
}
