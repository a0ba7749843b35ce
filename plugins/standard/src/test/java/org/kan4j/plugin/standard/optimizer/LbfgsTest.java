/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.training.Optimizer;
import org.kan4j.spi.training.Optimizer.Step;
import org.kan4j.spi.training.Optimizer.Stop;
import org.kan4j.spi.training.Problem;
import org.kan4j.spi.training.Vector;
import org.kan4j.testkit.HeapProblem;

class LbfgsTest {
  private static final Lbfgs METHOD = new Lbfgs(10, Lbfgs.Search.usual(), Math.ulp(1.0));

  /** What a whole run did. */
  private record Run(Step last, int steps, int evaluations, double[] parameters) {}

  private static Run run(Optimizer method, HeapProblem problem, double[] start, int steps) {
    Vector parameters = problem.vector();
    parameters.write(start);
    Optimizer.Session session = method.start(problem, parameters);
    double before = problem.evaluate(parameters, null);
    int evaluations = 0;
    Step step = null;
    for (int s = 1; s <= steps; s++) {
      step = session.step();
      evaluations += step.evaluations();
      assertTrue(step.loss() <= before, "step " + s + ": " + before + " -> " + step.loss());
      before = step.loss();
      if (step.stop() != Stop.CONTINUE) {
        return new Run(step, s, evaluations, parameters.toArray());
      }
    }
    return new Run(step, steps, evaluations, parameters.toArray());
  }

