/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.optimizer.leastsquares;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kan4j.spi.training.Optimizer;
import org.kan4j.spi.training.Optimizer.Step;
import org.kan4j.spi.training.Optimizer.Stop;
import org.kan4j.spi.training.Problem;
import org.kan4j.spi.training.Vector;

/** One run of Levenberg-Marquardt. The linear model is kept until a step is taken. */
final class LevenbergMarquardtSession implements Optimizer.Session {
  /** Relative differences of the objective below this are taken for rounding. */
  private static final double ROUNDING = 64 * Math.ulp(1.0);

  /** Steps that promise no more than this part of the objective … */
  private static final double SMALL = 1e-3;

  /** … and change it by so many times the promise show its rounding, not its shape. */
  private static final double DROWNED = 8;

  /** So many flat steps in a row end a run. */
  private static final int FLAT_STEPS = 3;

  /** From this ratio of gain to promise on, less damping may be better still. */
  private static final double GOOD = 0.5;

  /** Below this ratio residuals are so far from linear that a correction is worth a trial. */
  private static final double STRAIGHT = 0.75;

  /** Less damping is worth a trial if it promises this much more. */
  private static final double WORTH = 1.02;

  private final LevenbergMarquardt method;
  private final Problem problem;
  private final Linearization linearization;
  private final Damping damping;
  private final Vector parameters;
  private final Vector gradient;
  private final Vector next;
  private LinearModel model;
  private double loss;

  /** What must fall: the loss, and what holds back from noise. */
  private double value;

  private boolean known;
  private int flatSteps;
  private int evaluations;

  LevenbergMarquardtSession(
      LevenbergMarquardt method, Problem problem, Vector parameters, Linearization linearization) {
    this.method = method;
    this.problem = problem;
    this.parameters = parameters;
    this.linearization = linearization;
    damping = new Damping(method.control().damping());
    gradient = problem.vector();
    next = problem.vector();
  }

  /** A step that lowers the objective. */
  private record Found(double[] at, double value, double damping, double promise) {
    double ratio(double before) {
      return (before - value) / promise;
    }
  }

  @Override
  public Step step() {
    evaluations = 0;
    if (!known || problem.changing()) {
      evaluate();
    }
    if (!isFinite()) {
      return end(Stop.DIVERGED);
    }
    if (value == 0 || norm() == 0) {
      return end(Stop.CONVERGED);
    }
    if (model == null) {
      Optional<LinearModel> here = linearization.at(parameters, gradient, damping.value());
      if (here.isEmpty()) {
        return end(Stop.DIVERGED);
      }
      model = here.get();
      value = loss + linearization.penalty(parameters);
    }
    if (model.reach() <= ROUNDING * Math.abs(value)) {
      return end(Stop.CONVERGED);
    }
    return search();
  }

  /** Tries dampings, more and more of it, until the objective falls. */
  private Step search() {
    double[] from = parameters.toArray();
    Stop why = Stop.NO_PROGRESS;
    for (int trial = 0; trial < method.control().trials(); trial++) {
      Found found = attempt(from, damping.value());
      if (found == null) {
        return end(why);
      }
      double gain = value - found.value;
      if (gain > 0) {
        return advance(explore(from, found));
      }
      if (isDrowned(gain, found.promise)) {
        why = Stop.CONVERGED;
      }
      damping.reject();
    }
    return end(why);
  }

  /** Whether a step shows the rounding of the objective, not its shape. */
  private boolean isDrowned(double gain, double promise) {
    return gain == 0 || (-gain > DROWNED * promise && promise < SMALL * Math.abs(value));
  }

  /** The objective after the step with this damping; null if no parameter would change. */
  private Found attempt(double[] from, double with) {
    LinearModel.Trial trial = model.solve(with);
    Found straight = at(from, trial.step(), with, trial.decrease());
    if (straight == null || !model.isCorrectable() || !(straight.ratio(value) < STRAIGHT)) {
      return straight;
    }
    Optional<double[]> correction =
        linearization
            .residuals(next)
            .flatMap(residual -> model.correct(with, trial.step(), residual))
            .filter(bend -> isSmaller(bend, trial.step()));
    if (correction.isEmpty()) {
      return straight;
    }
    double[] bent = trial.step().clone();
    for (int c = 0; c < bent.length; c++) {
      bent[c] += correction.get()[c];
    }
    Found found = at(from, bent, with, trial.decrease());
    return found != null && found.value < straight.value ? found : straight;
  }

