/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.formula;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes expressions as LaTeX, for math mode. */
public final class LatexPrinter {
  private static final Map<NamedFunction, String> NAMES =
      Map.ofEntries(
          Map.entry(NamedFunction.SIN, "\\sin"),
          Map.entry(NamedFunction.COS, "\\cos"),
          Map.entry(NamedFunction.TAN, "\\tan"),
          Map.entry(NamedFunction.ASIN, "\\arcsin"),
          Map.entry(NamedFunction.ACOS, "\\arccos"),
          Map.entry(NamedFunction.ATAN, "\\arctan"),
          Map.entry(NamedFunction.SINH, "\\sinh"),
          Map.entry(NamedFunction.COSH, "\\cosh"),
          Map.entry(NamedFunction.TANH, "\\tanh"),
          Map.entry(NamedFunction.LOG, "\\ln"),
          Map.entry(NamedFunction.LOG10, "\\log_{10}"),
          Map.entry(NamedFunction.LOG2, "\\log_{2}"),
          Map.entry(NamedFunction.SIGMOID, "\\sigma"),
          Map.entry(NamedFunction.BESSEL_J0, "J_0"),
          Map.entry(NamedFunction.MIN, "\\min"),
          Map.entry(NamedFunction.MAX, "\\max"));

  private LatexPrinter() {}

  /** The expression as LaTeX. */
  public static String print(Expression expression) {
    return switch (expression) {
      case Expression.Constant constant -> number(constant.value());
      case Expression.Variable variable -> variable(variable.name());
      case Expression.Sum sum -> sum(sum.terms());
      case Expression.Product product -> product(product.factors());
      case Expression.Quotient quotient ->
          "\\frac{" + print(quotient.dividend()) + "}{" + print(quotient.divisor()) + "}";
      case Expression.Power power -> atom(power.base()) + "^{" + print(power.exponent()) + "}";
      case Expression.Call call -> call(call);
    };
  }

  private static String number(double value) {
    if (value == Math.PI) {
      return "\\pi";
    }
    String text = new Expression.Constant(value).toString();
    int exponent = text.indexOf('e');
    return exponent < 0
        ? text
        : text.substring(0, exponent) + " \\cdot 10^{" + text.substring(exponent + 1) + "}";
  }

  /** {@code x1} and {@code x_1} with an index; longer names upright. */
  private static String variable(String name) {
    if (name.matches("[A-Za-z]_?\\d+")) {
      return name.charAt(0) + "_{" + name.substring(1).replace("_", "") + "}";
    }
    return name.length() == 1
        ? name
        : "\\mathrm{" + name.replaceAll("([_%&#$])", "\\\\$1").replace(" ", "\\ ") + "}";
  }

  private static String sum(List<Expression> terms) {
    StringBuilder text = new StringBuilder();
    for (Expression term : terms) {
      String printed = print(term);
      if (!text.isEmpty()) {
        text.append(printed.startsWith("-") ? " - " : " + ");
        printed = printed.startsWith("-") ? printed.substring(1) : printed;
      }
      text.append(printed);
    }
    return text.toString();
  }

  private static String product(List<Expression> factors) {
    boolean minus = factors.getFirst() instanceof Expression.Constant first && first.value() == -1;
    StringBuilder text = new StringBuilder(minus ? "-" : "");
    String before = "";
    for (Expression factor : minus ? factors.subList(1, factors.size()) : factors) {
      boolean first = before.isEmpty();
      String printed =
          factor instanceof Expression.Sum || (!first && print(factor).startsWith("-"))
              ? "\\left(" + print(factor) + "\\right)"
              : print(factor);
      boolean digits = !first && Character.isDigit(printed.charAt(0));
      text.append(first ? "" : digits ? " \\cdot " : " \\, ").append(printed);
      before = printed;
    }
    return text.toString();
  }

  private static String atom(Expression expression) {
    boolean plain =
        expression instanceof Expression.Variable
            || (expression instanceof Expression.Constant constant && constant.value() >= 0);
    return plain ? print(expression) : "\\left(" + print(expression) + "\\right)";
  }

  private static String call(Expression.Call call) {
    String arguments =
        call.arguments().stream().map(LatexPrinter::print).collect(Collectors.joining(", "));
    return switch (call.function()) {
      case EXP -> "e^{" + arguments + "}";
      case SQRT -> "\\sqrt{" + arguments + "}";
      case ABS -> "\\left|" + arguments + "\\right|";
      case FLOOR -> "\\left\\lfloor " + arguments + "\\right\\rfloor";
      case POW -> atom(call.arguments().getFirst()) + "^{" + print(call.arguments().get(1)) + "}";
      default ->
          NAMES.getOrDefault(call.function(), "\\operatorname{" + call.function().text() + "}")
              + "\\left("
              + arguments
              + "\\right)";
    };
  }
}