  @ParameterizedTest(name = "{0} dimensions")
  @ValueSource(ints = {2, 10, 50, 100})
  void reachesTheBottomOfRosenbrock(int size) {
    double[] start = new double[size];
    for (int p = 0; p < size; p += 2) {
      start[p] = -1.2;
      start[p + 1] = 1;
    }
    Run run = run(METHOD, Valleys.rosenbrock(size), start, 2000);
    assertTrue(run.last.loss() < 1e-28, run.last + " after " + run.steps);
    assertTrue(run.evaluations < 1.4 * run.steps + 20, run.evaluations + " in " + run.steps);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void reachesTheBottomOfLeastSquares(long seed) {
    HeapProblem problem = Valleys.leastSquares(30, 100, 0, new Random(seed));
    Run run = run(METHOD, problem, new double[30], 3000);
    assertTrue(run.last.loss() < 1e-28, run.last + " after " + run.steps);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void reachesTheBottomOfIllConditionedLeastSquaresWithEnoughMemory(long seed) {
    HeapProblem problem = Valleys.leastSquares(30, 1e4, 0, new Random(seed));
    Lbfgs method = new Lbfgs(60, Lbfgs.Search.usual(), 0);
    Run run = run(method, problem, new double[30], 3000);
    assertTrue(run.last.loss() < 1e-28, run.last + " after " + run.steps);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void convergesWhereTheMinimumIsNotZero(long seed) {
    HeapProblem problem = Valleys.leastSquares(20, 100, 1, new Random(seed));
    Run run = run(METHOD, problem, new double[20], 1000);
    assertEquals(Stop.CONVERGED, run.last.stop(), run.last + " after " + run.steps);
    assertTrue(run.last.gradientNorm() < 1e-7, run.last + " after " + run.steps);
  }

  @Test
  void stepsBackFromWhereTheObjectiveIsNotFinite() {
    // minimum at 1, no value at all from 1.5 on and below 0
    HeapProblem problem =
        HeapProblem.of(
            1,
            (x, gradient) -> {
              if (!(x[0] > 0 && x[0] < 1.5)) {
                gradient[0] = Double.NaN;
                return x[0] < 0 ? Double.POSITIVE_INFINITY : Double.NaN;
              }
              gradient[0] = 1 - 1 / x[0];
              return x[0] - Math.log(x[0]);
            });
    Run run = run(METHOD, problem, new double[] {1e-3}, 200);
    assertEquals(1, run.parameters[0], 1e-7);
  }

  @Test
  void saysThatItDivergedIfItCannotEvenStart() {
    HeapProblem problem = HeapProblem.of(1, (x, gradient) -> Double.NaN);
    Vector parameters = problem.vector();
    parameters.write(new double[] {3});
    assertEquals(Stop.DIVERGED, METHOD.start(problem, parameters).step().stop());
    assertArrayEquals(new double[] {3}, parameters.toArray());
  }

  @Test
  void leavesParametersAloneAndSaysSoWhenNothingHelps() {
    // a gradient that points the wrong way: no direction lowers the objective
    HeapProblem problem =
        HeapProblem.of(
            2,
            (x, gradient) -> {
              gradient[0] = -1;
              gradient[1] = -1;
              return Math.abs(x[0]) + Math.abs(x[1]);
            });
    Run run = run(METHOD, problem, new double[2], 10);
    assertEquals(Stop.NO_PROGRESS, run.last.stop());
    assertArrayEquals(new double[2], run.parameters);
  }

  /** A problem that says that its data change. */
  private record Changing(HeapProblem problem) implements Problem {
    @Override
    public Vector vector() {
      return problem.vector();
    }

    @Override
    public Vector trainable() {
      return problem.trainable();
    }

    @Override
    public double evaluate(Vector parameters, Vector gradient) {
      return problem.evaluate(parameters, gradient);
    }

    @Override
    public int plannedSteps() {
      return problem.plannedSteps();
    }

    @Override
    public boolean changing() {
      return true;
    }
  }

  @Test
  void dropsAMemoryThatMisleadsAndGoesOn() {
    // after some steps the objective changes under the memory: what it knows is wrong then
    double[] sign = {1};
    Problem problem =
        new Changing(
            HeapProblem.of(
                2,
                (x, gradient) -> {
                  double a = x[0] - sign[0] * 3;
                  double b = x[1] + sign[0];
                  double stretch = sign[0] > 0 ? 1e6 : 1e-3;
                  gradient[0] = 2 * stretch * a;
                  gradient[1] = 2 * b;
                  return stretch * a * a + b * b;
                }));
    Vector parameters = problem.vector();
    Optimizer.Session session = METHOD.start(problem, parameters);
    for (int s = 0; s < 10; s++) {
      session.step();
    }
    sign[0] = -1;
    Step last = null;
    for (int s = 0; s < 200; s++) {
      last = session.step();
      assertEquals(Stop.CONTINUE, last.stop());
    }
    assertTrue(last.loss() < 1e-20, last.toString());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void neverLocksOnCornersAndNoise(long seed) {
    // absolute values have no curvature and random rounding breaks the search: a run must come to
    // an end of its own, and a new session at its end must find nothing better by much
    Random random = new Random(seed);
    double[] weight = random.doubles(8, 0.1, 10).toArray();
    HeapProblem problem =
        HeapProblem.of(
            8,
            (x, gradient) -> {
              double sum = 0;
              for (int p = 0; p < 8; p++) {
                double d = x[p] - p;
                sum += d * d + 1e-3 * weight[p] * Math.abs(x[p]);
                gradient[p] = 2 * d + 1e-3 * weight[p] * Math.signum(x[p]);
              }
              return (float) sum;
            });
    Run run = run(METHOD, problem, random.doubles(8, -5, 5).toArray(), 500);
    assertNotEquals(Stop.CONTINUE, run.last.stop());
    double best = run.last.loss();
    assertTrue(run(METHOD, problem, run.parameters, 500).last.loss() > best - 1e-4 * best);
  }

  @Test
  void goesOnWithEqualBitsAfterRestore() {
    HeapProblem problem = Valleys.rosenbrock(6);
    Vector parameters = problem.vector();
    parameters.write(new double[] {-1.2, 1, -1.2, 1, -1.2, 1});
    Optimizer.Session session = METHOD.start(problem, parameters);
    for (int s = 0; s < 15; s++) {
      session.step();
    }
    Map<String, double[]> snapshot = session.snapshot();
    Vector other = problem.vector();
    Optimizer.Session second = METHOD.start(problem, other);
    second.restore(snapshot);
    for (int s = 0; s < 20; s++) {
      assertEquals(session.step(), second.step(), "step " + s);
      assertArrayEquals(parameters.toArray(), other.toArray());
    }
  }

  @Test
  void refusesConstantsThatExcludeEachOther() {
    KanException e =
        assertThrows(
            KanException.class,
            () -> Lbfgs.factory().create(Map.of("sufficient_decrease", 0.5, "curvature", 0.1)));
    assertEquals(KanException.Kind.USER, e.kind());
    assertTrue(e.getMessage().contains("sufficient_decrease"), e.getMessage());
  }
}
