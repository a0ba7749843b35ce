/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.formula;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Shorter forms of expressions with the same values up to rounding: constants are computed, sums
 * and products flattened, like terms and equal factors gathered, numbers multiplied into sums that
 * stand in sums. A small set of rules of our own, all of them true wherever the expression has a
 * value; libraries for algebra rewrite roots and logarithms under assumptions that data do not
 * know.
 */
public final class Simplification {
  private Simplification() {}

  /** The shorter form. */
  public static Expression simplify(Expression expression) {
    return switch (expression) {
      case Expression.Constant constant -> constant;
      case Expression.Variable variable -> variable;
      case Expression.Sum sum -> sum(sum.terms().stream().map(Simplification::simplify).toList());
      case Expression.Product product ->
          product(product.factors().stream().map(Simplification::simplify).toList());
      case Expression.Quotient quotient ->
          quotient(simplify(quotient.dividend()), simplify(quotient.divisor()));
      case Expression.Power power -> power(simplify(power.base()), simplify(power.exponent()));
      case Expression.Call call ->
          folded(
              new Expression.Call(
                  call.function(),
                  call.arguments().stream().map(Simplification::simplify).toList()));
    };
  }

  /** The number that an expression without variables is, if it is finite. */
  private static Expression folded(Expression expression) {
    if (expression.parts().stream().allMatch(part -> part instanceof Expression.Constant)) {
      double value = expression.evaluate(List.of(), new double[0][], 1)[0];
      if (Double.isFinite(value)) {
        return new Expression.Constant(value);
      }
    }
    return expression;
  }

  private static Expression quotient(Expression dividend, Expression divisor) {
    if (divisor instanceof Expression.Constant by && by.value() == 1) {
      return dividend;
    }
    return folded(new Expression.Quotient(dividend, divisor));
  }

  private static Expression power(Expression base, Expression exponent) {
    if (exponent instanceof Expression.Constant of && of.value() == 1) {
      return base;
    }
    return folded(new Expression.Power(base, exponent));
  }

  private static Expression sum(List<Expression> terms) {
    Linear linear = new Linear();
    terms.forEach(term -> linear.add(term, 1));
    return linear.expression();
  }

  /** A sum as factors of terms, in the order in which the terms appeared. */
  private static final class Linear {
    private final Map<Expression, Double> factors = new LinkedHashMap<>();
    private double constant;

    void add(Expression term, double factor) {
      switch (term) {
        case Expression.Constant number -> constant += factor * number.value();
        case Expression.Sum sum -> sum.terms().forEach(part -> add(part, factor));
        case Expression.Product product
            when product.factors().getFirst() instanceof Expression.Constant number -> {
          List<Expression> rest = product.factors().subList(1, product.factors().size());
          add(
              rest.size() == 1 ? rest.getFirst() : new Expression.Product(rest),
              factor * number.value());
        }
        default -> factors.merge(term, factor, Double::sum);
      }
    }

    Expression expression() {
      List<Expression> terms = new ArrayList<>();
      factors.forEach((term, factor) -> {
        if (factor != 0) {
          terms.add(scaled(factor, term));
        }
      });
      if (constant != 0 || terms.isEmpty()) {
        terms.add(new Expression.Constant(constant));
      }
      return terms.size() == 1 ? terms.getFirst() : new Expression.Sum(terms);
    }
  }

  private static Expression scaled(double factor, Expression term) {
    if (factor == 1) {
      return term;
    }
    List<Expression> factors = new ArrayList<>(List.of(new Expression.Constant(factor)));
    if (term instanceof Expression.Product product) {
      factors.addAll(product.factors());
    } else {
      factors.add(term);
    }
    return new Expression.Product(factors);
  }

  private static Expression product(List<Expression> all) {
    double number = 1;
    Map<Expression, Integer> exponents = new LinkedHashMap<>();
    List<Expression> open = new ArrayList<>(all);
    while (!open.isEmpty()) {
      switch (open.removeFirst()) {
        case Expression.Constant constant -> number *= constant.value();
        case Expression.Product product -> open.addAll(0, product.factors());
        case Expression.Power power
            when power.exponent() instanceof Expression.Constant exponent
                && exponent.value() == Math.rint(exponent.value())
                && exponent.value() > 0
                && exponent.value() < 1000 ->
            exponents.merge(power.base(), (int) exponent.value(), Integer::sum);
        case Expression other -> exponents.merge(other, 1, Integer::sum);
      }
    }
    if (number == 0 || exponents.isEmpty()) {
      return new Expression.Constant(number);
    }
    List<Expression> factors = new ArrayList<>();
    exponents.forEach((base, exponent) ->
        factors.add(
            exponent == 1 ? base : new Expression.Power(base, new Expression.Constant(exponent))));
    Expression rest = factors.size() == 1 ? factors.getFirst() : new Expression.Product(factors);
    return scaled(number, rest);
  }

  /** Every number that is not whole rounded to so many significant digits, for a reader. */
  public static Expression rounded(Expression expression, int digits) {
    return switch (expression) {
      case Expression.Constant constant -> new Expression.Constant(round(constant.value(), digits));
      case Expression.Variable variable -> variable;
      case Expression.Sum sum -> new Expression.Sum(rounded(sum.terms(), digits));
      case Expression.Product product -> new Expression.Product(rounded(product.factors(), digits));
      case Expression.Quotient quotient ->
          new Expression.Quotient(
              rounded(quotient.dividend(), digits), rounded(quotient.divisor(), digits));
      case Expression.Power power ->
          new Expression.Power(rounded(power.base(), digits), rounded(power.exponent(), digits));
      case Expression.Call call ->
          new Expression.Call(call.function(), rounded(call.arguments(), digits));
    };
  }

  private static List<Expression> rounded(List<Expression> all, int digits) {
    return all.stream().map(part -> rounded(part, digits)).toList();
  }

  private static double round(double value, int digits) {
    if (value == Math.rint(value) || value == Math.PI) {
      return value;
    }
    return new java.math.BigDecimal(value).round(new java.math.MathContext(digits)).doubleValue();
  }
}
