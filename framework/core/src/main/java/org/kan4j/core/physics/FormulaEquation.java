/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.physics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.hipparchus.analysis.differentiation.Gradient;
import org.kan4j.core.formula.DerivativeEvaluation;
import org.kan4j.core.formula.Expression;
import org.kan4j.core.formula.Formula;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;

/**
 * An equation as text, such as {@code u_xx + u_yy = -sin(pi*x)}: inputs by their names, outputs by
 * theirs, {@code u_x} the first and {@code u_xy} a second derivative. Immutable, safe for several
 * threads.
 */
public final class FormulaEquation implements Equation {
  private final Expression left;
  private final List<String> inputs;
  private final Map<String, Integer> places;
  private final List<String> unknowns;

  private FormulaEquation(
      Expression left, List<String> inputs, Map<String, Integer> places, List<String> unknowns) {
    this.left = left;
    this.inputs = inputs;
    this.places = places;
    this.unknowns = unknowns;
  }

  /**
   * Which derivatives some equations look at.
   *
   * @throws KanException of kind USER for a text that is no such equation
   */
  public static Partials partials(List<String> inputs, List<String> outputs, List<String> texts) {
    Map<String, Partials.Second> seconds = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      for (int j = 0; j < inputs.size(); j++) {
        for (String output : outputs) {
          seconds.put(
              output + "_" + inputs.get(i) + inputs.get(j),
              new Partials.Second(Math.min(i, j), Math.max(i, j)));
        }
      }
    }
    List<Partials.Second> used =
        texts.stream()
            .flatMap(text -> leftOver(text).variables().stream())
            .filter(seconds::containsKey)
            .map(seconds::get)
            .distinct()
            .sorted(
                Comparator.comparingInt(Partials.Second::one)
                    .thenComparingInt(Partials.Second::two))
            .toList();
    return new Partials(inputs.size(), used);
  }

  /**
   * Reads an equation, {@code left = right} or what is to be zero.
   *
   * @param partials at least the derivatives that it looks at
   * @throws KanException of kind USER for a text that is none, or a name that is not known
   */
  public static FormulaEquation parse(
      String text, List<String> inputs, List<String> outputs, Partials partials) {
    Expression left = leftOver(text);
    SequencedMap<String, Integer> places = new LinkedHashMap<>();
    for (int o = 0; o < outputs.size(); o++) {
      String output = outputs.get(o);
      int first = o * partials.channels();
      places.put(output, first);
      for (int i = 0; i < inputs.size(); i++) {
        places.put(output + "_" + inputs.get(i), first + partials.channel(i));
      }
      for (Partials.Second second : partials.seconds()) {
        int place = first + partials.channel(second.one(), second.two());
        places.put(output + "_" + inputs.get(second.one()) + inputs.get(second.two()), place);
        places.put(output + "_" + inputs.get(second.two()) + inputs.get(second.one()), place);
      }
    }
    List<String> known = new ArrayList<>(inputs);
    known.addAll(places.keySet());
    if (known.stream().distinct().count() < known.size()) {
      throw KanException.user("two of the names %s are the same", known);
    }
    List<String> unknowns = new ArrayList<>();
    for (String name : left.variables()) {
      if (places.containsKey(name)) {
        unknowns.add(name);
      } else if (!inputs.contains(name)) {
        throw KanException.user(
            "equation '%s': '%s' is no input, output or derivative; %s",
            text, name, NearMiss.describe(name, known));
      }
    }
    return new FormulaEquation(left, List.copyOf(inputs), places, unknowns);
  }

  private static Expression leftOver(String text) {
    String[] sides = text.split("=", -1);
    if (sides.length > 2) {
      throw KanException.user("equation '%s' has more than one '='", text);
    }
    Expression left = Formula.parse(sides[0]);
    return sides.length == 1
        ? left
        : new Expression.Sum(List.of(left, Expression.negate(Formula.parse(sides[1]))));
  }

  @Override
  public double residual(double[] x, double[] jet, double[] slopes) {
    return at(x).residual(jet, slopes);
  }

  /** Most equations are polynomials of their unknowns: these are taken apart once per point. */
  @Override
  public AtPoint at(double[] x) {
    Parts parts = new Parts(x);
    parts.collect(left, 1);
    return parts;
  }

  /** A sum of a number, products of unknowns, and whatever else depends on unknowns. */
  private final class Parts implements AtPoint {
    private final double[] x;
    private final List<Product> products = new ArrayList<>();
    private final List<Rest> rests = new ArrayList<>();
    private double number;

    Parts(double[] x) {
      this.x = x;
    }

    /** {@code factor} times the entries of a jet in these places. */
    private record Product(double factor, List<Integer> entries) {}

    /** {@code factor} times an expression. */
    private record Rest(double factor, Expression expression) {}

    private boolean depends(Expression part) {
      return part.variables().stream().anyMatch(unknowns::contains);
    }

    private double value(Expression part) {
      return part.evaluate(inputs, x);
    }

    void collect(Expression part, double factor) {
      if (!depends(part)) {
        number += factor * value(part);
        return;
      }
      switch (part) {
        case Expression.Sum sum -> sum.terms().forEach(term -> collect(term, factor));
        case Expression.Variable variable ->
            products.add(new Product(factor, List.of(places.get(variable.name()))));
        case Expression.Product product -> {
          double known = factor;
          List<Expression> unknown = new ArrayList<>();
          for (Expression of : product.factors()) {
            if (depends(of)) {
              unknown.add(of);
            } else {
              known *= value(of);
            }
          }
          collect(unknown, known);
        }
        case Expression.Quotient quotient -> {
          if (depends(quotient.divisor())) {
            rests.add(new Rest(factor, part));
          } else {
            collect(quotient.dividend(), factor / value(quotient.divisor()));
          }
        }
        default -> rests.add(new Rest(factor, part));
      }
    }

    private void collect(List<Expression> factors, double known) {
      if (factors.size() == 1) {
        collect(factors.getFirst(), known);
      } else if (factors.stream().allMatch(of -> of instanceof Expression.Variable)) {
        List<Integer> entries =
            factors.stream().map(of -> places.get(((Expression.Variable) of).name())).toList();
        products.add(new Product(known, entries));
      } else {
        rests.add(new Rest(known, new Expression.Product(factors)));
      }
    }

    @Override
    public double residual(double[] jet, double[] slopes) {
      double sum = number;
      for (Product product : products) {
        double value = product.factor;
        for (int entry : product.entries) {
          value *= jet[entry];
        }
        sum += value;
        for (int e = 0; slopes != null && e < product.entries.size(); e++) {
          double slope = product.factor;
          for (int other = 0; other < product.entries.size(); other++) {
            slope *= other == e ? 1 : jet[product.entries.get(other)];
          }
          slopes[product.entries.get(e)] += slope;
        }
      }
      return rests.isEmpty() ? sum : sum + rest(jet, slopes);
    }

    private double rest(double[] jet, double[] slopes) {
      int count = slopes == null ? 0 : unknowns.size();
      Map<String, Gradient> values = new HashMap<>();
      for (int i = 0; i < inputs.size(); i++) {
        values.put(inputs.get(i), Gradient.constant(count, x[i]));
      }
      for (int u = 0; u < unknowns.size(); u++) {
        double value = jet[places.get(unknowns.get(u))];
        values.put(
            unknowns.get(u),
            count == 0 ? Gradient.constant(0, value) : Gradient.variable(count, u, value));
      }
      DerivativeEvaluation<Gradient> evaluation =
          new DerivativeEvaluation<>(values, Gradient.constant(count, 0));
      double sum = 0;
      for (Rest rest : rests) {
        Gradient result = evaluation.evaluate(rest.expression);
        sum += rest.factor * result.getValue();
        for (int u = 0; u < count; u++) {
          slopes[places.get(unknowns.get(u))] += rest.factor * result.getPartialDerivative(u);
        }
      }
      return sum;
    }
  }
}
