/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.basis;

import java.util.Arrays;
import java.util.List;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Ops;

/**
 * Rational functions with fixed poles: Chebyshev polynomials, and simple fractions whose poles
 * cluster towards the ends of the core interval from outside. Roots, logarithms and other
 * singularities at an end converge nearly as fast as smooth curves do (Gopal and Trefethen,
 * "Solving Laplace problems with corner singularities via rational functions", 2019).
 */
public final class Rational {
  private static final Option<Integer> DEGREE =
      Option.integer("degree", 5, 1, 1000, "highest degree of the polynomials");
  private static final Option<Integer> POLES =
      Option.integer("poles", 3, 1, 60, "number of poles beyond an end");
  private static final Option<String> ENDS =
      Option.choice(
          "ends", "both", List.of("both", "lower", "upper"), "ends that poles cluster towards");
  private static final Option<Double> CLUSTERING =
      Option.real("clustering", 4, 0.1, 10, "how fast distances shrink; 4 suits most roots");

  private static final UnitBasis.Family FAMILY =
      new UnitBasis.Family(
          "rational",
          "rational functions with poles beyond the ends",
          List.of(DEGREE, POLES, ENDS, CLUSTERING),
          DEGREE,
          Rational::functions);

  private Rational() {}

  /** Makes rational functions. */
  public static Factory<Basis> factory() {
    return FAMILY.factory();
  }

  private static UnitFunctions functions(Options options) {
    int count = options.get(POLES);
    double[] distances = new double[count];
    for (int p = 0; p < count; p++) {
      distances[p] = 2 * Math.exp(-options.get(CLUSTERING) * (Math.sqrt(count) - Math.sqrt(p + 1)));
    }
    String ends = options.get(ENDS);
    int lower = ends.equals("upper") ? 0 : count;
    int upper = ends.equals("lower") ? 0 : count;
    double[] signs = new double[lower + upper];
    double[] gaps = new double[lower + upper];
    System.arraycopy(distances, 0, gaps, 0, lower);
    System.arraycopy(distances, 0, gaps, lower, upper);
    Arrays.fill(signs, 0, lower, 1);
    Arrays.fill(signs, lower, lower + upper, -1);
    return new Fractions(Chebyshev.polynomials(options.get(DEGREE)), signs, gaps);
  }

  /**
   * Polynomials, then {@code gap / (gap + 1 + sign·u)}, which are 1 at their end.
   *
   * @param signs 1 at the lower end, -1 at the upper one
   */
  @SuppressWarnings("ArrayRecordComponent") // made once, above
  private record Fractions(Recurrence polynomials, double[] signs, double[] gaps)
      implements UnitFunctions {
    @Override
    public int size() {
      return polynomials.size() + gaps.length;
    }

    @Override
    public void evaluate(double[] u, int n, int derivatives, int[] first, double[] values) {
      int size = size();
      int degrees = polynomials.size();
      double[] powers = new double[(derivatives + 1) * n * degrees];
      polynomials.evaluate(u, n, derivatives, first, powers);
      for (int row = 0; row < (derivatives + 1) * n; row++) {
        System.arraycopy(powers, row * degrees, values, row * size, degrees);
      }
      for (int s = 0; s < n; s++) {
        for (int p = 0; p < gaps.length; p++) {
          int at = s * size + degrees + p;
          double distance = 1 + signs[p] * u[s];
          // outside, half way to the pole, a fraction stays as it is
          boolean inside = distance >= -gaps[p] / 2;
          double inverse = 1 / (gaps[p] + (inside ? distance : -gaps[p] / 2));
          double value = gaps[p] * inverse;
          values[at] = value;
          for (int d = 1; d <= derivatives; d++) {
            value *= inside ? -d * signs[p] * inverse : 0;
            values[d * n * size + at] = value;
          }
        }
      }
    }

    @Override
    public <V> V lower(Ops<V> ops, V u) {
      double[] limits = Arrays.stream(gaps).map(gap -> -gap / 2).toArray();
      V distance =
          ops.max(ops.constant(limits), ops.add(ops.mul(u, ops.constant(signs)), ops.constant(1)));
      V fractions = ops.div(ops.constant(gaps), ops.add(distance, ops.constant(gaps)));
      return ops.concat(List.of(polynomials.lower(ops, u), fractions));
    }
  }
}
