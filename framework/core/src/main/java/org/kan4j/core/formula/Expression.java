/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.formula;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.kan4j.spi.component.KanException;

/**
 * A formula as an immutable tree. Its text form, {@link Object#toString()}, parses back to an
 * expression of the same values.
 */
public sealed interface Expression {
  /** A finite number. */
  record Constant(double value) implements Expression {
    /** Checks that it is finite. */
    public Constant {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("constant " + value);
      }
    }

    @Override
    public String toString() {
      return ExpressionPrinter.print(this);
    }
  }

  /** A named input. */
  record Variable(String name) implements Expression {
    /** Checks the name. */
    public Variable {
      if (requireNonNull(name, "name is null").isEmpty()) {
        throw new IllegalArgumentException("a variable without a name");
      }
    }

    @Override
    public String toString() {
      return ExpressionPrinter.print(this);
    }
  }

  /** Two or more terms added, from left to right. */
  record Sum(List<Expression> terms) implements Expression {
    /** Copies the list and checks its length. */
    public Sum {
      terms = twoOrMore(terms);
    }

    @Override
    public String toString() {
      return ExpressionPrinter.print(this);
    }
  }

  /** Two or more factors multiplied, from left to right. */
  record Product(List<Expression> factors) implements Expression {
    /** Copies the list and checks its length. */
    public Product {
      factors = twoOrMore(factors);
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

  private static List<Expression> twoOrMore(List<Expression> parts) {
    if (parts.size() < 2) {
      throw new IllegalArgumentException("a sum or product of " + parts);
    }
    return List.copyOf(parts);
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
   * @throws KanException of kind USER for a variable that is not among them
   */
  default double evaluate(List<String> variables, double... point) {
    double[][] columns = new double[point.length][];
    Arrays.setAll(columns, v -> new double[] {point[v]});
    return new ColumnEvaluation(variables, columns, 1).evaluate(this)[0];
  }

  /**
   * The values at many points, the same to the last bit as point by point.
   *
   * @param variables names in the order of {@code columns}
   * @param columns {@code columns[variables][rows]}, which stay as they are
   * @param rows how many points
   * @return {@code values[rows]}, a new array
   * @throws KanException of kind USER for a variable that is not among them
   */
  default double[] evaluate(List<String> variables, double[][] columns, int rows) {
    return new ColumnEvaluation(variables, columns, rows).evaluate(this);
  }
}
