/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.physics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.dataset.Variable;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Extrapolation;

class EquationSolverTest {
  private static final KanRuntime RUNTIME = TestRegistries.runtime();

  private static EquationSolver.Solution solve(
      DifferentialProblem problem, Map<String, Object> settings) {
    return RUNTIME.solve(problem, SolveSpec.parse(settings), rung -> {});
  }

  /** Sums of squares of sums make products: the outer curves need degree 2 alone. */
  @Test
  void poissonToMachinePrecision() {
    DifferentialProblem problem =
        KnownProblems.poisson(new KnownProblems.Sampling(500, 200, 1), 0.01);
    List<EquationSolver.Rung> told = new ArrayList<>();
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("bases", "chebyshev(degree=8),chebyshev(degree=2)");
    settings.put("ladder", "12,16,20,26");
    settings.put("raise_layers", 1);
    settings.put("starts", 6);
    settings.put("start_steps", 20);
    EquationSolver.Solution solution = RUNTIME.solve(problem, SolveSpec.parse(settings), told::add);
    double error = problem.meanSquaredError(solution.kan(), 2000, 99);
    assertTrue(error <= 1e-20, "mean squared error " + error + " after " + solution.rungs());
    assertEquals(told, solution.rungs());
    assertEquals(114, solution.rungs().getLast().parameters());
    assertEquals("solve", solution.kan().operations().getLast().name());
    assertEquals(Extrapolation.LINEAR, solution.kan().network().extrapolation());
  }

  @Test
  void sameSeedSameBits() {
    DifferentialProblem problem =
        KnownProblems.poissonOfSines(new KnownProblems.Sampling(80, 40, 1), 0.01);
    Map<String, Object> settings =
        Map.of("basis", "chebyshev(degree=4)", "starts", 3, "start_steps", 5, "steps", 5);
    double[] one = solve(problem, settings).kan().network().parameters();
    double[] two = solve(problem, settings).kan().network().parameters();
    assertArrayEquals(one, two, 0.0);
    Map<String, Object> other = new LinkedHashMap<>(settings);
    other.put("seed", 2);
    assertFalse(Arrays.equals(one, solve(problem, other).kan().network().parameters()));
  }

  /** Splines of order 5 have second derivatives without kinks. */
  @Test
  void splinesSolveToo() {
    DifferentialProblem problem =
        KnownProblems.helmholtz(1, 1, new KnownProblems.Sampling(300, 120, 3), 0.01);
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("bases", "bspline(grid=4, order=5),bspline(grid=2, order=5)");
    settings.put("ladder", "8,16");
    settings.put("raise_layers", 1);
    settings.put("starts", 4);
    settings.put("start_steps", 25);
    EquationSolver.Solution solution = solve(problem, settings);
    double error = problem.meanSquaredError(solution.kan(), 1000, 5);
    assertTrue(error <= 1e-9, "mean squared error " + error + " after " + solution.rungs());
  }

  /** A nonlinear equation, and a wide front. */
  @Test
  void burgersIsSolved() {
    DifferentialProblem problem =
        KnownProblems.burgers(0.3, new KnownProblems.Sampling(300, 120, 1));
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("hidden", "3");
    settings.put("basis", "chebyshev(degree=6)");
    settings.put("ladder", "9");
    settings.put("starts", 4);
    settings.put("start_steps", 20);
    EquationSolver.Solution solution = solve(problem, settings);
    double error = problem.meanSquaredError(solution.kan(), 1000, 5);
    assertTrue(error <= 1e-4, "mean squared error " + error + " after " + solution.rungs());
  }

