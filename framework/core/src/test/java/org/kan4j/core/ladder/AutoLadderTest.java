/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.ladder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.spec.DataSpec;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.spec.StructureSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.Fit;
import org.kan4j.core.training.StepRecord;
import org.kan4j.spi.backend.Columns;

class AutoLadderTest {
  private final KanRuntime runtime = TestRegistries.runtime();

  /** A wave of two inputs; errors of so many times its deviation. */
  private static double[][] wave(int rows, double noise, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] columns = new double[3][rows];
    for (int r = 0; r < rows; r++) {
      columns[0][r] = random.nextDouble(-1, 1);
      columns[1][r] = random.nextDouble(-1, 1);
      columns[2][r] = Math.sin(3 * columns[0][r]) + columns[1][r];
    }
    double mean = java.util.Arrays.stream(columns[2]).average().orElse(0);
    double variance =
        java.util.Arrays.stream(columns[2]).map(v -> (v - mean) * (v - mean)).sum() / rows;
    for (int r = 0; r < rows; r++) {
      columns[2][r] += noise * Math.sqrt(variance) * random.nextGaussian();
    }
    return columns;
  }

  private static Table table(int rows, double noise, long seed) {
    double[][] wave = wave(rows, noise, seed);
    return ArrayTable.builder("wave")
        .numbers("x", wave[0])
        .numbers("y", wave[1])
        .numbers("z", wave[2])
        .build();
  }

  private static Split split(int rows, double noise) {
    return new Split(table(rows, noise, 1), table(rows / 2, noise, 2), table(500, 0, 3));
  }

  private static KanSpec.Builder open() {
    return KanSpec.builder("z")
        .hidden(2)
        .steps(30)
        .set(TrainingSpec.LADDER, List.of("auto"))
        .set(StructureSpec.BASE, "zero");
  }

  /** Noise of deviation s adds s² to the variance of 1. */
  @ParameterizedTest(name = "noise {0}")
  @CsvSource({"0, 0, 0.02", "0.3, 0.0826, 0.03", "1, 0.5, 0.08", "5, 0.9615, 0.08"})
  void theShareOfNoiseIsFound(double noise, double share, double tolerance) {
    for (long seed = 1; seed <= 3; seed++) {
      double[][] wave = wave(1000, noise, seed);
      double found = NoiseShare.of(Columns.of(1000, wave[0], wave[1]), Columns.of(1000, wave[2]));
      assertEquals(share, found, tolerance, "seed " + seed);
    }
  }

  @Test
  void constantsAndCopiesOfRowsHaveAShareToo() {
    double[] x = new double[100];
    assertEquals(0, NoiseShare.of(Columns.of(100, x), Columns.of(100, x)));
    double[] y = new SplittableRandom(1).doubles(100).toArray();
    assertEquals(1, NoiseShare.of(Columns.of(100, x), Columns.of(100, y)), 0.2);
  }

  @Test
  void rowsWithoutNoiseAreLearnedToTheEnd() {
    Split split = split(400, 0);
    Fit fit = runtime.fit(open().hidden(1).build(), split);
    assertTrue(
        fit.notes().getFirst().startsWith("ladder chebyshev(degree=4), 6, 8, 12, 16, 24 or bspl"),
        fit.notes().toString());
    assertTrue(
        fit.notes()
            .getFirst()
            .endsWith(
                "below 2% of the variance, 400 rows for 3 edges;"
                    + " optimizer levenberg_marquardt; 10 starts, of which 4 climb"),
        fit.notes().toString());
    double rmse = runtime.evaluate(fit.kan(), split.test()).metrics().get("rmse");
    assertTrue(rmse < 1e-5, "rmse " + rmse + "; splines of 5 intervals reach 1e-3");
  }

  @ParameterizedTest(name = "{0} rows")
  @ValueSource(ints = {60, 400})
  void noisyRowsAreLearnedLessCloselyThanByALadderForExactOnes(int rows) {
    Split split = split(rows, 0.5);
    KanSpec spec = open().build();
    Fit fit = runtime.fit(spec, split);
    String why = fit.notes().getFirst();
    String rungs = rows == 60 ? "degree=1), 2, 3, 4 or" : "degree=1), 2, 3, 4, 6, 8 or";
    assertTrue(why.startsWith("ladder chebyshev(" + rungs), why);
    Fit exact =
        runtime.fit(
            spec.with(spec.training().with(TrainingSpec.LADDER, List.of("chebyshev(degree=12)"))),
            split);
    double ours = runtime.evaluate(fit.kan(), split.test()).metrics().get("rmse");
    double other = runtime.evaluate(exact.kan(), split.test()).metrics().get("rmse");
    assertTrue(ours < other, ours + " and " + other);
  }

  @ParameterizedTest(name = "noise {0}")
  @ValueSource(doubles = {0, 0.5})
  void noLadderOfTheChoiceIsBetterByRowsToChooseByThanWhatIsKept(double noise) {
    Split split = split(300, noise);
    KanSpec spec = open().seed(3).build();
    Fit fit = runtime.fit(spec, split);
    double kept = runtime.loss(fit.kan(), split.validation());
    List<List<String>> ladders =
        noise == 0
            ? List.of(List.of("chebyshev(degree=4)", "6", "8", "12", "16", "24"))
            : List.of(
                List.of("chebyshev(degree=1)", "2", "3", "4", "6", "8"),
                List.of("chebyshev(degree=4)", "6", "8", "12", "16", "24"),
                List.of("bspline(grid=3)", "5", "10", "20"));
    for (List<String> ladder : ladders) {
      TrainingSpec training =
          spec.training()
              .with(TrainingSpec.LADDER, ladder)
              .with(TrainingSpec.OPTIMIZER, "levenberg_marquardt");
      Fit fixed = runtime.fit(spec.with(training), split);
      double other = runtime.loss(fixed.kan(), split.validation());
      assertTrue(kept <= 1.02 * other, ladder + ": " + other + ", kept " + kept);
    }
  }

  @Test
  void listenersHearTheClimbThatIsKept() {
    Split split = split(200, 0.2);
    KanSpec spec = open().build();
    Fit unheard = runtime.fit(spec, split);
    List<Integer> heard = new ArrayList<>();
    Fit fit = runtime.fit(spec, split, step -> heard.add(step.step()));
    assertArrayEquals(unheard.kan().network().parameters(), fit.kan().network().parameters());
    assertEquals(unheard.notes(), fit.notes());
    List<Integer> steps = fit.steps().stream().map(StepRecord::step).toList();
    assertEquals(steps.subList(steps.size() - heard.size(), steps.size()), heard);
    assertTrue(heard.size() > 20);
  }

  @Test
  void classesBeginWithStraightLines() {
    double[][] wave = wave(100, 0, 1);
    String[] side = new String[100];
    java.util.Arrays.setAll(side, r -> wave[2][r] > 0 ? "up" : "down");
    Table table =
        ArrayTable.builder("t")
            .numbers("x", wave[0])
            .numbers("y", wave[1])
            .texts("z", side)
            .build();
    Split split = new Split(table, table.select(new int[0]), table.select(new int[0]));
    Fit fit = runtime.fit(open().set(DataSpec.TASK, "classification").build(), split);
    assertEquals(
        "ladder chebyshev(degree=1): classes, 100 rows for 6 edges", fit.notes().getFirst());
  }

  @Test
  void whatIsAskedForIsTakenAndTheChoiceIsTheSameForAnyNumberOfThreads() {
    Split split = split(200, 0.2);
    KanSpec spec = open().set(TrainingSpec.BACKEND, "cpu(threads=1)").build();
    Fit once = runtime.fit(spec, split);
    Fit again =
        runtime.fit(spec.with(spec.training().with(TrainingSpec.BACKEND, "cpu(threads=3)")), split);
    assertArrayEquals(once.kan().network().parameters(), again.kan().network().parameters());
    assertEquals(once.notes(), again.notes());
    Fit lbfgs =
        runtime.fit(spec.with(spec.training().with(TrainingSpec.OPTIMIZER, "lbfgs")), split);
    assertTrue(lbfgs.notes().getFirst().contains("or chebyshev(degree=4)"));
    assertTrue(lbfgs.notes().getFirst().endsWith("of which 4 climb"));
    assertTrue(!lbfgs.notes().getFirst().contains("levenberg"), lbfgs.notes().getFirst());
    KanSpec named =
        spec.with(spec.training().with(TrainingSpec.LADDER, List.of("chebyshev(degree=3)")));
    assertTrue(
        runtime.fit(named, split).notes().stream().noneMatch(note -> note.startsWith("ladder")));
  }
}
