/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.formula;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;

/** Evaluates expressions over columns of values, one operation on all rows at a time. */
record ColumnEvaluation(List<String> variables, double[][] columns, int rows) {
  /** A new array that is the caller's own. */
  double[] evaluate(Expression expression) {
    return switch (expression) {
      case Expression.Constant constant -> {
        double[] values = new double[rows];
        Arrays.fill(values, constant.value());
        yield values;
      }
      case Expression.Variable variable -> Arrays.copyOf(column(variable.name()), rows);
      case Expression.Sum sum -> fold(sum.terms(), Double::sum);
      case Expression.Product product -> fold(product.factors(), (a, b) -> a * b);
      case Expression.Quotient quotient ->
          fold(List.of(quotient.dividend(), quotient.divisor()), (a, b) -> a / b);
      case Expression.Power power ->
          fold(List.of(power.base(), power.exponent()), NamedFunction.POW::apply);
      case Expression.Call call -> call(call.function(), call.arguments());
    };
  }

  private double[] call(NamedFunction function, List<Expression> arguments) {
    if (function.arity() == 2) {
      return fold(arguments, function::apply);
    }
    double[] values = evaluate(arguments.getFirst());
    for (int r = 0; r < rows; r++) {
      values[r] = function.apply(values[r], 0);
    }
    return values;
  }

  private double[] fold(List<Expression> parts, DoubleBinaryOperator operator) {
    double[] values = evaluate(parts.getFirst());
    for (Expression part : parts.subList(1, parts.size())) {
      double[] right = evaluate(part);
      for (int r = 0; r < rows; r++) {
        values[r] = operator.applyAsDouble(values[r], right[r]);
      }
    }
    return values;
  }

  private double[] column(String name) {
    int index = variables.indexOf(name);
    if (index < 0) {
      throw KanException.user(
          "the formula has a variable '%s', which has no values; %s",
          name, NearMiss.describe(name, variables));
    }
    return columns[index];
  }
}
