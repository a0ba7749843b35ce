/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.formula;

import java.util.List;
import java.util.stream.Collectors;

/** Writes expressions as text that the parser reads back. */
final class ExpressionPrinter {
  private static final int SUM = 1;
  private static final int PRODUCT = 2;
  private static final int POWER = 4;
  private static final int ATOM = 5;

  private ExpressionPrinter() {}

  static String print(Expression expression) {
    return switch (expression) {
      case Expression.Constant constant -> number(constant.value());
      case Expression.Variable variable -> Formula.quoteIfNeeded(variable.name());
      case Expression.Sum sum -> sum(sum.terms());
      case Expression.Product product -> product(product.factors());
      case Expression.Quotient quotient ->
          within(quotient.dividend(), PRODUCT) + "/" + within(quotient.divisor(), POWER);
      case Expression.Power power ->
          within(power.base(), ATOM) + "^" + within(power.exponent(), ATOM);
      case Expression.Call call ->
          call.arguments().stream()
              .map(ExpressionPrinter::print)
              .collect(Collectors.joining(", ", call.function().text() + "(", ")"));
    };
  }

  private static String number(double value) {
    if (value == Math.PI) {
      return "pi";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    return Double.toString(value).replace("E", "e");
  }

  private static String sum(List<Expression> terms) {
    StringBuilder text = new StringBuilder(within(terms.getFirst(), PRODUCT));
    for (Expression term : terms.subList(1, terms.size())) {
      String printed = within(term, PRODUCT);
      text.append(printed.startsWith("-") ? " - " + printed.substring(1) : " + " + printed);
    }
    return text.toString();
  }

  private static String product(List<Expression> factors) {
    boolean minus =
        factors.getFirst() instanceof Expression.Constant first
            && first.value() == -1
            && factors.size() > 1;
    List<Expression> shown = minus ? factors.subList(1, factors.size()) : factors;
    StringBuilder text = new StringBuilder(minus ? "-" : "");
    for (int f = 0; f < shown.size(); f++) {
      // only the first may carry a sign or be a quotient without brackets
      boolean bare = f == 0 && !minus;
      text.append(f == 0 ? "" : "*").append(within(shown.get(f), bare ? PRODUCT : POWER));
    }
    return text.toString();
  }

  private static String within(Expression part, int level) {
    String text = print(part);
    return level(part) >= level ? text : "(" + text + ")";
  }

  private static int level(Expression expression) {
    return switch (expression) {
      case Expression.Constant constant ->
          constant.value() < 0 || 1 / constant.value() < 0 ? PRODUCT : ATOM;
      case Expression.Variable variable -> ATOM;
      case Expression.Call call -> ATOM;
      case Expression.Power power -> POWER;
      case Expression.Product product -> PRODUCT;
      case Expression.Quotient quotient -> PRODUCT;
      case Expression.Sum sum -> SUM;
    };
  }
}
