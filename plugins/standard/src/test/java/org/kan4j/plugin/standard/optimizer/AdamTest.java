/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.kan4j.spi.training.Optimizer;
import org.kan4j.spi.training.Optimizer.Step;
import org.kan4j.spi.training.Optimizer.Stop;
import org.kan4j.spi.training.Vector;
import org.kan4j.testkit.HeapProblem;

class AdamTest {
  private static Optimizer adam(Map<String, ?> options) {
    return Adam.factory().create(options);
  }

  /** A straight line: its gradient is 1 everywhere, so the first step of Adam is the rate. */
  private static HeapProblem line() {
    return HeapProblem.of(
        2,
        (x, gradient) -> {
          gradient[0] = 1;
          gradient[1] = -4;
          return x[0] - 4 * x[1];
        });
  }

  @Test
  void unbiasedStepsHaveTheSizeOfTheRate() {
    Vector parameters = line().vector();
    Optimizer.Session session = adam(Map.of("learning_rate", 0.1)).start(line(), parameters);
    for (int s = 1; s <= 20; s++) {
      session.step();
      assertArrayEquals(new double[] {-0.1 * s, 0.1 * s}, parameters.toArray(), 1e-7);
    }
  }

  @Test
  void followsTheFormulaOfThePaper() {
    double beta1 = 0.8;
    double beta2 = 0.95;
    HeapProblem bowl =
        HeapProblem.of(
            1,
            (x, gradient) -> {
              gradient[0] = 2 * x[0];
              return x[0] * x[0];
            });
    Vector parameters = bowl.vector();
    parameters.write(new double[] {3});
    Optimizer.Session session =
        adam(Map.of(
                "learning_rate",
                0.2,
                "beta1",
                beta1,
                "beta2",
                beta2,
                "epsilon",
                1e-3,
                "weight_decay",
                0.1))
            .start(bowl, parameters);
    double x = 3;
    double m = 0;
    double v = 0;
    for (int t = 1; t <= 30; t++) {
      Step step = session.step();
      assertEquals(x * x, step.loss(), 1e-12);
      assertEquals(Math.abs(2 * x), step.gradientNorm(), 1e-12);
      m = beta1 * m + (1 - beta1) * 2 * x;
      v = beta2 * v + (1 - beta2) * 4 * x * x;
      double mean = m / (1 - Math.pow(beta1, t));
      double square = v / (1 - Math.pow(beta2, t));
      x -= 0.2 * (mean / (Math.sqrt(square) + 1e-3) + 0.1 * x);
      assertEquals(x, parameters.toArray()[0], 1e-12, "step " + t);
    }
  }

  @Test
  void decayLeavesFrozenPlacesAlone() {
    HeapProblem problem = line().freeze(BitSet.valueOf(new long[] {0b10}));
    Vector parameters = problem.vector();
    parameters.write(new double[] {5, 5});
    Optimizer.Session session =
        adam(Map.of("learning_rate", 0.1, "weight_decay", 0.5)).start(problem, parameters);
    session.step();
    assertArrayEquals(new double[] {5 - 0.1 - 0.25, 5}, parameters.toArray(), 1e-8);
  }

  @Test
  void schedulesGoWhereTheySay() {
    Schedule.Plan cosine = new Schedule.Plan(Schedule.COSINE, 0, 0.1, 1, 1);
    assertEquals(1, cosine.factor(0, 101), 1e-15);
    assertEquals(0.55, cosine.factor(50, 101), 1e-15);
    assertEquals(0.1, cosine.factor(100, 101), 1e-15);
    assertEquals(0.1, cosine.factor(5000, 101), 1e-15);
    Schedule.Plan exponential = new Schedule.Plan(Schedule.EXPONENTIAL, 0, 0.01, 1, 1);
    assertEquals(1, exponential.factor(0, 101), 1e-15);
    assertEquals(0.1, exponential.factor(50, 101), 1e-15);
    assertEquals(0.01, exponential.factor(100, 101), 1e-15);
    Schedule.Plan step = new Schedule.Plan(Schedule.STEP, 0, 1, 10, 0.5);
    assertEquals(1, step.factor(9, 100));
    assertEquals(0.5, step.factor(10, 100));
    assertEquals(0.25, step.factor(29, 100));
    Schedule.Plan warm = new Schedule.Plan(Schedule.COSINE, 4, 0.1, 1, 1);
    assertEquals(0.2, warm.factor(0, 105), 1e-15);
    assertEquals(0.8, warm.factor(3, 105), 1e-15);
    assertEquals(1, warm.factor(4, 105), 1e-15);
    assertEquals(0.1, warm.factor(104, 105), 1e-15);
    assertEquals(1, Schedule.Plan.constant().factor(77, 100));
  }

  @Test
  void plansOfOneStepKeepTheFullRate() {
    for (Schedule schedule : Schedule.values()) {
      assertEquals(1, new Schedule.Plan(schedule, 0, 0.1, 10, 0.5).factor(0, 1), schedule.label());
    }
  }

  @Test
  void goesBackToFiniteGroundWhenItDiverges() {
    HeapProblem cliff =
        HeapProblem.of(
            1,
            (x, gradient) -> {
              gradient[0] = x[0] > -1 ? 1 : Double.NaN;
              return x[0] > -1 ? x[0] : Double.NEGATIVE_INFINITY;
            });
    Vector parameters = cliff.vector();
    Optimizer.Session session = adam(Map.of("learning_rate", 0.4)).start(cliff, parameters);
    for (int s = 0; s < 3; s++) {
      assertEquals(Stop.CONTINUE, session.step().stop());
    }
    assertEquals(Stop.DIVERGED, session.step().stop());
    assertEquals(-0.8, parameters.toArray()[0], 1e-6);
  }

  @Test
  void goesOnWithEqualBitsAfterRestore() {
    HeapProblem problem = Valleys.rosenbrock(4);
    Optimizer method = adam(Map.of("learning_rate", 0.05, "schedule", "cosine", "warmup", 3));
    Vector parameters = problem.vector();
    Optimizer.Session session = method.start(problem, parameters);
    for (int s = 0; s < 7; s++) {
      session.step();
    }
    Vector other = problem.vector();
    Optimizer.Session second = method.start(problem, other);
    second.restore(session.snapshot());
    for (int s = 0; s < 30; s++) {
      assertEquals(session.step(), second.step());
      assertArrayEquals(parameters.toArray(), other.toArray());
    }
  }

  @Test
  void findsTheBottomOfLeastSquares() {
    HeapProblem problem = Valleys.leastSquares(10, 10, 0, new Random(1));
    Vector parameters = problem.vector();
    Optimizer.Session session = adam(Map.of("learning_rate", 0.01)).start(problem, parameters);
    Step step = null;
    for (int s = 0; s < 5000; s++) {
      step = session.step();
    }
    assertTrue(step.loss() < 1e-12, step.toString());
  }
}
