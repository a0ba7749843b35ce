/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.solve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.physics.Condition;
import org.kan4j.core.physics.DifferentialProblem;
import org.kan4j.core.physics.KnownProblems;
import org.kan4j.core.physics.SolveSpec;
import org.kan4j.spi.component.KanException;

class ProblemFileTest {
  /** What files state in words is what is stated in code. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"poisson", "helmholtz", "burgers"})
  void shippedProblemsAreThoseOfTheLibrary(String name) {
    ProblemFile.Stated stated = ProblemFile.read(name);
    KnownProblems.Sampling few = new KnownProblems.Sampling(2, 4, 1);
    DifferentialProblem coded =
        switch (name) {
          case "poisson" -> KnownProblems.poisson(few, 0.01);
          case "helmholtz" -> KnownProblems.helmholtz(1, 4, few, 0.01);
          default -> KnownProblems.burgers(0.01 / Math.PI, few);
        };
    DifferentialProblem problem = stated.problem();
    assertEquals(name, problem.name());
    assertEquals(coded.inputs(), problem.inputs());
    assertEquals(coded.partials(), problem.partials());
    Condition read = problem.conditions().getFirst();
    Condition written = coded.conditions().getFirst();
    assertEquals(written.weight(), read.weight());
    for (int p = 0; p < 50; p++) {
      double[] x = read.points()[p];
      double[] jet = new double[problem.partials().channels()];
      for (int c = 0; c < jet.length; c++) {
        jet[c] = Math.sin(p + 3.0 * c);
      }
      double[] one = new double[jet.length];
      double[] two = new double[jet.length];
      double expected = written.equation().residual(x, jet, one);
      assertEquals(
          expected, read.equation().residual(x, jet, two), 1e-11 * (1 + Math.abs(expected)));
      for (int c = 0; c < jet.length; c++) {
        assertEquals(one[c], two[c], 1e-14);
      }
      assertEquals(
          coded.solution().orElseThrow().value(x),
          problem.solution().orElseThrow().value(x),
          1e-14);
    }
    for (Condition condition : problem.conditions().subList(1, problem.conditions().size())) {
      for (double[] x : condition.points()) {
        double[] jet = new double[problem.partials().channels()];
        jet[0] = problem.solution().orElseThrow().value(x);
        assertEquals(0, condition.equation().residual(x, jet, null), 1e-12, condition.name());
      }
    }
    SolveSpec.parse(stated.settings());
    assertTrue(ProblemFile.shipped().contains(name));
  }

  @Test
  void allProblemsAreToldWithLineAndColumn() {
    KanException error =
        assertThrows(
            KanException.class,
            () ->
                ProblemFile.parse(
                    """
                    problem: bad
                    inputs: {x: [-1, 1]}
                    conditions:
                      - {equation: u_xx + w = 0, points: 10}
                      - {equation: u = 0, on: {y: 1}}
                      - {equatoin: u = 0, points: 3}
                      - {equation: u = 0, within: {x: [0, 2]}}
                      - {equation: u = 0, within: {z: [0, 1]}}
                    solution: sin(z)
                    """,
                    "my.yaml"));
    assertEquals(
        """
        my.yaml:6:16: unknown key 'equatoin'; known: condition, equation, points, weight, on, within; did you mean 'equation'?
        my.yaml:6:5: equation: what is to hold is expected, such as u_xx + u_yy = 0
        my.yaml:4:5: equation 'u_xx + w = 0': 'w' is no input, output or derivative; known: x, u, u_x, u_xx; did you mean 'x'?
        my.yaml:5:5: on: no input 'y'; known: x; did you mean 'x'?
        my.yaml:7:5: within: x: [0.0, 2.0] reaches beyond [-1.0, 1.0]
        my.yaml:8:5: within: no input 'z'; known: x; did you mean 'x'?
        my.yaml:9:11: solution: variables [z], inputs [x]\
        """,
        error.getMessage());
  }

  @Test
  void pointsLieInThePartsOfRangesThatAreGiven() {
    DifferentialProblem problem =
        ProblemFile.parse(
                """
                inputs: {x: [-1, 1], t: [0, 1]}
                conditions:
                  - {equation: u_x = 0, within: {x: [-0.1, 0.2]}, points: 200}
                  - {equation: u = 0, on: {x: 1}, within: {t: [0.5, 1]}, points: 200}
                """,
                "my.yaml")
            .problem();
    double least = 1;
    for (double[] point : problem.conditions().getFirst().points()) {
      assertTrue(point[0] >= -0.1 && point[0] <= 0.2, "x " + point[0]);
      least = Math.min(least, point[1]);
    }
    assertTrue(least < 0.1, "t is free: " + least);
    for (double[] point : problem.conditions().getLast().points()) {
      assertTrue(point[0] == 1 && point[1] >= 0.5, point[0] + ", " + point[1]);
    }
  }

  /** Each number of a continuation makes a problem, as if the number stood there. */
  @Test
  void namesOfAContinuationStandForNumbers() {
    String text =
        """
        inputs: {x: [-1, 1], t: [0, 1]}
        conditions:
          - {equation: u_t + u*u_x = nu*u_xx, points: 20}
        continuation: {nu: [0.5, 0.1/pi, 1e-5]}
        solution: {cole_hopf: nu}
        """;
    List<DifferentialProblem> ways = ProblemFile.parse(text, "my.yaml").problems();
    assertEquals(3, ways.size());
    double[] jet = {0.3, -0.7, 0.2, 1.1};
    List<Double> numbers = List.of(0.5, 0.1 / Math.PI, 1e-5);
    for (int w = 0; w < 3; w++) {
      Condition condition = ways.get(w).conditions().getFirst();
      double expected = jet[2] + jet[0] * jet[1] - numbers.get(w) * jet[3];
      assertEquals(expected, condition.equation().residual(new double[2], jet, null), 1e-15);
      assertArrayEquals(ways.getFirst().conditions().getFirst().points()[7], condition.points()[7]);
    }
    assertTrue(
        Math.abs(ways.get(0).solution().orElseThrow().value(0.1, 0.5))
            < Math.abs(ways.get(1).solution().orElseThrow().value(0.1, 0.5)));
    KanException error =
        assertThrows(
            KanException.class,
            () -> ProblemFile.parse(text.replace("1e-5]}", "1e-5], mu: [1]}"), "my.yaml"));
    assertEquals(
        "my.yaml:1:1: continuation: mu: 1 numbers; each name takes as many, from the easiest on",
        error.getMessage());
    KanException taken =
        assertThrows(
            KanException.class,
            () -> ProblemFile.parse(text.replace("{nu: [0.5", "{t: [0.5"), "my.yaml"));
    assertTrue(
        taken.getMessage().contains("continuation: 't' is an input or output already"),
        taken.getMessage());
  }

  /** The example of the documentation is a problem whose solution holds. */
  @Test
  void theDocumentedExampleIsRight() throws Exception {
    String page = Files.readString(Path.of("../docs/equations.md"));
    String text = page.replaceFirst("(?s).*?```yaml\n(.*?)```.*", "$1");
    DifferentialProblem problem = ProblemFile.parse(text, "heat.yaml").problem();
    Condition interior = problem.conditions().getFirst();
    double rate = 0.1 * Math.PI * Math.PI;
    for (double[] x : interior.points()) {
      double u = problem.solution().orElseThrow().value(x);
      double[] jet = new double[problem.partials().channels()];
      jet[0] = u;
      jet[problem.partials().channel(1)] = -rate * u;
      jet[problem.partials().channel(0, 0)] = -Math.PI * Math.PI * u;
      assertEquals(0, interior.equation().residual(x, jet, null), 1e-12);
    }
    SolveSpec.parse(ProblemFile.parse(text, "heat.yaml").settings());
  }
}
