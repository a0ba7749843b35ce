/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.optimizer;

import java.util.HashMap;
import java.util.Map;
import org.kan4j.spi.training.Optimizer;
import org.kan4j.spi.training.Optimizer.Step;
import org.kan4j.spi.training.Optimizer.Stop;
import org.kan4j.spi.training.Problem;
import org.kan4j.spi.training.Vector;

/**
 * One run of L-BFGS. Value and gradient at the current parameters are kept from step to step,
 * unless the data change.
 */
final class LbfgsSession implements Optimizer.Session {
  /** A relative decrease of the objective below this is taken for rounding. */
  private static final double FLAT = Math.ulp(1.0);

  /** So many steps in a row without a decrease beyond rounding end a run. */
  private static final int FLAT_STEPS = 10;

  private final Lbfgs method;
  private final Problem problem;
  private final StrongWolfeSearch search;
  private final CurvaturePairs pairs;
  private final Vector parameters;
  private final Vector direction;
  private final Vector trial;
  private Vector gradient;
  private Vector trialGradient;
  private Vector keptGradient;
  private double value;
  private boolean known;
  private int flatSteps;

  LbfgsSession(Lbfgs method, Problem problem, Vector parameters) {
    this.method = method;
    this.problem = problem;
    this.parameters = parameters;
    search =
        new StrongWolfeSearch(
            method.search().sufficient(),
            method.search().curvature(),
            method.search().maxEvaluations());
    pairs = new CurvaturePairs(problem, method.memory());
    direction = problem.vector();
    trial = problem.vector();
    gradient = problem.vector();
    trialGradient = problem.vector();
    keptGradient = problem.vector();
  }

  @Override
  public Step step() {
    int evaluations = 0;
    if (!known || problem.changing()) {
      value = problem.evaluate(parameters, gradient);
      evaluations++;
      known = true;
    }
    double norm = norm(gradient);
    if (!Double.isFinite(value) || !Double.isFinite(norm)) {
      known = false;
      return new Step(value, norm, evaluations, Stop.DIVERGED);
    }
    if (norm <= method.gradientTolerance() * Math.abs(value)) {
      return new Step(value, norm, evaluations, end(0));
    }
    double slope = 0;
    if (!pairs.isEmpty()) {
      pairs.direction(gradient, direction);
      slope = direction.dot(gradient);
      if (slope < 0 && Double.isFinite(slope)) {
        StrongWolfeSearch.Outcome outcome = search.search(new Ray(), start(slope), 1);
        evaluations += outcome.evaluations();
        if (outcome.point().step() > 0) {
          return advance(outcome.point(), predicted(slope, norm), evaluations);
        }
      }
      pairs.clear();
    }
    pairs.direction(gradient, direction);
    StrongWolfeSearch.Outcome outcome = search.search(new Ray(), start(-norm * norm), first());
    evaluations += outcome.evaluations();
    if (outcome.point().step() > 0) {
      return advance(outcome.point(), predicted(0, norm), evaluations);
    }
    return new Step(value, norm, evaluations, end(predicted(slope, norm)));
  }

  /** The end of what can be done on these data; not of the run, if there are more. */
  private Stop end(double predicted) {
    if (problem.changing()) {
      return Stop.CONTINUE;
    }
    boolean drowned = predicted <= StrongWolfeSearch.ROUNDING * Math.abs(value);
    return drowned ? Stop.CONVERGED : Stop.NO_PROGRESS;
  }

  private StrongWolfeSearch.Point start(double slope) {
    return new StrongWolfeSearch.Point(0, value, slope);
  }

  /** The decrease that the best model of the objective promises. */
  private double predicted(double slope, double norm) {
    if (slope < 0) {
      return -slope / 2;
    }
    return Double.isNaN(pairs.scale()) ? Double.POSITIVE_INFINITY : pairs.scale() * norm * norm / 2;
  }

  /** The first place to try along steepest descent. */
  private double first() {
    if (Double.isFinite(pairs.scale())) {
      return pairs.scale();
    }
    trial.update(
        (from, to, vectors) -> {
          for (int p = from; p < to; p++) {
            vectors[0][p] = Math.signum(vectors[1][p]);
          }
        },
        gradient);
    return Math.min(1, 1 / trial.dot(gradient));
  }

  /** Goes to the place that a search has kept. */
  private Step advance(StrongWolfeSearch.Point to, double predicted, int evaluations) {
    pairs.add(to.step(), direction, gradient, keptGradient);
    parameters.combine(1, to.step(), direction);
    Vector free = gradient;
    gradient = keptGradient;
    keptGradient = free;
    boolean flat = value - to.value() <= FLAT * Math.abs(value);
    flatSteps = flat ? flatSteps + 1 : 0;
    value = to.value();
    Stop stop = flatSteps < FLAT_STEPS ? Stop.CONTINUE : end(predicted);
    return new Step(value, norm(gradient), evaluations, stop);
  }

  private static double norm(Vector vector) {
    return Math.sqrt(vector.dot(vector));
  }

  /** The objective along the direction. */
  private final class Ray implements StrongWolfeSearch.Line {
    @Override
    public StrongWolfeSearch.Point at(double step) {
      trial.combine(0, 1, parameters);
      trial.combine(1, step, direction);
      double at = problem.evaluate(trial, trialGradient);
      return new StrongWolfeSearch.Point(step, at, trialGradient.dot(direction));
    }

    @Override
    public void keep() {
      Vector free = keptGradient;
      keptGradient = trialGradient;
      trialGradient = free;
    }
  }

  @Override
  public Map<String, double[]> snapshot() {
    Map<String, double[]> state = new HashMap<>();
    state.put("parameters", parameters.toArray());
    state.put("gradient", gradient.toArray());
    state.put("state", new double[] {value, known ? 1 : 0, flatSteps});
    pairs.snapshot(state);
    return Map.copyOf(state);
  }

  @Override
  public void restore(Map<String, double[]> snapshot) {
    parameters.write(snapshot.get("parameters"));
    gradient.write(snapshot.get("gradient"));
    double[] state = snapshot.get("state");
    value = state[0];
    known = state[1] == 1;
    flatSteps = (int) state[2];
    pairs.restore(snapshot);
  }
}
