/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.optimizer;

import java.util.List;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.training.Optimizer;
import org.kan4j.spi.training.Problem;
import org.kan4j.spi.training.Vector;

/**
 * L-BFGS (Liu and Nocedal, 1989) with a line search for the strong Wolfe conditions. The objective
 * never rises from step to step on the same data. Where a direction fails, the memory is dropped
 * and the step goes along steepest descent; only if that fails too, the method is at its end. Where
 * each step has data of its own, both gradients of a step are taken on the same data, and no step
 * is the end.
 *
 * @param memory number of steps remembered
 * @param search the line search
 * @param gradientTolerance converged when the norm of the gradient is at most this part of the
 *     objective, parameters being of the order of 1; so an objective that goes to 0 is followed as
 *     far as floating point allows
 */
public record Lbfgs(int memory, Search search, double gradientTolerance) implements Optimizer {
  private static final String NAME = "lbfgs";
  private static final Option<Integer> MEMORY =
      Option.integer("memory", 10, 1, 1000, "number of steps remembered");
  private static final Option<Double> SUFFICIENT =
      Option.real(
          "sufficient_decrease", 1e-4, Double.MIN_NORMAL, 0.5, "line search: first Wolfe constant");
  private static final Option<Double> CURVATURE =
      Option.real(
          "curvature",
          0.9,
          Double.MIN_NORMAL,
          Math.nextDown(1.0),
          "line search: second Wolfe constant, above the first");
  private static final Option<Integer> MAX_EVALUATIONS =
      Option.integer("max_evaluations", 25, 2, 1000, "line search: most evaluations");
  private static final Option<Double> GRADIENT_TOLERANCE =
      Option.real(
          "gradient_tolerance",
          Math.ulp(1.0),
          0,
          Double.MAX_VALUE,
          "converged at this ratio of the norm of the gradient to the objective");
  private static final List<Option<?>> OPTIONS =
      List.of(MEMORY, SUFFICIENT, CURVATURE, MAX_EVALUATIONS, GRADIENT_TOLERANCE);

  /**
   * The line search.
   *
   * @param sufficient how much of the decrease that the slope predicts there must be
   * @param curvature what part of the slope may be left
   * @param maxEvaluations most evaluations of one search
   */
  public record Search(double sufficient, double curvature, int maxEvaluations) {
    /** Checks that the constants have an answer between them. */
    public Search {
      if (!(sufficient > 0 && sufficient < curvature && curvature < 1)) {
        throw KanException.user(
            "lbfgs: sufficient_decrease (%s) must be below curvature (%s), both between 0 and 1",
            sufficient, curvature);
      }
    }

    /** The usual constants: 1e-4, 0.9 and at most 25 evaluations. */
    public static Search usual() {
      return new Search(1e-4, 0.9, 25);
    }
  }

  /** The factory. */
  public static Factory<Optimizer> factory() {
    return Factory.of(
        NAME,
        "L-BFGS with a strong-Wolfe search: full batches, down to machine precision",
        OPTIONS,
        options ->
            new Lbfgs(
                options.get(MEMORY),
                new Search(
                    options.get(SUFFICIENT), options.get(CURVATURE), options.get(MAX_EVALUATIONS)),
                options.get(GRADIENT_TOLERANCE)));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Options options() {
    return Options.defaults(OPTIONS)
        .with(MEMORY, memory)
        .with(SUFFICIENT, search.sufficient)
        .with(CURVATURE, search.curvature)
        .with(MAX_EVALUATIONS, search.maxEvaluations)
        .with(GRADIENT_TOLERANCE, gradientTolerance);
  }

  @Override
  public Session start(Problem problem, Vector parameters) {
    return new LbfgsSession(this, problem, parameters);
  }
}
