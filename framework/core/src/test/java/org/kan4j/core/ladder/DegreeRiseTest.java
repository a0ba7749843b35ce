/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.ladder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
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
import org.kan4j.spi.component.KanException;

/** Degrees where curves need them: one input bends much more sharply than the others. */
class DegreeRiseTest {
  private final KanRuntime runtime = TestRegistries.runtime();

  /** {@code exp(1/(1 + 16 a²)/2 + exp(b)/4 + sin(c)/2 + d²/4)}: only the curve of a is hard. */
  private static Table points(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    String[] names = {"a", "b", "c", "d"};
    double[][] x = new double[names.length][rows];
    double[] z = new double[rows];
    for (int r = 0; r < rows; r++) {
      for (double[] column : x) {
        column[r] = random.nextDouble(-1, 1);
      }
      double sum =
          1 / (1 + 16 * x[0][r] * x[0][r]) / 2
              + Math.exp(x[1][r]) / 4
              + Math.sin(x[2][r]) / 2
              + x[3][r] * x[3][r] / 4;
      z[r] = Math.exp(sum);
    }
    ArrayTable.Builder builder = ArrayTable.builder("points");
    for (int i = 0; i < names.length; i++) {
      builder.numbers(names[i], x[i]);
    }
    return builder.numbers("z", z).build();
  }

  /** Both ends of each range, which no row need reach. */
  private static Table ends() {
    ArrayTable.Builder builder = ArrayTable.builder("ends");
    for (String name : List.of("a", "b", "c", "d")) {
      builder.numbers(name, -1, 1);
    }
    return builder.build();
  }

  private static Split split(long seed) {
    return new Split(points(1000, seed), points(500, seed + 100), points(500, seed + 200));
  }

  private static KanSpec spec(String ladder, String backend) {
    return KanSpec.builder("z")
        .hidden(1)
        .steps(20)
        .optimizer("levenberg_marquardt(algebra=ejml)")
        .set(TrainingSpec.LADDER, List.of(ladder.split("; ")))
        .set(TrainingSpec.STARTS, 4)
        .set(TrainingSpec.START_STEPS, 20)
        .set(TrainingSpec.BACKEND, backend)
        .build();
  }

  private Ascent climb(String ladder, String backend, long seed) {
    return runtime.climb(spec(ladder, backend), split(seed), Optional.of(ends()));
  }

  private static int size(Kan kan) {
    return kan.network().trainable().cardinality();
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @CsvSource({"chebyshev, 1", "chebyshev, 2", "legendre, 1"})
  void asGoodAsEvenDegreesWithFewerParameters(String basis, long seed) {
    String first = basis + "(degree=4); ";
    Kan placed = climb(first + "+6; +6; +6; +6; +6; +6", "cpu", seed).fit().kan();
    Kan even = climb(first + "10; 16; 22; 28; 34; 40", "cpu", seed).fit().kan();
    double reached = Math.sqrt(runtime.loss(placed, split(seed).test()));
    double other = Math.sqrt(runtime.loss(even, split(seed).test()));
    assertTrue(reached < 3e-4, "error " + reached);
    assertTrue(reached < 1.2 * other, reached + ", even degrees " + other);
    assertTrue(size(placed) < 0.5 * size(even), size(placed) + " of " + size(even));
  }

  @Test
  void onlyTheCurvesThatNeedItRise() {
    Kan kan = climb("chebyshev(degree=6); +6; +6", "cpu", 3).fit().kan();
    TreeSet<Integer> degrees = new TreeSet<>();
    kan.network()
        .layers()
        .getFirst()
        .blocks()
        .forEach(block -> {
          Object degree = block.bases().getFirst().options().values().get("degree");
          degrees.add((Integer) degree);
          assertEquals((Integer) degree == 18, block.mask().lives(0, 0), "the curve of a");
        });
    assertEquals(18, degrees.last());
    assertEquals(6, degrees.first());
  }

  @Test
  void theFunctionStaysAsItWas() {
    Ascent ascent = climb("chebyshev(degree=6); +6; +6", "cpu", 4);
    for (int r = 1; r < ascent.rungs().size(); r++) {
      double before = ascent.rungs().get(r - 1).trainLoss();
      assertTrue(ascent.rungs().get(r).trainLoss() < 1.001 * before);
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "chebyshev(degree=4); +4; +4",
        "bspline(grid=6) / chebyshev(degree=4); +4; +4",
      })
  void sameBitsForAnyNumberOfThreads(String ladder) {
    double[] one = climb(ladder, "cpu(threads=1)", 5).fit().kan().network().parameters();
    double[] three = climb(ladder, "cpu(threads=3)", 5).fit().kan().network().parameters();
    assertArrayEquals(one, three);
  }

  @Test
  void layersOfSplinesGetKnotsAndOthersDegrees() {
    List<Rung> rungs = climb("bspline(grid=6) / chebyshev(degree=4); +4", "cpu", 6).rungs();
    int before = rungs.getFirst().parameters();
    assertEquals(4 * 9 + 5 + 5, before);
    assertTrue(rungs.getLast().parameters() > before, "" + rungs.getLast().parameters());
  }

  @Test
  void basesWithoutKnotsOrDegreesAreRefused() {
    KanException refused =
        assertThrows(KanException.class, () -> climb("fourier(terms=3); +2", "cpu", 7));
    assertEquals(KanException.Kind.USER, refused.kind());
    assertTrue(
        refused.getMessage().contains("+2: no curve has knots, or a degree"), refused.getMessage());
  }
}
