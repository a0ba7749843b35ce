/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.hypothesis;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.analysis.differentiation.DerivativeStructure;
import org.hipparchus.special.BesselJ;
import org.hipparchus.special.Erf;
import org.kan4j.core.formula.Expression;
import org.kan4j.core.formula.NamedFunction;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;

/**
 * The exact derivatives of a formula. Where it is not smooth (a minimum of equals, a step) they are
 * those of one side.
 *
 * @param formula the formula
 * @param variables its variables, and perhaps more, in the order of the columns of the points
 */
public record FormulaDerivatives(Expression formula, List<String> variables)
    implements Derivatives {
  /**
   * Checks that every variable of the formula is there.
   *
   * @throws KanException of kind USER that names one that is not
   */
  public FormulaDerivatives {
    requireNonNull(formula, "formula is null");
    variables = List.copyOf(variables);
    for (String name : formula.variables()) {
      if (!variables.contains(name)) {
        throw KanException.user(
            "the formula has a variable '%s', which has no values; %s",
            name, NearMiss.describe(name, variables));
      }
    }
  }

  @Override
  public List<PointDerivatives> at(double[][] x, int order) {
    Series series = new Series(variables.size(), order);
    List<PointDerivatives> results = new ArrayList<>();
    for (double[] point : x) {
      results.add(series.read(evaluate(formula, series, point)));
    }
    return results;
  }

  private DerivativeStructure evaluate(Expression part, Series series, double[] point) {
    List<DerivativeStructure> of =
        part.parts().stream().map(inner -> evaluate(inner, series, point)).toList();
    return switch (part) {
      case Expression.Constant constant -> series.constant(constant.value());
      case Expression.Variable variable -> {
        int number = variables.indexOf(variable.name());
        yield series.variable(number, point[number]);
      }
      case Expression.Sum sum -> of.stream().reduce(DerivativeStructure::add).orElseThrow();
      case Expression.Product product ->
          of.stream().reduce(DerivativeStructure::multiply).orElseThrow();
      case Expression.Quotient quotient -> of.getFirst().divide(of.getLast());
      case Expression.Power power -> power(power.exponent(), of.getFirst(), of.getLast());
      case Expression.Call call ->
          call.function() == NamedFunction.POW
              ? power(call.arguments().getLast(), of.getFirst(), of.getLast())
              : call(call.function(), of, series);
    };
  }

  /** A constant exponent needs no logarithm of the base, which may then be negative. */
  private static DerivativeStructure power(
      Expression exponent, DerivativeStructure base, DerivativeStructure of) {
    if (!exponent.variables().isEmpty()) {
      return base.pow(of);
    }
    double value = of.getValue();
    return value == Math.rint(value) && Math.abs(value) <= Integer.MAX_VALUE
        ? base.pow((int) value)
        : base.pow(value);
  }

  private static DerivativeStructure call(
      NamedFunction function, List<DerivativeStructure> of, Series series) {
    DerivativeStructure u = of.getFirst();
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
      case SIGN -> series.constant(Math.signum(u.getValue()));
      case FLOOR -> series.constant(Math.floor(u.getValue()));
      case SIGMOID -> compose(u, series, sigmoid(u.getValue()));
      case ERF -> compose(u, series, erf(u.getValue()));
      case BESSEL_J0 -> compose(u, series, besselJ0(u.getValue()));
      case MIN -> u.getValue() <= of.getLast().getValue() ? u : of.getLast();
      case MAX -> u.getValue() >= of.getLast().getValue() ? u : of.getLast();
      case POW -> u.pow(of.getLast());
    };
  }

  private static DerivativeStructure compose(
      DerivativeStructure u, Series series, double... derivatives) {
    return u.compose(Arrays.copyOf(derivatives, series.order() + 1));
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
