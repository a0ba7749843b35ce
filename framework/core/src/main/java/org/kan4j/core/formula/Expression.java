/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.formula;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A formula as an immutable tree. Its text form, {@link #toString()}, parses back to an expression
 * of the same values.
 */
public sealed interface Expression {
  /** A number. */
  record Constant(double value) implements Expression {
    @Override
    public String toString() {
      return ExpressionPrinter.print(this);
    }
  }

  /** A named input. */
  record Variable(String name) implements Expression {
    /** Checks the name. */
    public Variable {
      requireNonNull(name, "name is null");
    }

    @Override
    public String toString() {
      return ExpressionPrinter.print(this);
    }
  }

  /** Two or more terms added, from left to right. */
  record Sum(List<Expression> terms) implements Expression {
    /** Copies the list. */
    public Sum {
      terms = List.copyOf(terms);
    }

    @Override
    public String toString() {
      return ExpressionPrinter.print(this);
    }
  }

  /** Two or more factors multiplied, from left to right. */
  record Product(List<Expression> factors) implements Expression {
    /** Copies the list. */
    public Product {
      factors = List.copyOf(factors);
    }

    @Override
    public String toString() {
      return ExpressionPrinter.print(this);
    }
  }

  /** One expression divided by another. */
  record Quotient(Expression dividend, Expression divisor) implements Expression {
    @Override
    public String toString() {
      return ExpressionPrinter.print(this);
    }
  }

  /** One expression to the power of another. */
  record Power(Expression base, Expression exponent) implements Expression {
    @Override
    public String toString() {
      return ExpressionPrinter.print(this);
    }
  }

  /** A known function of one or two expressions. */
  record Call(NamedFunction function, List<Expression> arguments) implements Expression {
    /** Copies the list and checks its length. */
    public Call {
      arguments = List.copyOf(arguments);
      if (arguments.size() != function.arity()) {
        throw new IllegalArgumentException(function + " of " + arguments);
      }
    }

    @Override
    public String toString() {
      return ExpressionPrinter.print(this);
    }
  }

  /** {@code -a}. */
  static Expression negate(Expression a) {
    return a instanceof Constant constant
        ? new Constant(-constant.value())
        : new Product(List.of(new Constant(-1), a));
  }

  /** The expressions that this one is made of. */
  default List<Expression> parts() {
    return switch (this) {
      case Constant constant -> List.of();
      case Variable variable -> List.of();
      case Sum sum -> sum.terms();
      case Product product -> product.factors();
      case Quotient quotient -> List.of(quotient.dividend(), quotient.divisor());
      case Power power -> List.of(power.base(), power.exponent());
      case Call call -> call.arguments();
    };
  }

  /** The names of its variables, in the order of their first appearance. */
  default Set<String> variables() {
    Set<String> names = new LinkedHashSet<>();
    collect(this, names);
    return names;
  }

  private static void collect(Expression expression, Set<String> names) {
    if (expression instanceof Variable variable) {
      names.add(variable.name());
    }
    expression.parts().forEach(part -> collect(part, names));
  }

  /**
   * The value at one point.
   *
   * @param variables names in the order of {@code point}; every variable of the expression is there
   */
  default double evaluate(List<String> variables, double... point) {
    return switch (this) {
      case Constant constant -> constant.value();
      case Variable variable -> {
        int index = variables.indexOf(variable.name());
        if (index < 0) {
          throw new IllegalArgumentException(variable.name() + " is not among " + variables);
        }
        yield point[index];
      }
      case Sum sum -> {
        double total = sum.terms().getFirst().evaluate(variables, point);
        for (Expression term : sum.terms().subList(1, sum.terms().size())) {
          total += term.evaluate(variables, point);
        }
        yield total;
      }
      case Product product -> {
        double total = product.factors().getFirst().evaluate(variables, point);
        for (Expression factor : product.factors().subList(1, product.factors().size())) {
          total *= factor.evaluate(variables, point);
        }
        yield total;
      }
      case Quotient quotient ->
          quotient.dividend().evaluate(variables, point)
              / quotient.divisor().evaluate(variables, point);
      case Power power ->
          power(
              power.base().evaluate(variables, point), power.exponent().evaluate(variables, point));
      case Call call ->
          call.function()
              .apply(
                  call.arguments().getFirst().evaluate(variables, point),
                  call.arguments().getLast().evaluate(variables, point));
    };
  }

  private static double power(double base, double exponent) {
    return exponent == 2 ? base * base : Math.pow(base, exponent);
  }
}