  /** By way of two wide fronts to a narrow one: the last problem is the one that is solved. */
  @Test
  void aContinuationSolvesTheLastProblem() {
    KnownProblems.Sampling sampling = new KnownProblems.Sampling(500, 200, 1);
    List<DifferentialProblem> way =
        List.of(
            KnownProblems.burgers(0.3, sampling),
            KnownProblems.burgers(0.1, sampling),
            KnownProblems.burgers(0.05, sampling));
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("hidden", "4");
    settings.put("basis", "chebyshev(degree=6)");
    settings.put("ladder", "8, 10, 12");
    settings.put("starts", 4);
    settings.put("start_steps", 20);
    settings.put("steps", 40);
    EquationSolver.Solution solution = RUNTIME.solve(way, SolveSpec.parse(settings), rung -> {});
    assertEquals(4, solution.rungs().size());
    double error = way.getLast().relativeError(solution.kan(), 1000, 5);
    assertTrue(error <= 0.02, "relative error " + error + " after " + solution.rungs());
    double first = way.getFirst().relativeError(solution.kan(), 1000, 5);
    assertTrue(first > 5 * error, "it is not the first that was solved: " + first);
  }

  /** The exact solutions leave nothing over, by differences of them. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"poisson", "poisson_sines", "helmholtz", "burgers"})
  void knownSolutionsSolveTheirEquations(String name) {
    KnownProblems.Sampling sampling = new KnownProblems.Sampling(40, 40, 2);
    DifferentialProblem problem =
        switch (name) {
          case "poisson" -> KnownProblems.poisson(sampling, 0.01);
          case "poisson_sines" -> KnownProblems.poissonOfSines(sampling, 0.01);
          case "helmholtz" -> KnownProblems.helmholtz(1, 4, sampling, 0.01);
          default -> KnownProblems.burgers(0.05, sampling);
        };
    assertEquals(name, problem.name());
    Partials partials = problem.partials();
    double step = 2e-4;
    for (Condition condition : problem.conditions()) {
      for (double[] point : condition.points()) {
        if (point[1] < 2 * step && name.equals("burgers") && condition.name().equals("interior")) {
          continue; // there is no time before the start
        }
        double[] jet = new double[partials.channels()];
        jet[0] = at(problem, point, 0, 0);
        if (condition.name().equals("interior")) {
          for (int i = 0; i < 2; i++) {
            double up = at(problem, point, i, step);
            double down = at(problem, point, i, -step);
            jet[partials.channel(i)] = (up - down) / (2 * step);
            if (partials.seconds().contains(new Partials.Second(i, i))) {
              jet[partials.channel(i, i)] = (up - 2 * jet[0] + down) / (step * step);
            }
          }
        }
        double left = condition.equation().residual(point, jet, null);
        assertEquals(0, left, 2e-3, condition.name() + " at " + Arrays.toString(point));
      }
    }
  }

  private static double at(DifferentialProblem problem, double[] point, int input, double move) {
    double[] moved = point.clone();
    moved[input] += move;
    return problem.solution().orElseThrow().value(moved);
  }

  @Test
  void badRequestsAreExplained() {
    KanException ladder =
        assertThrows(KanException.class, () -> SolveSpec.parse(Map.of("ladder", "12,2.5")));
    assertEquals("solve: ladder: '2.5' is not a whole number from 1 on", ladder.getMessage());
    KanException key = assertThrows(KanException.class, () -> SolveSpec.parse(Map.of("startz", 3)));
    assertTrue(key.getMessage().contains("did you mean 'starts'?"), key.getMessage());
    DifferentialProblem hole =
        new DifferentialProblem(
            "hole",
            List.of(new Variable("x", -1, 1)),
            List.of("u"),
            Partials.pure(1),
            List.of(
                new Condition(
                    "interior",
                    (x, jet, slopes) -> Math.log(x[0]),
                    new double[][] {{0.5}, {-0.5}},
                    1)),
            Optional.empty());
    KanException nothing =
        assertThrows(KanException.class, () -> solve(hole, Map.of("starts", 2, "start_steps", 3)));
    assertEquals(KanException.Kind.NUMERIC, nothing.kind());
    assertTrue(nothing.getMessage().contains("'interior' leaves NaN at point [-0.5]"));
  }
}
