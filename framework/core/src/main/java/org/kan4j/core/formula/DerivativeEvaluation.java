/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.formula;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.hipparchus.analysis.differentiation.Derivative;
import org.hipparchus.special.BesselJ;
import org.hipparchus.special.Erf;

/**
 * The value of a formula with its derivatives, for any variables and to any order up to the third,
 * as the numbers that go in carry them. Where it is not smooth (a minimum of equals, a step) they
 * are those of one side. Confined to one thread.
 *
 * @param <T> numbers with derivatives
 */
public final class DerivativeEvaluation<T extends Derivative<T>> {
  private final Map<String, T> variables;
  private final T like;

  /**
   * Formulas of given variables.
   *
   * @param variables their values by name
   * @param like a number of the same kind
   */
  public DerivativeEvaluation(Map<String, T> variables, T like) {
    this.variables = variables;
    this.like = like;
  }

  /** The value of a formula, all of whose variables are there. */
  public T evaluate(Expression part) {
    List<T> of = part.parts().stream().map(this::evaluate).toList();
    return switch (part) {
      case Expression.Constant constant -> like.newInstance(constant.value());
      case Expression.Variable variable -> variables.get(variable.name());
      case Expression.Sum sum -> of.stream().reduce((a, b) -> a.add(b)).orElseThrow();
      case Expression.Product product -> of.stream().reduce((a, b) -> a.multiply(b)).orElseThrow();
      case Expression.Quotient quotient -> of.getFirst().divide(of.getLast());
      case Expression.Power power -> power(power.exponent(), of.getFirst(), of.getLast());
      case Expression.Call call ->
          call.function() == NamedFunction.POW
              ? power(call.arguments().getLast(), of.getFirst(), of.getLast())
              : call(call.function(), of);
    };
  }

  /** A constant exponent needs no logarithm of the base, which may then be negative. */
  private T power(Expression exponent, T base, T of) {
    if (!exponent.variables().isEmpty()) {
      return base.pow(of);
    }
    double value = of.getValue();
    return value == Math.rint(value) && Math.abs(value) <= Integer.MAX_VALUE
        ? base.pow((int) value)
        : base.pow(value);
  }

  private T call(NamedFunction function, List<T> of) {
    T u = of.getFirst();
    return switch (function) {
      case SIN -> u.sin();
      case COS -> u.cos();
      case TAN -> u.tan();
      case ASIN -> u.asin();
      case ACOS -> u.acos();
      case ATAN -> u.atan();
      case SINH -> u.sinh();
      case COSH -> u.cosh();
      case TANH -> u.tanh();
      case ATANH -> u.atanh();
      case EXP -> u.exp();
      case LOG -> u.log();
      case LOG10 -> u.log().divide(Math.log(10));
      case LOG2 -> u.log().divide(Math.log(2));
      case SQRT -> u.sqrt();
      case ABS -> u.getValue() < 0 ? u.negate() : u;
      case SIGN -> like.newInstance(Math.signum(u.getValue()));
      case FLOOR -> like.newInstance(Math.floor(u.getValue()));
      case SIGMOID -> compose(u, sigmoid(u.getValue()));
      case ERF -> compose(u, erf(u.getValue()));
      case BESSEL_J0 -> compose(u, besselJ0(u.getValue()));
      case MIN -> u.getValue() <= of.getLast().getValue() ? u : of.getLast();
      case MAX -> u.getValue() >= of.getLast().getValue() ? u : of.getLast();
      case POW -> u.pow(of.getLast());
    };
  }

  private static <T extends Derivative<T>> T compose(T u, double... derivatives) {
    return u.compose(Arrays.copyOf(derivatives, u.getOrder() + 1));
  }

  private static double[] sigmoid(double x) {
    double rest = 1 / (1 + Math.exp(-Math.abs(x)));
    double value = x >= 0 ? rest : 1 - rest;
    double slope = rest * (1 - rest);
    return new double[] {
      value, slope, slope * (1 - 2 * value), slope * (1 - 6 * value + 6 * value * value)
    };
  }

  private static double[] erf(double x) {
    double slope = 2 / Math.sqrt(Math.PI) * Math.exp(-x * x);
    return new double[] {Erf.erf(x), slope, -2 * x * slope, (4 * x * x - 2) * slope};
  }

  /** Derivatives by J0' = -J1 and 2 Jm' = J(m-1) - J(m+1). */
  private static double[] besselJ0(double x) {
    double size = Math.abs(x);
    double[] j = new double[4];
    Arrays.setAll(j, order -> BesselJ.value(order, size));
    double sign = x < 0 ? -1 : 1;
    return new double[] {j[0], -sign * j[1], (j[2] - j[0]) / 2, sign * (3 * j[1] - j[3]) / 4};
  }
}
