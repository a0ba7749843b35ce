/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.ladder;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.model.Kan;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;

/** Knots where a curve needs them, against as good a curve on even grids. */
class KnotInsertionTest {
  private final KanRuntime runtime = TestRegistries.runtime();

  private static DoubleUnaryOperator curve(String name) {
    return name.equals("kink")
        ? x -> Math.pow(Math.abs(x - 0.3), 1.5)
        : x -> Math.exp(-Math.pow((x - 0.3) / 0.03, 2));
  }

  private static Table points(DoubleUnaryOperator curve, int rows, long seed) {
    double[] x = new SplittableRandom(seed).doubles(rows, -1, 1).toArray();
    double[] z = new double[rows];
    for (int r = 0; r < rows; r++) {
      z[r] = curve.applyAsDouble(x[r]);
    }
    return ArrayTable.builder("points").numbers("x", x).numbers("z", z).build();
  }

  private Kan fit(String curve, List<String> ladder, long seed) {
    DoubleUnaryOperator of = curve(curve);
    Split split =
        new Split(points(of, 5000, seed), points(of, 500, seed + 100), points(of, 500, seed + 200));
    KanSpec spec =
        KanSpec.builder("z")
            .hidden()
            .steps(10)
            .optimizer("levenberg_marquardt(algebra=ejml)")
            .set(TrainingSpec.LADDER, ladder)
            .build();
    return runtime.fit(spec, split).kan();
  }

  private double error(String curve, Kan kan, long seed) {
    return Math.sqrt(runtime.loss(kan, points(curve(curve), 4000, seed + 300)));
  }

  /**
   * Knots come a few at a time, for each rung tells better where the next belong. What an even grid
   * of as many intervals, or of more, reaches is the measure.
   */
  @ParameterizedTest(name = "{0}, seed {1}")
  @CsvSource({
    "kink, 1, 1.5e-5, 100",
    "kink, 2, 1.5e-5, 100",
    "kink, 3, 1.5e-5, 100",
    "bell, 1, 2.5e-3, 60",
    "bell, 2, 2.5e-3, 60",
    "bell, 3, 2.5e-3, 60"
  })
  void fewerParametersThanEvenGrids(String curve, long seed, double most, int even) {
    List<String> ladder = new ArrayList<>(Collections.nCopies(7, "+4"));
    ladder.addFirst("bspline(grid=8)");
    Kan placed = fit(curve, ladder, seed);
    Kan spread = fit(curve, List.of("bspline(grid=8)", "" + even), seed);
    double reached = error(curve, placed, seed);
    double other = error(curve, spread, seed);
    assertTrue(reached <= most, "error " + reached);
    assertTrue(reached < 0.6 * other, reached + ", even grid " + other);
    assertTrue(size(placed) < 0.67 * size(spread), size(placed) + " of " + size(spread));
  }

  private static int size(Kan kan) {
    return kan.network().parameters().length;
  }
}