  private static boolean isSmaller(double[] correction, double[] step) {
    double own = 0;
    double other = 0;
    for (int c = 0; c < step.length; c++) {
      own += correction[c] * correction[c];
      other += step[c] * step[c];
    }
    return own <= other;
  }

  private Found at(double[] from, double[] step, double with, double promise) {
    double[] to = from.clone();
    int[] places = linearization.places();
    boolean changed = false;
    for (int c = 0; c < places.length; c++) {
      to[places[c]] += step[c];
      changed |= to[places[c]] != from[places[c]];
    }
    if (!changed) {
      return null;
    }
    next.write(to);
    evaluations++;
    double reached = problem.evaluate(next, null) + linearization.penalty(next);
    return new Found(to, reached, with, promise);
  }

  /** Less and less damping while that brings more: the model is paid for, a trial costs little. */
  private Found explore(double[] from, Found first) {
    Found best = first;
    double factor = 0.1;
    while (model.isCheap() && best.ratio(value) > GOOD && best.damping > Damping.LEAST) {
      double less = Math.max(Damping.LEAST, best.damping * factor);
      if (model.solve(less).decrease() < WORTH * best.promise) {
        return best;
      }
      Found found = attempt(from, less);
      if (found == null || !(found.value < best.value)) {
        return best;
      }
      best = found;
      factor *= factor;
    }
    return best;
  }

  private Step advance(Found to) {
    damping.accept(to.damping, to.ratio(value));
    boolean flat = value - to.value <= method.control().tolerance() * Math.abs(value);
    flatSteps = flat ? flatSteps + 1 : 0;
    parameters.write(to.at);
    evaluate();
    return flatSteps < FLAT_STEPS
        ? new Step(loss, norm(), evaluations, Stop.CONTINUE)
        : end(Stop.CONVERGED);
  }

  private void evaluate() {
    loss = problem.evaluate(parameters, gradient);
    value = loss + linearization.penalty(parameters);
    evaluations++;
    known = true;
    model = null;
  }

  private boolean isFinite() {
    return Double.isFinite(value) && Double.isFinite(norm());
  }

  private double norm() {
    return Math.sqrt(gradient.dot(gradient));
  }

  /** The end of what can be done on these data; not of the run, if there are more. */
  private Step end(Stop why) {
    if (why == Stop.DIVERGED) {
      known = false;
    }
    boolean goesOn = problem.changing() && why != Stop.DIVERGED;
    return new Step(loss, norm(), evaluations, goesOn ? Stop.CONTINUE : why);
  }

  @Override
  public Map<String, double[]> snapshot() {
    return Map.of(
        "parameters", parameters.toArray(),
        "damping", damping.state(),
        "ridge", linearization.state(),
        "columns", linearization.columns().state(),
        "forcing", linearization.forcing().state(),
        "state", new double[] {flatSteps});
  }

  @Override
  public void restore(Map<String, double[]> snapshot) {
    parameters.write(snapshot.get("parameters"));
    damping.restore(snapshot.get("damping"));
    linearization.restore(snapshot.get("ridge"));
    linearization.columns().restore(snapshot.get("columns"));
    linearization.forcing().restore(snapshot.get("forcing"));
    flatSteps = (int) snapshot.get("state")[0];
    known = false;
  }

  @Override
  public List<String> notes() {
    int columns = linearization.places().length;
    int rows = linearization.rows();
    return columns <= rows
        ? List.of()
        : List.of(
            "more parameters (%d) than residuals (%d): of the many models that fit the rows alike,"
                    .formatted(columns, rows)
                + " this is one near the start; expect it to be worse on other rows");
  }
}
