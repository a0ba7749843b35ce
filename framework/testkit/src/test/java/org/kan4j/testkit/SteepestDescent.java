/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.testkit;

import java.util.Map;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.training.Optimizer;
import org.kan4j.spi.training.Problem;
import org.kan4j.spi.training.Vector;

/** Steps down the gradient, halving the step until the objective falls: the simplest method. */
record SteepestDescent(Fault fault) implements Optimizer {
  /** What is wrong with it. */
  enum Fault {
    NONE,
    FORGETS_ITS_STEP,
    MOVES_FROZEN_PLACES,
    ACCEPTS_ANYTHING,
    NEVER_STOPS,
    MISCOUNTS
  }

  @Override
  public String name() {
    return "sample_descent";
  }

  @Override
  public Options options() {
    return Options.NONE;
  }

  @Override
  public Session start(Problem problem, Vector parameters) {
    return new Descent(fault, problem, parameters);
  }

  private static final class Descent implements Session {
    private final Fault fault;
    private final Problem problem;
    private final Vector at;
    private double length = 1;

    private Descent(Fault fault, Problem problem, Vector at) {
      this.fault = fault;
      this.problem = problem;
      this.at = at;
    }

    @Override
    public Step step() {
      Vector gradient = problem.vector();
      double loss = problem.evaluate(at, gradient);
      double norm = Math.sqrt(gradient.dot(gradient));
      if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
        return new Step(loss, norm, 1, Stop.DIVERGED);
      }
      if (norm == 0) {
        return new Step(loss, norm, 1, fault == Fault.NEVER_STOPS ? Stop.CONTINUE : Stop.CONVERGED);
      }
      if (fault == Fault.MOVES_FROZEN_PLACES) {
        gradient.update((from, to, v) -> v[0][1] += 1e-3);
      }
      for (int evaluations = 2; evaluations < 100; evaluations++) {
        Vector trial = problem.vector();
        trial.combine(0, 1, at);
        trial.combine(1, -length, gradient);
        if (problem.evaluate(trial, null) < loss || fault == Fault.ACCEPTS_ANYTHING) {
          at.combine(0, 1, trial);
          length *= 2;
          int counted = fault == Fault.MISCOUNTS ? 1 : evaluations;
          return new Step(loss, norm, counted, Stop.CONTINUE);
        }
        length /= 2;
      }
      return new Step(loss, norm, 99, Stop.NO_PROGRESS);
    }

    @Override
    public Map<String, double[]> snapshot() {
      return Map.of("length", new double[] {length});
    }

    @Override
    public void restore(Map<String, double[]> snapshot) {
      length = fault == Fault.FORGETS_ITS_STEP ? 1e-3 : snapshot.get("length")[0];
    }
  }
}
