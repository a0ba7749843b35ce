/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.formula;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.special.BesselJ;
import org.hipparchus.special.Erf;

/** The functions that a formula may call; angles are in radians. */
public enum NamedFunction {
  /** Sine. */
  SIN(Math::sin),
  /** Cosine. */
  COS(Math::cos),
  /** Tangent. */
  TAN(Math::tan),
  /** Inverse sine. */
  ASIN(Math::asin, "arcsin"),
  /** Inverse cosine. */
  ACOS(Math::acos, "arccos"),
  /** Inverse tangent. */
  ATAN(Math::atan, "arctan"),
  /** Hyperbolic sine. */
  SINH(Math::sinh),
  /** Hyperbolic cosine. */
  COSH(Math::cosh),
  /** Hyperbolic tangent. */
  TANH(Math::tanh),
  /** Inverse hyperbolic tangent. */
  ATANH(x -> (Math.log1p(x) - Math.log1p(-x)) / 2, "arctanh"),
  /** Exponential. */
  EXP(Math::exp),
  /** Natural logarithm. */
  LOG(Math::log, "ln"),
  /** Logarithm to base 10. */
  LOG10(Math::log10),
  /** Logarithm to base 2. */
  LOG2(NamedFunction::log2),
  /** Square root. */
  SQRT(Math::sqrt),
  /** Absolute value. */
  ABS(Math::abs),
  /** -1, 0 or 1. */
  SIGN(Math::signum, "sgn"),
  /** The largest whole number not above. */
  FLOOR(Math::floor),
  /** {@code 1/(1+exp(-x))}. */
  SIGMOID(x -> x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x))),
  /** Error function. */
  ERF(x -> Erf.erf(x)),
  /** Bessel function of the first kind of order 0. */
  BESSEL_J0(x -> BesselJ.value(0, Math.abs(x)), "j0"),
  /** The smaller of two. */
  MIN(Math::min),
  /** The larger of two. */
  MAX(Math::max),
  /** The first to the power of the second. */
  POW((a, b) -> b == 2 ? a * a : Math.pow(a, b));

  private final int arity;
  private final DoubleBinaryOperator operator;
  private final List<String> aliases;

  NamedFunction(DoubleUnaryOperator operator, String... aliases) {
    this.arity = 1;
    this.operator = (a, b) -> operator.applyAsDouble(a);
    this.aliases = List.of(aliases);
  }

  NamedFunction(DoubleBinaryOperator operator) {
    this.arity = 2;
    this.operator = operator;
    this.aliases = List.of();
  }

  /** The function of a name, if there is one; case does not matter. */
  public static Optional<NamedFunction> of(String name) {
    return Arrays.stream(values())
        .filter(f ->
            f.name().equalsIgnoreCase(name) || f.aliases.contains(name.toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  /** Its name in formulas. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How many arguments it takes, 1 or 2. */
  public int arity() {
    return arity;
  }

  /** Its value; a function of one argument looks at the first alone. */
  public double apply(double a, double b) {
    return operator.applyAsDouble(a, b);
  }

  /** Exact for powers of two, where a quotient of logarithms is not. */
  private static double log2(double x) {
    if (!(x >= Double.MIN_NORMAL) || Double.isInfinite(x)) {
      return Math.log(x) / Math.log(2);
    }
    int exponent = Math.getExponent(x);
    double fraction = Math.scalb(x, -exponent);
    if (fraction > Math.sqrt(2)) { // keeps values just below 1 away from -1 + (almost 1)
      fraction /= 2;
      exponent++;
    }
    return exponent + Math.log(fraction) / Math.log(2);
  }
}
