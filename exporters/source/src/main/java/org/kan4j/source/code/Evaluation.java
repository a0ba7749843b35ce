/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.source.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.kan4j.source.code.Program.Parameter;
import org.kan4j.source.code.Program.Routine;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.function.Extrapolation;

/**
 * How a group of inputs computes its basis functions: one routine, and what differs from input to
 * input.
 *
 * @param inputs numbers of the inputs of the layer, ascending
 * @param lower per input, the lower end of where the basis is asked; minus infinity without one
 * @param upper per input, the upper end
 * @param support how many values {@code b} gets
 * @param padding zero coefficients before the first and after the last function
 * @param local whether the call returns the number of the first function that it gives
 * @param values the call that leaves the values for {@code u} in {@code b}, for a number of an
 *     input in the group
 */
record Evaluation(
    List<Integer> inputs,
    double[] lower,
    double[] upper,
    int support,
    int padding,
    boolean local,
    Function<Term, Term.Own> values) {
  /** Knots that close to equal distances, in units of their last place, count as such. */
  private static final double ULPS = 4;

  /** Groups the given inputs of a block. */
  static List<Evaluation> of(List<Basis> bases, int[] inputs, Extrapolation policy, Code code) {
    List<List<Integer>> uniform = new ArrayList<>();
    List<List<Integer>> adapted = new ArrayList<>();
    List<Integer> described = new ArrayList<>();
    for (int i : inputs) {
      if (!(bases.get(i).shape() instanceof BasisShape.Spline spline)) {
        described.add(i);
      } else if (spline.order() > 0 && isUniform(spline)) {
        join(uniform, bases, i);
      } else {
        join(adapted, bases, i);
      }
    }
    List<Evaluation> groups = new ArrayList<>();
    uniform.forEach(g -> groups.add(uniform(bases, g, policy, code)));
    adapted.forEach(g -> groups.add(adapted(bases, g, policy, code)));
    groups.addAll(Descriptions.of(bases, described, policy, code));
    return groups;
  }

  private static void join(List<List<Integer>> groups, List<Basis> bases, int input) {
    BasisShape.Spline shape = spline(bases, input);
    for (List<Integer> group : groups) {
      if (spline(bases, group.getFirst()).order() == shape.order()) {
        group.add(input);
        return;
      }
    }
    groups.add(new ArrayList<>(List.of(input)));
  }

  private static BasisShape.Spline spline(List<Basis> bases, int input) {
    return (BasisShape.Spline) bases.get(input).shape();
  }

  private static boolean isUniform(BasisShape.Spline spline) {
    int order = spline.order();
    int intervals = spline.size() - order;
    double lower = spline.lower();
    double step = (spline.upper() - lower) / intervals;
    double slack = ULPS * Math.ulp(Math.max(Math.abs(lower), Math.abs(spline.upper())));
    return IntStream.range(0, spline.knots().size())
        .allMatch(k -> Math.abs(spline.knots().get(k) - (lower + (k - order) * step)) <= slack);
  }

  private static Evaluation uniform(
      List<Basis> bases, List<Integer> group, Extrapolation policy, Code code) {
    BasisShape.Spline first = spline(bases, group.getFirst());
    int order = first.order();
    int padding = policy == Extrapolation.ZERO ? order : 0;
    int core = first.size() - order;
    double[] lower = new double[group.size()];
    double[] upper = new double[group.size()];
    double[] perUnit = new double[group.size()];
    for (int g = 0; g < lower.length; g++) {
      BasisShape.Spline spline = spline(bases, group.get(g));
      double step = (spline.upper() - spline.lower()) / core;
      lower[g] = padding == 0 ? spline.lower() : spline.knots().getFirst();
      upper[g] = padding == 0 ? spline.upper() : spline.knots().getLast();
      perUnit[g] = 1 / step;
    }
    String routine = code.routines().add(Splines.uniform(order));
    Tables tables = code.tables();
    return new Evaluation(
        List.copyOf(group),
        lower,
        upper,
        order + 1,
        padding,
        true,
        i ->
            new Term.Own(
                routine,
                List.of(
                    Term.of("u")
                        .minus(tables.at("lower", i, lower))
                        .times(tables.at("scale", i, perUnit)),
                    Term.of(core + 2 * padding),
                    Term.of("b"))));
  }

  private static Evaluation adapted(
      List<Basis> bases, List<Integer> group, Extrapolation policy, Code code) {
    int order = spline(bases, group.getFirst()).order();
    int padding = policy == Extrapolation.ZERO ? order : 0;
    double[] lower = new double[group.size()];
    double[] upper = new double[group.size()];
    int[] from = new int[group.size()];
    int[] intervals = new int[group.size()];
    List<Double> knots = new ArrayList<>();
    for (int g = 0; g < lower.length; g++) {
      List<Double> own = padded(spline(bases, group.get(g)).knots(), padding);
      int last = own.size() - 1 - order;
      lower[g] = own.get(order);
      upper[g] = own.get(last);
      while (own.get(last - 1) >= own.get(last)) {
        last--; // the last interval that is one
      }
      intervals[g] = last - order;
      from[g] =
          g > 0 && bases.get(group.get(g)).equals(bases.get(group.get(g - 1)))
              ? from[g - 1]
              : knots.size();
      if (from[g] == knots.size()) {
        knots.addAll(own);
      }
    }
    String routine = code.routines().add(Splines.adapted(order));
    String table =
        code.tables().add("knots", knots.stream().mapToDouble(Double::doubleValue).toArray());
    Tables tables = code.tables();
    return new Evaluation(
        List.copyOf(group),
        lower,
        upper,
        order + 1,
        padding,
        true,
        i ->
            new Term.Own(
                routine,
                List.of(
                    Term.of("u"),
                    Term.of(table),
                    tables.atWhole("from", i, from),
                    tables.atWhole("count", i, intervals),
                    Term.of("b"))));
  }

  private static List<Double> padded(List<Double> knots, int padding) {
    double step = (knots.getLast() - knots.getFirst()) / (knots.size() - 1);
    List<Double> all = new ArrayList<>();
    for (int k = padding; k > 0; k--) {
      all.add(knots.getFirst() - k * step);
    }
    all.addAll(knots);
    for (int k = 1; k <= padding; k++) {
      all.add(knots.getLast() + k * step);
    }
    return all;
  }

  /** A routine of values that are all given. */
  static Routine described(ScalarOps.Body body, List<Term> results, String kind) {
    List<Step> steps = new ArrayList<>(body.steps());
    for (int j = 0; j < results.size(); j++) {
      steps.add(new Step.Assign(Term.of(j).in("b"), results.get(j)));
    }
    return new Routine(
        "basis_" + kind,
        "The basis " + kind + " at u; its numbers begin at c.",
        Program.Type.NONE,
        List.of(
            new Parameter("u", Program.Type.REAL),
            new Parameter("c", Program.Type.WHOLE),
            new Parameter("b", Program.Type.RESULT)),
        steps);
  }

  /** Whether arguments have ends to be cut at. */
  boolean isBounded() {
    return Arrays.stream(lower).anyMatch(Double::isFinite)
        || Arrays.stream(upper).anyMatch(Double::isFinite);
  }
}
