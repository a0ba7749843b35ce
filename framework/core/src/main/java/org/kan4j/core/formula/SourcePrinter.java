/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.formula;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.kan4j.spi.component.KanException;

/** Writes expressions as source code that computes the same values up to rounding. */
public final class SourcePrinter {
  private final Language language;
  private final Map<String, String> names = new LinkedHashMap<>();

  private SourcePrinter(Language language, List<String> variables) {
    this.language = language;
    for (String variable : variables) {
      String name = identifier(variable);
      String unique = name;
      for (int n = 2; names.containsValue(unique); n++) {
        unique = name + "_" + n;
      }
      names.put(variable, unique);
    }
  }

  /**
   * A function of the given variables, in their order. Letters that an identifier cannot hold
   * become underscores.
   *
   * @param name of the function
   * @param variables all that the expression needs; more are allowed
   * @throws KanException of kind USER for a function that the language does not have
   */
  public static String print(
      Expression expression, String name, List<String> variables, Language language) {
    SourcePrinter printer = new SourcePrinter(language, variables);
    String function = identifier(name);
    String type = language == Language.PYTHON ? "" : "double ";
    String arguments =
        printer.names.values().stream()
            .map(argument -> type + argument)
            .collect(Collectors.joining(", "));
    String body = printer.text(expression);
    return switch (language) {
      case JAVA -> "static double %s(%s) {%n  return %s;%n}%n".formatted(function, arguments, body);
      case C ->
          "#include <math.h>%n%ndouble %s(%s) {%n  return %s;%n}%n"
              .formatted(function, arguments, body);
      case PYTHON ->
          "import math%n%n%ndef %s(%s):%n    return %s%n".formatted(function, arguments, body);
    };
  }

  private static String identifier(String name) {
    String safe = name.replaceAll("[^A-Za-z0-9_]", "_");
    return safe.isEmpty() || Character.isDigit(safe.charAt(0)) ? "_" + safe : safe;
  }

  private String text(Expression expression) {
    return switch (expression) {
      case Expression.Constant constant ->
          constant.value() < 0 ? "(" + constant.value() + ")" : String.valueOf(constant.value());
      case Expression.Variable variable -> name(variable.name());
      case Expression.Sum sum -> joined(sum.terms(), " + ");
      case Expression.Product product -> joined(product.factors(), " * ");
      case Expression.Quotient quotient ->
          joined(List.of(quotient.dividend(), quotient.divisor()), " / ");
      case Expression.Power power -> power(power.base(), power.exponent());
      case Expression.Call call -> call(call);
    };
  }

  private String name(String variable) {
    String name = names.get(variable);
    if (name == null) {
      throw new IllegalArgumentException("no argument for variable " + variable);
    }
    return name;
  }

  private String joined(List<Expression> parts, String sign) {
    return parts.stream().map(this::text).collect(Collectors.joining(sign, "(", ")"));
  }

  private String power(Expression base, Expression exponent) {
    String of = text(base);
    String to = text(exponent);
    return switch (language) {
      case JAVA -> "Math.pow(" + of + ", " + to + ")";
      case C -> "pow(" + of + ", " + to + ")";
      case PYTHON -> "math.pow(" + of + ", " + to + ")";
    };
  }

  private String call(Expression.Call call) {
    List<String> arguments = call.arguments().stream().map(this::text).toList();
    String x = arguments.getFirst();
    return switch (call.function()) {
      case SIGMOID -> "(1.0 / (1.0 + " + standard("exp", "-(" + x + ")") + "))";
      case SIGN ->
          switch (language) {
            case JAVA -> standard("signum", x);
            case C, PYTHON -> "((" + x + " > 0) - (" + x + " < 0))";
          };
      case ABS ->
          switch (language) {
            case JAVA -> standard("abs", x);
            case C, PYTHON -> standard("fabs", x);
          };
      case LOG2 ->
          language == Language.JAVA
              ? "(" + standard("log", x) + " / " + standard("log", "2.0") + ")"
              : standard("log2", x);
      case ATANH ->
          language == Language.JAVA
              ? "(0.5 * (Math.log1p(" + x + ") - Math.log1p(-(" + x + "))))"
              : standard("atanh", x);
      case ERF -> {
        require(language != Language.JAVA, call.function());
        yield standard("erf", x);
      }
      case BESSEL_J0 -> {
        require(language == Language.C, call.function());
        yield standard("j0", x);
      }
      case MIN, MAX -> {
        String name = call.function().text();
        yield switch (language) {
          case JAVA -> standard(name, x + ", " + arguments.get(1));
          case C -> standard("f" + name, x + ", " + arguments.get(1));
          case PYTHON -> name + "(" + x + ", " + arguments.get(1) + ")";
        };
      }
      case POW -> power(call.arguments().getFirst(), call.arguments().get(1));
      default -> standard(call.function().text(), x);
    };
  }

  private void require(boolean there, NamedFunction function) {
    if (!there) {
      throw KanException.user(
          "%s has no function %s; print the formula as another language",
          language.name().toLowerCase(Locale.ROOT), function.text());
    }
  }

  private String standard(String function, String arguments) {
    return switch (language) {
      case JAVA -> "Math." + function + "(" + arguments + ")";
      case C -> function + "(" + arguments + ")";
      case PYTHON -> "math." + function + "(" + arguments + ")";
    };
  }
}
