/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.hypothesis;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import org.kan4j.spi.component.KanException;

/** A function at the points on which hypotheses about it are tested. Immutable. */
public final class Sample {
  /** The most numbers of third derivatives that are held: a gibibyte of them. */
  private static final long LARGEST = 1L << 27;

  private final List<String> variables;
  private final Place place;
  private final List<PointDerivatives> points;
  private final double[] deviations;
  private final boolean third;

  /**
   * Where derivatives are taken.
   *
   * @param x {@code x[rows][variables]}
   * @param units of the variables that derivatives are by
   */
  private record Place(double[][] x, double[] units) {}

  private Sample(
      List<String> variables,
      Place place,
      List<PointDerivatives> points,
      double[] deviations,
      boolean third) {
    this.variables = List.copyOf(variables);
    this.place = place;
    this.points = List.copyOf(points);
    this.deviations = deviations;
    this.third = third;
  }

  /**
   * Derivatives to the second order: enough for sums, products and symmetry.
   *
   * @param x the points, {@code x[rows][variables]}; not changed
   * @throws KanException of kind USER for fewer than two variables, DATA for fewer than two rows,
   *     numbers that are not finite, or points where the function has no derivatives
   */
  public static Sample of(Derivatives function, double[][] x) {
    return of(function, x, 2);
  }

  /**
   * Derivatives to the third order, for general separability and trees too.
   *
   * @throws KanException as {@link #of}, and of kind RESOURCE if they are too many to be held
   */
  public static Sample ofThirdOrder(Derivatives function, double[][] x) {
    return of(function, x, 3);
  }

  private static Sample of(Derivatives function, double[][] x, int order) {
    List<String> variables = function.variables();
    int n = variables.size();
    if (n < 2) {
      throw KanException.user(
          "a function of %s has no structure to find; at least 2 variables are needed", variables);
    }
    if (x.length < 2) {
      throw KanException.data("%d rows; at least 2 are needed to test a hypothesis", x.length);
    }
    for (int r = 0; r < x.length; r++) {
      if (x[r].length != n || !Arrays.stream(x[r]).allMatch(Double::isFinite)) {
        throw KanException.data(
            "row %d: %s; one finite number for each of %s is needed",
            r + 1, Arrays.toString(x[r]), variables);
      }
    }
    if (order > 2 && Math.multiplyExact((long) n * n * n, x.length) > LARGEST) {
      throw KanException.resource(
          "third derivatives by %d variables at %d points are too many; %d points would do",
          n, x.length, Math.max(2, LARGEST / ((long) n * n * n)));
    }
    List<PointDerivatives> points = function.at(x, order);
    for (int r = 0; r < x.length; r++) {
      if (!points.get(r).isFinite()) {
        throw KanException.data(
            "row %d: the function has no finite derivatives at %s = %s; leave such rows out",
            r + 1, variables, Arrays.toString(x[r]));
      }
    }
    double[] deviations = new double[n];
    for (int v = 0; v < n; v++) {
      int variable = v;
      deviations[v] = deviation(Arrays.stream(x).mapToDouble(row -> row[variable]).toArray());
    }
    double[] units = new double[n];
    Arrays.fill(units, 1);
    double[][] copy = Arrays.stream(x).map(double[]::clone).toArray(double[][]::new);
    return new Sample(variables, new Place(copy, units), points, deviations, order > 2);
  }

  /**
   * The same function of variables that are measured in standard deviations: a gradient then weighs
   * variables of different units alike. Scores of separability stay as they are.
   */
  public Sample standardized() {
    double[] ones = new double[deviations.length];
    Arrays.fill(ones, 1);
    for (int v = 0; v < ones.length; v++) {
      ones[v] = deviations[v] > 0 ? 1 : 0;
    }
    List<PointDerivatives> scaled = points.stream().map(p -> p.inUnits(deviations)).toList();
    return new Sample(variables, new Place(place.x, deviations), scaled, ones, third);
  }

  /**
   * The same function plus a number, for products: {@code f + 1} may be one where f is not.
   *
   * @throws KanException of kind USER for a number that is not finite
   */
  public Sample shifted(double by) {
    if (!Double.isFinite(by)) {
      throw KanException.user("shift %s; a finite number is needed", by);
    }
    List<PointDerivatives> moved = points.stream().map(p -> p.shifted(by)).toList();
    return new Sample(variables, place, moved, deviations, third);
  }

  /** Another function at the same points, by the same units. */
  List<PointDerivatives> of(Derivatives function, int order) {
    return function.at(place.x, order).stream().map(p -> p.inUnits(place.units)).toList();
  }

  /** The names of the variables. */
  public List<String> variables() {
    return variables;
  }

  /** How many points there are. */
  public int rows() {
    return points.size();
  }

  List<PointDerivatives> points() {
    return points;
  }

  /** The standard deviation of a variable, by {@code rows - 1}. */
  double deviation(int variable) {
    return deviations[variable];
  }

  /**
   * The median distance of the function from its median: scores are medians too, and a few huge
   * values must not make them look small.
   */
  double spread() {
    double[] values = points.stream().mapToDouble(PointDerivatives::value).toArray();
    double middle = median(values);
    return median(Arrays.stream(values).map(value -> Math.abs(value - middle)).toArray());
  }

  void requireThird() {
    if (!third) {
      throw new IllegalStateException("general separability needs derivatives of third order");
    }
  }

  /** Checks numbers of variables. */
  List<Integer> group(List<Integer> group) {
    requireNonNull(group, "group is null");
    for (int variable : group) {
      if (variable < 0 || variable >= variables.size()) {
        throw KanException.user(
            "there is no variable %d; there are %d, from 0", variable, variables.size());
      }
    }
    if (group.isEmpty() || new HashSet<>(group).size() < group.size()) {
      throw KanException.user("group %s; it names one variable or more, each once", group);
    }
    return List.copyOf(group);
  }

  /** Checks groups that share no variable. */
  List<List<Integer>> groups(List<List<Integer>> groups) {
    List<List<Integer>> checked = groups.stream().map(this::group).toList();
    for (int a = 0; a < checked.size(); a++) {
      for (int b = 0; b < a; b++) {
        if (!Collections.disjoint(checked.get(a), checked.get(b))) {
          throw KanException.user(
              "groups %s and %s share a variable", checked.get(b), checked.get(a));
        }
      }
    }
    return checked;
  }

  private static double deviation(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (values.length - 1));
  }

  /** The lower median, which is a value of the list; changes the order of the list. */
  static double median(double[] values) {
    Arrays.sort(values);
    return values[(values.length - 1) / 2];
  }
}
