/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.hypothesis;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.kan4j.spi.component.KanException;

/**
 * Whether a function looks at a group of variables through a single number: {@code f = F(g(A),
 * rest)}. Then the direction of the gradient by A does not depend on the rest.
 *
 * @param group numbers of variables, A
 * @param rest the others
 * @param dependence {@code dependence[a][b]}: the lower median over the sample of how component
 *     {@code group[a]} of the unit gradient changes with {@code rest[b]}, absolute, times the
 *     standard deviations of both; points without gradient by A are left out
 * @param threshold below which it holds
 */
public record Symmetry(
    List<Integer> group, List<Integer> rest, List<List<Double>> dependence, double threshold) {
  /** The threshold that pykan uses too. */
  public static final double THRESHOLD = 1e-3;

  /** Copies the lists. */
  public Symmetry {
    group = List.copyOf(group);
    rest = List.copyOf(rest);
    dependence = dependence.stream().map(List::copyOf).toList();
  }

  /**
   * Tests a group.
   *
   * @param threshold such as {@link #THRESHOLD}, above 0
   * @throws KanException of kind USER for a group or threshold that makes no sense
   */
  public static Symmetry of(Sample sample, List<Integer> group, double threshold) {
    Separability.requireThreshold(threshold);
    List<Integer> inside = sample.group(group);
    List<Integer> rest =
        IntStream.range(0, sample.variables().size())
            .filter(v -> !inside.contains(v))
            .boxed()
            .toList();
    List<PointDerivatives> points =
        sample.points().stream().filter(p -> norm(p, inside) > 0).toList();
    Double[][] dependence = new Double[inside.size()][rest.size()];
    for (int b = 0; b < rest.size(); b++) {
      double[][] changes = new double[inside.size()][points.size()];
      for (int r = 0; r < points.size(); r++) {
        double[] change = change(points.get(r), inside, rest.get(b));
        for (int a = 0; a < change.length; a++) {
          changes[a][r] = Math.abs(change[a]);
        }
      }
      for (int a = 0; a < changes.length; a++) {
        double median = points.isEmpty() ? 0 : Sample.median(changes[a]);
        dependence[a][b] = median * sample.deviation(inside.get(a)) * sample.deviation(rest.get(b));
      }
    }
    return new Symmetry(inside, rest, Arrays.stream(dependence).map(List::of).toList(), threshold);
  }

  private static double norm(PointDerivatives point, List<Integer> group) {
    double norm = 0;
    for (int a : group) {
      norm = Math.hypot(norm, point.gradient()[a]);
    }
    return norm;
  }

  /** The derivative of the unit gradient over the group by a variable. */
  private static double[] change(PointDerivatives point, List<Integer> group, int by) {
    double norm = norm(point, group);
    double along = 0;
    for (int a : group) {
      along += point.gradient()[a] / norm * (point.hessian()[a][by] / norm);
    }
    double[] change = new double[group.size()];
    for (int g = 0; g < change.length; g++) {
      int a = group.get(g);
      change[g] = point.hessian()[a][by] / norm - point.gradient()[a] / norm * along;
    }
    return change;
  }

  /** The largest dependence; 0 for a group of all variables. */
  public double largest() {
    return dependence.stream().flatMap(List::stream).mapToDouble(d -> d).max().orElse(0);
  }

  /** Whether the group is symmetric. */
  public boolean holds() {
    return largest() < threshold;
  }
}
