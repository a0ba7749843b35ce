/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.hypothesis;

import java.util.List;
import org.kan4j.spi.component.KanException;

/**
 * Whether groups of variables meet in a sum within a function: {@code f = F(g(A) + h(B), rest)}.
 * Then {@code ∂f/∂b : ∂f/∂a} is a product of a function of A and one of B, for each a in A and b in
 * B.
 *
 * @param groups numbers of variables
 * @param score the largest product score, as in {@link Separability}, of these quotients between
 *     variables of different groups
 * @param threshold below which it holds
 */
public record GeneralSeparability(List<List<Integer>> groups, double score, double threshold) {
  /** Copies the lists. */
  public GeneralSeparability {
    groups = groups.stream().map(List::copyOf).toList();
  }

  /**
   * Tests groups. A variable on which the function does not depend is separable from any other.
   *
   * @param sample with derivatives of third order
   * @param groups two or more, that share no variable
   * @param threshold such as {@link Separability#THRESHOLD}
   * @throws KanException of kind USER for groups or a threshold that make no sense
   */
  public static GeneralSeparability of(
      Sample sample, List<List<Integer>> groups, double threshold) {
    Separability.requireThreshold(threshold);
    sample.requireThird();
    List<List<Integer>> checked = sample.groups(groups);
    if (checked.size() < 2) {
      throw KanException.user("groups %s; at least 2 are needed to be separable", groups);
    }
    double score = 0;
    for (int i = 0; i < checked.size(); i++) {
      for (int j = i + 1; j < checked.size(); j++) {
        for (int a : checked.get(i)) {
          for (int b : checked.get(j)) {
            score = Math.max(score, score(sample, checked, a, b));
          }
        }
      }
    }
    return new GeneralSeparability(checked, score, threshold);
  }

  /** The largest score of log|∂f/∂b| - log|∂f/∂a| between the groups. */
  private static double score(Sample sample, List<List<Integer>> groups, int a, int b) {
    List<double[][]> mixed =
        sample.points().stream()
            .filter(p -> p.gradient()[a] != 0 && p.gradient()[b] != 0)
            .map(p -> difference(logarithm(p, b), logarithm(p, a)))
            .toList();
    double largest = 0;
    for (int i = 0; i < sample.variables().size() && !mixed.isEmpty(); i++) {
      for (int j = 0; j < i; j++) {
        if (Separability.apart(groups, i, j)) {
          largest = Math.max(largest, Separability.score(sample, mixed, i, j));
        }
      }
    }
    return largest;
  }

  private static double[][] logarithm(PointDerivatives point, int by) {
    return Separability.logarithm(point.gradient()[by], point.hessian()[by], point.third()[by]);
  }

  private static double[][] difference(double[][] left, double[][] right) {
    for (int i = 0; i < left.length; i++) {
      for (int j = 0; j < left.length; j++) {
        left[i][j] -= right[i][j];
      }
    }
    return left;
  }

  /** Whether the groups are separable. */
  public boolean holds() {
    return score < threshold;
  }
}
