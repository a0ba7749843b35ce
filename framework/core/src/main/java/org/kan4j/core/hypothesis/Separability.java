/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.hypothesis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.kan4j.spi.component.KanException;

/**
 * Whether a function is a sum, or a product, of functions of fewer variables. Two variables are
 * linked if their score is above the threshold; groups are what links hold together.
 *
 * @param mode sums or products
 * @param scores {@code scores[i][j]}: the lower median over the sample of the absolute mixed
 *     derivative, times the standard deviations of both variables; for products that of {@code
 *     log|f|}
 * @param unit what scores are measured in: for sums the median distance of the function from its
 *     median, so that its unit does not matter (pykan takes 1); 1 for products
 * @param threshold a link has a score above {@code threshold·unit}
 * @param groups numbers of variables, each group ascending, groups by their first variable
 */
public record Separability(
    Mode mode,
    List<List<Double>> scores,
    double unit,
    double threshold,
    List<List<Integer>> groups) {
  /** The threshold that pykan uses too. */
  public static final double THRESHOLD = 1e-2;

  /** What the parts of the function would be. */
  public enum Mode {
    /** {@code f = g(A) + h(B)}. */
    SUM,
    /** {@code f = g(A) · h(B)}. */
    PRODUCT
  }

  /** Copies the lists. */
  public Separability {
    scores = scores.stream().map(List::copyOf).toList();
    groups = groups.stream().map(List::copyOf).toList();
  }

  /**
   * Scores every pair of variables.
   *
   * @param threshold such as {@link #THRESHOLD}, above 0
   * @throws KanException of kind USER for a threshold out of range, NUMERIC for products if the
   *     function is 0 everywhere
   */
  public static Separability of(Sample sample, Mode mode, double threshold) {
    requireThreshold(threshold);
    List<double[][]> mixed =
        switch (mode) {
          case SUM -> sample.points().stream().map(PointDerivatives::hessian).toList();
          case PRODUCT ->
              sample.points().stream()
                  .filter(p -> p.value() != 0)
                  .map(p -> logarithm(p.value(), p.gradient(), p.hessian()))
                  .toList();
        };
    if (mixed.isEmpty()) {
      throw KanException.numeric(
          "the function is 0 at all %d points; it has no factors", sample.rows());
    }
    int n = sample.variables().size();
    Double[][] scores = new Double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        scores[i][j] = score(sample, mixed, i, j);
      }
    }
    double unit = mode == Mode.SUM ? sample.spread() : 1;
    List<List<Double>> rows = Arrays.stream(scores).map(List::of).toList();
    return new Separability(mode, rows, unit, threshold, components(rows, threshold * unit));
  }

  static void requireThreshold(double threshold) {
    if (!(threshold > 0) || Double.isInfinite(threshold)) {
      throw KanException.user("threshold %s; a finite number above 0 is needed", threshold);
    }
  }

  /** The second derivatives of {@code log|g|}, from the derivatives of g. */
  static double[][] logarithm(double value, double[] gradient, double[][] hessian) {
    int n = gradient.length;
    double[][] logarithm = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        logarithm[i][j] = hessian[i][j] / value - gradient[i] / value * (gradient[j] / value);
      }
    }
    return logarithm;
  }

  static double score(Sample sample, List<double[][]> mixed, int i, int j) {
    double[] sizes = mixed.stream().mapToDouble(h -> Math.abs(h[i][j])).toArray();
    return Sample.median(sizes) * sample.deviation(i) * sample.deviation(j);
  }

  /**
   * The largest score between variables of different groups, in units: given groups are separate if
   * it is not above the threshold.
   *
   * @param given groups that share no variable; variables that none names do not matter
   * @throws KanException of kind USER for groups that make no sense
   */
  public double between(List<List<Integer>> given) {
    double largest = 0;
    for (int a = 0; a < given.size(); a++) {
      for (int b = 0; b < a; b++) {
        for (int i : given.get(a)) {
          for (int j : given.get(b)) {
            if (i == j || Math.min(i, j) < 0 || Math.max(i, j) >= scores.size()) {
              throw KanException.user(
                  "groups %s; each variable, from 0 to %d, stands in one of them",
                  given, scores.size() - 1);
            }
            largest = Math.max(largest, scores.get(i).get(j));
          }
        }
      }
    }
    return largest == 0 ? 0 : largest / unit;
  }

  /** Whether given groups are separate; see {@link #between}. */
  public boolean holds(List<List<Integer>> given) {
    return between(given) <= threshold;
  }

  private static List<List<Integer>> components(List<List<Double>> scores, double limit) {
    int n = scores.size();
    boolean[] placed = new boolean[n];
    List<List<Integer>> groups = new ArrayList<>();
    for (int start = 0; start < n; start++) {
      if (placed[start]) {
        continue;
      }
      placed[start] = true;
      List<Integer> group = new ArrayList<>(List.of(start));
      for (int g = 0; g < group.size(); g++) {
        int member = group.get(g);
        for (int other = 0; other < n; other++) {
          if (!placed[other] && scores.get(member).get(other) > limit) {
            placed[other] = true;
            group.add(other);
          }
        }
      }
      groups.add(group.stream().sorted().toList());
    }
    return groups;
  }

  /** Whether there is more than one group. */
  public boolean holds() {
    return groups.size() > 1;
  }

  /** Whether no link leads out of any of these groups; variables in none count as another. */
  public boolean separates(List<List<Integer>> parts) {
    return IntStream.range(0, scores.size())
        .allMatch(i ->
            IntStream.range(0, i)
                .allMatch(j -> !apart(parts, i, j) || scores.get(i).get(j) <= threshold * unit));
  }

  /** Whether two variables are in different groups, or one of them in a group and one in none. */
  static boolean apart(List<List<Integer>> groups, int i, int j) {
    return groups.stream().anyMatch(group -> group.contains(i) != group.contains(j));
  }
}
