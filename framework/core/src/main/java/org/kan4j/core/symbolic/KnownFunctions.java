/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.symbolic;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.kan4j.core.formula.NamedFunction;

/**
 * What core knows of functions by their names: which are powers, and which go by a name in
 * formulas. A function that is not known here is no less welcome; it is said by its own
 * description.
 */
public final class KnownFunctions {
  private static final Map<String, Double> EXPONENTS =
      Map.ofEntries(
          Map.entry("power2", 2.0),
          Map.entry("power3", 3.0),
          Map.entry("power4", 4.0),
          Map.entry("power5", 5.0),
          Map.entry("power1_5", 1.5),
          Map.entry("sqrt", 0.5),
          Map.entry("inverse", -1.0),
          Map.entry("inverse2", -2.0),
          Map.entry("inverse3", -3.0),
          Map.entry("inverse4", -4.0),
          Map.entry("inverse5", -5.0),
          Map.entry("inverse_sqrt", -0.5));

  private static final Map<String, NamedFunction> IN_FORMULAS =
      Map.ofEntries(
          Map.entry("sin", NamedFunction.SIN),
          Map.entry("cos", NamedFunction.COS),
          Map.entry("tan", NamedFunction.TAN),
          Map.entry("arcsin", NamedFunction.ASIN),
          Map.entry("arccos", NamedFunction.ACOS),
          Map.entry("arctan", NamedFunction.ATAN),
          Map.entry("sinh", NamedFunction.SINH),
          Map.entry("cosh", NamedFunction.COSH),
          Map.entry("tanh", NamedFunction.TANH),
          Map.entry("arctanh", NamedFunction.ATANH),
          Map.entry("exp", NamedFunction.EXP),
          Map.entry("log", NamedFunction.LOG),
          Map.entry("sqrt", NamedFunction.SQRT),
          Map.entry("abs", NamedFunction.ABS),
          Map.entry("sign", NamedFunction.SIGN),
          Map.entry("sigmoid", NamedFunction.SIGMOID),
          Map.entry("erf", NamedFunction.ERF),
          Map.entry("bessel_j0", NamedFunction.BESSEL_J0));

  private KnownFunctions() {}

  /** The exponent of a power, whole or half. */
  static OptionalDouble exponent(String function) {
    Double exponent = EXPONENTS.get(function);
    return exponent == null ? OptionalDouble.empty() : OptionalDouble.of(exponent);
  }

  /** The function that is this power. */
  static Optional<String> power(double exponent) {
    return EXPONENTS.entrySet().stream()
        .filter(entry -> entry.getValue() == exponent)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** What formulas call it. */
  public static Optional<NamedFunction> inFormulas(String function) {
    return Optional.ofNullable(IN_FORMULAS.get(function));
  }

  /** The function that formulas call so. */
  static Optional<String> ofFormulas(NamedFunction function) {
    return IN_FORMULAS.entrySet().stream()
        .filter(entry -> entry.getValue() == function)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Whether a factor of the argument is one of the value, or an offset of it. */
  static boolean scalesThrough(String function) {
    return EXPONENTS.containsKey(function)
        || function.equals("identity")
        || function.equals("log")
        || function.equals("abs");
  }
}
