/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.formula;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.kan4j.spi.component.KanException;

/** Writes expressions as source code that computes the same values up to rounding. */
public final class SourcePrinter {
  private final Dialect dialect;
  private final Map<String, String> names = new LinkedHashMap<>();

  private SourcePrinter(Language language, List<String> variables) {
    this.dialect = Dialect.of(language);
    for (String variable : variables) {
      String name = Dialect.identifier(variable);
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
    String function = Dialect.identifier(name);
    boolean typed = language == Language.JAVA || language == Language.C;
    String arguments =
        printer.names.values().stream()
            .map(argument -> (typed ? "double " : "") + argument)
            .collect(Collectors.joining(", "));
    String body = printer.text(expression);
    return switch (language) {
      case JAVA -> "static double %s(%s) {%n  return %s;%n}%n".formatted(function, arguments, body);
      case C ->
          "#include <math.h>%n%ndouble %s(%s) {%n  return %s;%n}%n"
              .formatted(function, arguments, body);
      case PYTHON ->
          "import math%n%n%ndef %s(%s):%n    return %s%n".formatted(function, arguments, body);
      case JAVASCRIPT ->
          "function %s(%s) {%n  return %s;%n}%n".formatted(function, arguments, body);
    };
  }

  private String text(Expression expression) {
    return switch (expression) {
      case Expression.Constant constant -> {
        String number = dialect.number(constant.value());
        yield constant.value() < 0 ? "(" + number + ")" : number;
      }
      case Expression.Variable variable -> name(variable.name());
      case Expression.Sum sum -> joined(sum.terms(), " + ");
      case Expression.Product product -> joined(product.factors(), " * ");
      case Expression.Quotient quotient ->
          joined(List.of(quotient.dividend(), quotient.divisor()), " / ");
      case Expression.Power power ->
          dialect.call(NamedFunction.POW, List.of(text(power.base()), text(power.exponent())));
      case Expression.Call call ->
          dialect.call(call.function(), call.arguments().stream().map(this::text).toList());
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
}
