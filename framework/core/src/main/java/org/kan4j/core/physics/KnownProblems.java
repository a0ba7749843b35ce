/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.physics;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.kan4j.core.dataset.PointFunction;
import org.kan4j.core.dataset.Variable;

/** Differential equations whose solutions are known. */
public final class KnownProblems {
  private static final double PI = Math.PI;

  private KnownProblems() {}

  /**
   * Where points are drawn.
   *
   * @param interior number of points inside
   * @param boundary number of points on the boundary
   * @param seed of the draw
   */
  public record Sampling(int interior, int boundary, long seed) {}

  /**
   * Poisson's equation on the square from -1 to 1, {@code u = sin πx · sin πy²}, zero or given on
   * the boundary (Liu et al., "KAN", 2024, section 3.4). The boundary counts 1, the interior {@code
   * alpha}.
   */
  public static DifferentialProblem poisson(Sampling sampling, double alpha) {
    PointFunction solution = x -> Math.sin(PI * x[0]) * Math.sin(PI * x[1] * x[1]);
    PointFunction laplacian =
        x -> {
          double y = x[1];
          double angle = PI * y * y;
          double bend =
              2 * PI * Math.cos(angle) - (4 * PI * PI * y * y + PI * PI) * Math.sin(angle);
          return Math.sin(PI * x[0]) * bend;
        };
    return elliptic("poisson", 0, alpha, new Exact(solution, laplacian), sampling);
  }

  /** Poisson's equation with {@code u = sin πx · sin πy}, as in the examples of pykan. */
  public static DifferentialProblem poissonOfSines(Sampling sampling, double alpha) {
    PointFunction solution = x -> Math.sin(PI * x[0]) * Math.sin(PI * x[1]);
    PointFunction laplacian = x -> -2 * PI * PI * solution.value(x);
    return elliptic("poisson_sines", 0, alpha, new Exact(solution, laplacian), sampling);
  }

  /**
   * Helmholtz's equation {@code Δu + u = q} on the square from -1 to 1 with {@code u = sin(a·πx) ·
   * sin(b·πy)}.
   */
  public static DifferentialProblem helmholtz(int a, int b, Sampling sampling, double alpha) {
    PointFunction solution = x -> Math.sin(a * PI * x[0]) * Math.sin(b * PI * x[1]);
    PointFunction source = x -> (1 - PI * PI * (a * a + b * b)) * solution.value(x);
    return elliptic("helmholtz", 1, alpha, new Exact(solution, source), sampling);
  }

  private record Exact(PointFunction solution, PointFunction source) {}

  private static DifferentialProblem elliptic(
      String name, double potential, double alpha, Exact exact, Sampling sampling) {
    Partials partials = Partials.pure(2);
    SplittableRandom random = new SplittableRandom(sampling.seed);
    double[] operator = new double[partials.channels()];
    operator[0] = potential;
    operator[partials.channel(0, 0)] = 1;
    operator[partials.channel(1, 1)] = 1;
    double[][] inside = new double[sampling.interior][];
    for (int p = 0; p < inside.length; p++) {
      inside[p] = new double[] {random.nextDouble(-1, 1), random.nextDouble(-1, 1)};
    }
    double[][] edge = new double[sampling.boundary][];
    for (int p = 0; p < edge.length; p++) {
      double along = random.nextDouble(-1, 1);
      double side = p % 2 == 0 ? -1 : 1;
      edge[p] = p % 4 < 2 ? new double[] {side, along} : new double[] {along, side};
    }
    return new DifferentialProblem(
        name,
        List.of(new Variable("x", -1, 1), new Variable("y", -1, 1)),
        List.of("u"),
        partials,
        List.of(
            new Condition("interior", Equation.linear(operator, exact.source), inside, alpha),
            new Condition("boundary", Equation.value(partials, 0, exact.solution), edge, 1)),
        Optional.of(exact.solution));
  }

  /**
   * Burgers' equation {@code u_t + u·u_x = ν·u_xx} for x from -1 to 1 and t from 0 to 1, from
   * {@code -sin πx}, zero at both ends. The solution is that of Cole and Hopf.
   *
   * @param viscosity ν; the front is about as wide, so small ones need many functions
   */
  public static DifferentialProblem burgers(double viscosity, Sampling sampling) {
    Partials partials = new Partials(2, List.of(new Partials.Second(0, 0)));
    int byX = partials.channel(0);
    int byT = partials.channel(1);
    int bend = partials.channel(0, 0);
    Equation equation =
        (x, jet, slopes) -> {
          if (slopes != null) {
            slopes[0] = jet[byX];
            slopes[byX] = jet[0];
            slopes[byT] = 1;
            slopes[bend] = -viscosity;
          }
          return jet[byT] + jet[0] * jet[byX] - viscosity * jet[bend];
        };
    SplittableRandom random = new SplittableRandom(sampling.seed);
    double[][] inside = new double[sampling.interior][];
    for (int p = 0; p < inside.length; p++) {
      inside[p] = new double[] {random.nextDouble(-1, 1), random.nextDouble(0, 1)};
    }
    double[][] start = new double[sampling.boundary - sampling.boundary / 2][];
    for (int p = 0; p < start.length; p++) {
      start[p] = new double[] {random.nextDouble(-1, 1), 0};
    }
    double[][] ends = new double[sampling.boundary / 2][];
    for (int p = 0; p < ends.length; p++) {
      ends[p] = new double[] {p % 2 == 0 ? -1 : 1, random.nextDouble(0, 1)};
    }
    PointFunction given = x -> -Math.sin(PI * x[0]);
    return new DifferentialProblem(
        "burgers",
        List.of(new Variable("x", -1, 1), new Variable("t", 0, 1)),
        List.of("u"),
        partials,
        List.of(
            new Condition("interior", equation, inside, 1),
            new Condition("start", Equation.value(partials, 0, given), start, 1),
            new Condition("ends", Equation.value(partials, 0, x -> 0), ends, 1)),
        Optional.of(new ColeHopf(viscosity)));
  }
}
