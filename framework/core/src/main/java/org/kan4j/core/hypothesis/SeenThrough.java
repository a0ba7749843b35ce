/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.hypothesis;

import java.util.Arrays;
import java.util.List;
import org.kan4j.core.formula.Expression;
import org.kan4j.spi.component.KanException;

/**
 * Whether a function looks at some variables through a given expression of them: {@code f = F(g(A),
 * rest)}. Then the gradients of both by A have one direction.
 *
 * @param expression g
 * @param group numbers of its variables, A
 * @param cosine the lower median over the sample of the size of the cosine between both gradients
 * @param share of the points where it is above {@link #ALIGNED}; points where the function or the
 *     expression has no gradient by A are left out
 */
public record SeenThrough(Expression expression, List<Integer> group, double cosine, double share) {
  /**
   * Directions are taken for one above this cosine, and the hypothesis to hold above this share.
   */
  public static final double ALIGNED = 0.9;

  /** Copies the list. */
  public SeenThrough {
    group = List.copyOf(group);
  }

  /**
   * Tests an expression.
   *
   * @throws KanException of kind USER for a variable that the function does not have, or none;
   *     NUMERIC if there is no point at which both have a gradient
   */
  public static SeenThrough of(Sample sample, Expression expression) {
    List<PointDerivatives> of =
        sample.of(new FormulaDerivatives(expression, sample.variables()), 2);
    List<Integer> group =
        sample.group(
            expression.variables().stream().map(sample.variables()::indexOf).sorted().toList());
    double[] cosines = new double[of.size()];
    int count = 0;
    for (int r = 0; r < of.size(); r++) {
      double inner = 0;
      double one = 0;
      double other = 0;
      for (int a : group) {
        double f = sample.points().get(r).gradient()[a];
        double g = of.get(r).gradient()[a];
        inner += f * g;
        one = Math.hypot(one, f);
        other = Math.hypot(other, g);
      }
      double cosine = Math.abs(inner / one / other);
      if (Double.isFinite(cosine)) {
        cosines[count++] = cosine;
      }
    }
    if (count == 0) {
      throw KanException.numeric(
          "at none of %d points both the function and %s change with %s",
          of.size(), expression, group.stream().map(sample.variables()::get).toList());
    }
    double[] known = Arrays.copyOf(cosines, count);
    double aligned = Arrays.stream(known).filter(c -> c > ALIGNED).count();
    return new SeenThrough(expression, group, Sample.median(known), aligned / count);
  }

  /** Whether it does, as far as the sample tells. */
  public boolean holds() {
    return share > ALIGNED;
  }
}
