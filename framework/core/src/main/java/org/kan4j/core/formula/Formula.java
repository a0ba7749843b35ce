/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.formula;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;

/**
 * Reads formulas such as {@code exp(sin(pi*x)+y^2)}. Operators are {@code + - * / ^} ({@code **} is
 * the same as {@code ^}) with the usual precedence: powers bind most and from the right, so that
 * {@code -x^2} is {@code -(x^2)} and {@code 2^3^2} is {@code 2^9}. Constants are {@code pi} and
 * {@code e}. A product needs its sign: {@code 2*x}, not {@code 2x}. Any name can be a variable
 * between backquotes, doubled inside: {@code `mean radius`}.
 */
public final class Formula {
  private static final Map<String, Double> CONSTANTS = Map.of("pi", Math.PI, "e", Math.E);
  private static final int DEEPEST = 200; // far from what a small stack holds

  private final String text;
  private int at;
  private int depth;

  private Formula(String text) {
    this.text = text;
  }

  /**
   * Reads a formula.
   *
   * @throws KanException of kind USER that shows where it goes wrong and what was expected
   */
  public static Expression parse(String text) {
    Formula parser = new Formula(text);
    Expression expression = parser.sum();
    parser.skipBlanks();
    if (parser.at < text.length()) {
      throw parser.error("an operator or the end is expected");
    }
    return expression;
  }

  private Expression sum() {
    List<Expression> terms = new ArrayList<>(List.of(product()));
    while (true) {
      if (take("+")) {
        terms.add(product());
      } else if (take("-")) {
        terms.add(Expression.negate(product()));
      } else {
        return terms.size() == 1 ? terms.getFirst() : new Expression.Sum(terms);
      }
    }
  }

  private Expression product() {
    List<Expression> factors = new ArrayList<>(List.of(signed()));
    if (factors.getFirst() instanceof Expression.Product first) {
      factors = new ArrayList<>(first.factors());
    }
    int quotients = 0;
    while (true) {
      if (take("/")) {
        if (++quotients > DEEPEST) {
          throw error("more than " + DEEPEST + " quotients in a row");
        }
        Expression dividend = multiply(factors);
        factors = new ArrayList<>(List.of(new Expression.Quotient(dividend, signed())));
      } else if (!peek("**") && take("*")) {
        factors.add(signed());
      } else {
        return multiply(factors);
      }
    }
  }

  private static Expression multiply(List<Expression> factors) {
    return factors.size() == 1 ? factors.getFirst() : new Expression.Product(factors);
  }

  private Expression signed() {
    if (++depth > DEEPEST) {
      throw error("it is nested more than " + DEEPEST + " levels deep");
    }
    try {
      if (take("-")) {
        return Expression.negate(signed());
      }
      return take("+") ? signed() : power();
    } finally {
      depth--;
    }
  }

  private Expression power() {
    Expression base = atom();
    return take("^") || take("**") ? new Expression.Power(base, signed()) : base;
  }

  private Expression atom() {
    skipBlanks();
    if (take("(")) {
      Expression inner = sum();
      expect(")");
      return inner;
    }
    if (take("`")) {
      return quoted();
    }
    int start = at;
    while (at < text.length() && isNamePart(text.charAt(at), at == start)) {
      at++;
    }
    if (at > start) {
      return named(text.substring(start, at), start);
    }
    return number();
  }

  private Expression quoted() {
    int start = at;
    int end = text.indexOf('`', at);
    while (end >= 0 && text.startsWith("``", end)) {
      end = text.indexOf('`', end + 2);
    }
    if (end <= start) {
      throw error(end < 0 ? "a closing ` is expected" : "a name is expected between ` and `");
    }
    at = end + 1;
    return new Expression.Variable(text.substring(start, end).replace("``", "`"));
  }

  /** A name as {@link #parse} takes it for a variable. */
  static String quoteIfNeeded(String name) {
    boolean plain = !CONSTANTS.containsKey(name);
    for (int i = 0; i < name.length(); i++) {
      plain &= isNamePart(name.charAt(i), i == 0);
    }
    return plain ? name : "`" + name.replace("`", "``") + "`";
  }

  private static boolean isNamePart(char c, boolean first) {
    return Character.isLetter(c) || c == '_' || (!first && Character.isDigit(c));
  }

  private Expression named(String name, int start) {
    if (!peek("(")) {
      Double constant = CONSTANTS.get(name);
      return constant == null ? new Expression.Variable(name) : new Expression.Constant(constant);
    }
    NamedFunction function = NamedFunction.of(name).orElse(null);
    if (function == null) {
      at = start;
      List<String> known = Arrays.stream(NamedFunction.values()).map(NamedFunction::text).toList();
      throw error("unknown function '" + name + "'; " + NearMiss.describe(name, known));
    }
    take("(");
    List<Expression> arguments = new ArrayList<>(List.of(sum()));
    while (take(",")) {
      arguments.add(sum());
    }
    if (arguments.size() != function.arity()) {
      at = start;
      throw error(
          "%s takes %d argument%s, not %d"
              .formatted(
                  name, function.arity(), function.arity() == 1 ? "" : "s", arguments.size()));
    }
    expect(")");
    return new Expression.Call(function, arguments);
  }

  private Expression number() {
    int start = at;
    digits();
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      digits();
    }
    if (at == start || (at == start + 1 && text.charAt(start) == '.')) {
      at = start;
      throw error("a number, a name or '(' is expected");
    }
    int mantissa = at;
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
        at++;
      }
      int exponent = at;
      digits();
      if (at == exponent) {
        at = mantissa;
      }
    }
    double value = Double.parseDouble(text.substring(start, at));
    if (Double.isInfinite(value)) {
      at = start;
      throw error("the number is too large");
    }
    return new Expression.Constant(value);
  }

  private void digits() {
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
  }

  private boolean peek(String token) {
    skipBlanks();
    return text.startsWith(token, at);
  }

  private boolean take(String token) {
    boolean there = peek(token);
    at += there ? token.length() : 0;
    return there;
  }

  private void expect(String token) {
    if (!take(token)) {
      throw error("'" + token + "' is expected");
    }
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private KanException error(String expected) {
    return KanException.user(
        "formula, column %d: %s\n  %s\n  %s^",
        at + 1, expected, text.replaceAll("\\s", " "), " ".repeat(at));
  }
}
