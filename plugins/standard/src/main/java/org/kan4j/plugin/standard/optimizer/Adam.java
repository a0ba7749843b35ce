/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.optimizer;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.training.Optimizer;
import org.kan4j.spi.training.Problem;
import org.kan4j.spi.training.Vector;

/**
 * Adam (Kingma and Ba, 2015) with decoupled weight decay (Loshchilov and Hutter, 2019), a schedule
 * of the learning rate and a warm-up. One gradient per step; the loss that a step reports is that
 * where it began.
 *
 * @param learningRate the full rate
 * @param moments how the averages are taken
 * @param weightDecay what part of a parameter, times the rate, is taken off per step
 * @param plan the schedule of the rate
 */
public record Adam(double learningRate, Moments moments, double weightDecay, Schedule.Plan plan)
    implements Optimizer {
  private static final String NAME = "adam";
  private static final Option<Double> LEARNING_RATE =
      Option.real("learning_rate", 0.01, 0, Double.MAX_VALUE, "size of a step");
  private static final Option<Double> BETA1 =
      Option.real("beta1", 0.9, 0, Math.nextDown(1.0), "memory of the mean of the gradient");
  private static final Option<Double> BETA2 =
      Option.real("beta2", 0.999, 0, Math.nextDown(1.0), "memory of the mean of its square");
  private static final Option<Double> EPSILON =
      Option.real("epsilon", 1e-8, Double.MIN_NORMAL, 1, "added to the root of the mean square");
  private static final Option<Double> WEIGHT_DECAY =
      Option.real(
          "weight_decay", 0, 0, Double.MAX_VALUE, "part of each parameter taken off, times rate");
  private static final Option<String> SCHEDULE =
      Option.choice(
          "schedule",
          "constant",
          Arrays.stream(Schedule.values()).map(Schedule::label).toList(),
          "how the rate goes down over the planned steps");
  private static final Option<Integer> WARMUP =
      Option.integer(
          "warmup", 0, 0, Integer.MAX_VALUE, "steps over which the rate rises to its full value");
  private static final Option<Double> END_FACTOR =
      Option.real(
          "end_factor", 0.01, Double.MIN_NORMAL, 1, "cosine, exponential: last rate to the full");
  private static final Option<Integer> DROP_EVERY =
      Option.integer("drop_every", 100, 1, Integer.MAX_VALUE, "step: steps from fall to fall");
  private static final Option<Double> DROP_FACTOR =
      Option.real("drop_factor", 0.5, Double.MIN_NORMAL, 1, "step: rate after a fall to before");
  private static final List<Option<?>> OPTIONS =
      List.of(
          LEARNING_RATE,
          BETA1,
          BETA2,
          EPSILON,
          WEIGHT_DECAY,
          SCHEDULE,
          WARMUP,
          END_FACTOR,
          DROP_EVERY,
          DROP_FACTOR);

  /**
   * How the averages of the gradient are taken.
   *
   * @param beta1 memory of the mean
   * @param beta2 memory of the mean square
   * @param epsilon added to the root of the mean square
   */
  public record Moments(double beta1, double beta2, double epsilon) {
    /** The values of the paper. */
    public static Moments usual() {
      return new Moments(0.9, 0.999, 1e-8);
    }
  }

  /** The factory. */
  public static Factory<Optimizer> factory() {
    return Factory.of(
        NAME,
        "Adam with decoupled weight decay: one gradient per step, good for mini-batches",
        OPTIONS,
        Adam::of);
  }

  private static Adam of(Options options) {
    return new Adam(
        options.get(LEARNING_RATE),
        new Moments(options.get(BETA1), options.get(BETA2), options.get(EPSILON)),
        options.get(WEIGHT_DECAY),
        new Schedule.Plan(
            Schedule.of(options.get(SCHEDULE)),
            options.get(WARMUP),
            options.get(END_FACTOR),
            options.get(DROP_EVERY),
            options.get(DROP_FACTOR)));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Options options() {
    return Options.defaults(OPTIONS)
        .with(LEARNING_RATE, learningRate)
        .with(BETA1, moments.beta1)
        .with(BETA2, moments.beta2)
        .with(EPSILON, moments.epsilon)
        .with(WEIGHT_DECAY, weightDecay)
        .with(SCHEDULE, plan.schedule().label())
        .with(WARMUP, plan.warmup())
        .with(END_FACTOR, plan.end())
        .with(DROP_EVERY, plan.dropEvery())
        .with(DROP_FACTOR, plan.dropFactor());
  }

  @Override
  public Session start(Problem problem, Vector parameters) {
    return new AdamSession(this, problem, parameters);
  }

  private static final class AdamSession implements Session {
    private final Adam method;
    private final Problem problem;
    private final Vector parameters;
    private final Vector trainable;
    private final Vector gradient;
    private final Vector mean;
    private final Vector square;

    /** The last parameters at which the objective was seen to be finite. */
    private Vector safe;

    /** Receives the parameters where a step begins. */
    private Vector before;

    private long steps;

    AdamSession(Adam method, Problem problem, Vector parameters) {
      this.method = method;
      this.problem = problem;
      this.parameters = parameters;
      trainable = problem.trainable();
      gradient = problem.vector();
      mean = problem.vector();
      square = problem.vector();
      safe = problem.vector();
      before = problem.vector();
      safe.combine(0, 1, parameters);
      before.combine(0, 1, parameters); // updates may pass over what does not live
    }

    @Override
    public Step step() {
      double rate = method.learningRate * method.plan.factor(steps, problem.plannedSteps());
      steps++;
      double unbiasMean = 1 / (1 - Math.pow(method.moments.beta1, (double) steps));
      double unbiasSquare = 1 / (1 - Math.pow(method.moments.beta2, (double) steps));
      Vector.Elementwise rule =
          new AdamUpdate(method.moments, rate, unbiasMean, unbiasSquare, rate * method.weightDecay);
      List<Vector> others =
          method.weightDecay > 0
              ? List.of(gradient, mean, square, before, trainable)
              : List.of(gradient, mean, square, before);
      double loss = problem.step(parameters, gradient, new Vector.Update(rule, others));
      double norm = Math.sqrt(gradient.dot(gradient));
      if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
        parameters.combine(0, 1, safe);
        return new Step(loss, norm, 1, Stop.DIVERGED);
      }
      Vector older = safe;
      safe = before;
      before = older;
      return new Step(loss, norm, 1, Stop.CONTINUE);
    }

    @Override
    public Map<String, double[]> snapshot() {
      return Map.of(
          "parameters", parameters.toArray(),
          "safe", safe.toArray(),
          "mean", mean.toArray(),
          "square", square.toArray(),
          "steps", new double[] {steps});
    }

    @Override
    public void restore(Map<String, double[]> snapshot) {
      parameters.write(snapshot.get("parameters"));
      safe.write(snapshot.get("safe"));
      before.write(snapshot.get("parameters"));
      mean.write(snapshot.get("mean"));
      square.write(snapshot.get("square"));
      steps = (long) snapshot.get("steps")[0];
    }
  }
}
