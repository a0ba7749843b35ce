/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.symbolic;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.kan4j.core.formula.Expression;
import org.kan4j.core.formula.NamedFunction;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.function.Operator;
import org.kan4j.spi.function.Ops;

/**
 * Functions as expressions: those that formulas have by their name there, all others by their own
 * description.
 */
final class FunctionFormula {
  private FunctionFormula() {}

  /**
   * {@code f(argument)}.
   *
   * @throws KanException of kind USER if it cannot be said in a formula
   */
  static Expression of(Function function, Expression argument) {
    boolean plain = function.options().values().values().stream().allMatch(v -> v.equals(0.0));
    if (!plain) {
      return function.lower(new Formulas(function), argument);
    }
    Optional<NamedFunction> named = KnownFunctions.inFormulas(function.name());
    if (named.isPresent()) {
      return call(named.get(), argument);
    }
    OptionalDouble exponent = KnownFunctions.exponent(function.name());
    if (exponent.isPresent()) {
      return power(argument, exponent.getAsDouble());
    }
    return switch (function.name()) {
      case "zero" -> number(0);
      case "identity" -> argument;
      case "gaussian" -> call(NamedFunction.EXP, Expression.negate(power(argument, 2)));
      default -> function.lower(new Formulas(function), argument);
    };
  }

  private static Expression power(Expression base, double exponent) {
    if (exponent < 0) {
      return new Expression.Quotient(number(1), power(base, -exponent));
    }
    if (exponent == 0.5) {
      return call(NamedFunction.SQRT, base);
    }
    return exponent == 1 ? base : new Expression.Power(base, number(exponent));
  }

  private static Expression number(double value) {
    return new Expression.Constant(value);
  }

  private static Expression call(NamedFunction function, Expression argument) {
    return new Expression.Call(function, List.of(argument));
  }

  /** The common vocabulary as far as formulas speak it. */
  private record Formulas(Function function) implements Ops<Expression> {
    @Override
    public Expression constant(double... row) {
      if (row.length != 1) {
        throw unsayable();
      }
      return number(row[0]);
    }

    @Override
    public Expression apply(Operator operator, List<Expression> of) {
      Expression a = of.getFirst();
      return switch (operator) {
        case NEG -> Expression.negate(a);
        case ABS -> call(NamedFunction.ABS, a);
        case EXP -> call(NamedFunction.EXP, a);
        case LOG -> call(NamedFunction.LOG, a);
        case SQRT -> call(NamedFunction.SQRT, a);
        case SIN -> call(NamedFunction.SIN, a);
        case COS -> call(NamedFunction.COS, a);
        case TANH -> call(NamedFunction.TANH, a);
        case FLOOR -> call(NamedFunction.FLOOR, a);
        case SIGN -> call(NamedFunction.SIGN, a);
        case ADD -> new Expression.Sum(of);
        case SUB -> new Expression.Sum(List.of(a, Expression.negate(of.get(1))));
        case MUL -> new Expression.Product(of);
        case DIV -> new Expression.Quotient(a, of.get(1));
        case MIN -> new Expression.Call(NamedFunction.MIN, of);
        case MAX -> new Expression.Call(NamedFunction.MAX, of);
        case LESS, WHERE -> throw unsayable();
      };
    }

    @Override
    public Expression slice(Expression value, int from, int to) {
      throw unsayable();
    }

    @Override
    public Expression concat(List<Expression> values) {
      throw unsayable();
    }

    @Override
    public Expression gather(double[][] table, Expression index) {
      throw unsayable();
    }

    private KanException unsayable() {
      return KanException.user(
          "the function %s is made of cases or tables, which a formula cannot say",
          function.name());
    }
  }
}
