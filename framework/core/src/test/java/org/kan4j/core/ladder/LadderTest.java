/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.ladder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
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
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.Fit;
import org.kan4j.spi.component.KanException;

class LadderTest {
  private final KanRuntime runtime = TestRegistries.runtime();

  private static Table points(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = new double[rows];
    double[] y = new double[rows];
    double[] z = new double[rows];
    for (int r = 0; r < rows; r++) {
      x[r] = random.nextDouble(-1, 1);
      y[r] = random.nextDouble(-1, 1);
      z[r] = Math.exp(Math.sin(Math.PI * x[r]) + y[r] * y[r]);
    }
    return ArrayTable.builder("points").numbers("x", x).numbers("y", y).numbers("z", z).build();
  }

  private static Split split() {
    return new Split(points(300, 1), points(200, 2), points(200, 3));
  }

  private static KanSpec spec(String ladder, int starts, String backend) {
    return KanSpec.builder("z")
        .hidden(1)
        .steps(30)
        .set(TrainingSpec.LADDER, List.of(ladder.split("; ")))
        .set(TrainingSpec.STARTS, starts)
        .set(TrainingSpec.START_STEPS, 20)
        .set(TrainingSpec.BACKEND, backend)
        .build();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "bspline(grid=3); 6; 12",
        "chebyshev(degree=4); 6; 9",
        "chebyshev(degree=4); bspline(grid=4); 8; +4"
      })
  void carriesTheFunctionFromRungToRung(String ladder) {
    Ascent ascent = runtime.climb(spec(ladder, 4, "auto"), split(), Optional.empty());
    List<Rung> rungs = ascent.rungs();
    assertEquals(ladder.split("; ").length, rungs.size());
    for (int r = 1; r < rungs.size(); r++) {
      assertTrue(rungs.get(r).parameters() > rungs.get(r - 1).parameters());
      assertTrue(
          rungs.get(r).trainLoss() < 1.05 * rungs.get(r - 1).trainLoss(),
          rungs.get(r - 1).trainLoss() + " then " + rungs.get(r).trainLoss());
    }
    double chosen = runtime.loss(ascent.fit().kan(), split().validation());
    for (Rung rung : rungs) {
      assertTrue(chosen <= rung.validationLoss(), rung.toString());
    }
  }

  @ParameterizedTest(name = "{0}, {1} starts")
  @CsvSource({"chebyshev(degree=4); 6, 7", "bspline(grid=3); 6; +3, 4"})
  void sameBitsForAnyNumberOfThreads(String ladder, int starts) {
    double[] expected = null;
    for (String backend : List.of("cpu(threads=1)", "cpu(threads=2)", "cpu(threads=5)")) {
      Kan kan = runtime.fit(spec(ladder, starts, backend), split()).kan();
      if (expected == null) {
        expected = kan.network().parameters();
      }
      assertArrayEquals(expected, kan.network().parameters(), backend);
    }
  }

  @Test
  void stepsAreCountedThrough() {
    Fit fit = runtime.fit(spec("bspline(grid=3); 6", 3, "auto"), split());
    for (int s = 0; s < fit.steps().size(); s++) {
      assertEquals(s + 1, fit.steps().get(s).step());
    }
    assertTrue(fit.bestStep() <= fit.steps().size());
    assertTrue(fit.notes().stream().anyMatch(note -> note.contains("of 3 was the best")));
  }

  @Test
  void gridsReachWhatIsNotLabelledToo() {
    Table wide =
        ArrayTable.builder("box")
            .numbers("x", -1.3, -1.3, 1.3, 1.3)
            .numbers("y", -1.3, 1.3, -1.3, 1.3)
            .build();
    Ascent ascent =
        runtime.climb(spec("chebyshev(degree=4); 6", 2, "auto"), split(), Optional.of(wide));
    assertEquals(0, runtime.coverage(ascent.fit().kan(), wide).outside());
  }

  @Test
  void goesOnFromAModel() {
    Kan kan = runtime.fit(KanSpec.builder("z").hidden(1).grid(3).steps(20).build(), split()).kan();
    TrainingSpec more = TrainingSpec.parse(Map.of("ladder", "6, 12", "steps", 20));
    Fit fit = runtime.fit(kan, more, split());
    assertTrue(
        runtime.loss(fit.kan(), split().validation()) < runtime.loss(kan, split().validation()));
    KanException refused =
        assertThrows(
            KanException.class, () -> runtime.fit(kan, more.with(TrainingSpec.STARTS, 3), split()));
    assertEquals(KanException.Kind.USER, refused.kind());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "+3, cannot be the first rung",
    "0, size 0",
    "bsplin(grid=3), did you mean 'bspline'",
    "(, is not a basis",
    "chebyshev(degre=3), did you mean 'degree'"
  })
  void refusesRungsThatAreNone(String ladder, String message) {
    KanException refused =
        assertThrows(KanException.class, () -> runtime.fit(spec(ladder, 2, "auto"), split()));
    assertEquals(KanException.Kind.USER, refused.kind());
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
  }
}
