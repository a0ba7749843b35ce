/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.symbolic;

import java.util.OptionalDouble;
import org.kan4j.spi.function.Function;

/**
 * {@code c·f(a·x + b) + d}, fitted to a curve.
 *
 * @param function f
 * @param r2 share of the variance of the curve that it explains, at most 1; of a constant curve 1
 *     if met
 */
public record AffineFit(Function function, double a, double b, double c, double d, double r2) {
  /** The values at some arguments. */
  public double[] values(double[] x) {
    double[] argument = new double[x.length];
    for (int s = 0; s < x.length; s++) {
      argument[s] = a * x[s] + b;
    }
    double[] values = new double[x.length];
    function.evaluate(argument, x.length, 0, values);
    for (int s = 0; s < x.length; s++) {
      values[s] = c * values[s] + d;
    }
    return values;
  }

  /**
   * The same curve with the numbers that say the same twice brought to one form: a power or a
   * logarithm with a = ±1, an exponential with b = 0, waves with a positive and a phase within a
   * quarter turn. It is the same function up to rounding.
   */
  public AffineFit canonical() {
    AffineFit form =
        switch (function.name()) {
          case "identity" -> new AffineFit(function, 1, 0, c * a, d + c * b, r2);
          case "exp" -> new AffineFit(function, a, 0, c * Math.exp(b), d, r2);
          case "log" -> scaled(c, d + c * Math.log(Math.abs(a)));
          case "abs" -> scaled(c * Math.abs(a), d);
          case "sign" -> scaled(c, d);
          case "sin" -> wave(a < 0 ? flipped(-c, d) : this);
          case "cos" -> wave(a < 0 ? flipped(c, d) : this);
          case "sigmoid" -> a < 0 ? flipped(-c, d + c) : this;
          case "gaussian", "cosh", "bessel_j0" -> a < 0 ? flipped(c, d) : this;
          case "tanh", "arctan", "arcsin", "arctanh", "sinh", "erf", "tan" ->
              a < 0 ? flipped(-c, d) : this;
          default -> {
            OptionalDouble exponent = KnownFunctions.exponent(function.name());
            yield exponent.isPresent() ? power(exponent.getAsDouble()) : this;
          }
        };
    boolean finite =
        Double.isFinite(form.a)
            && Double.isFinite(form.b)
            && Double.isFinite(form.c)
            && Double.isFinite(form.d)
            && (form.c != 0 || c == 0);
    return finite ? form : this;
  }

  private AffineFit power(double exponent) {
    double factor = c * Math.pow(Math.abs(a), exponent);
    if (exponent != Math.rint(exponent)) {
      return scaled(factor, d);
    }
    boolean odd = exponent % 2 != 0;
    return new AffineFit(function, 1, b / a, a < 0 && odd ? -factor : factor, d, r2);
  }

  /** With a = ±1. */
  private AffineFit scaled(double newC, double newD) {
    return new AffineFit(function, Math.signum(a), b / Math.abs(a), newC, newD, r2);
  }

  private AffineFit flipped(double newC, double newD) {
    return new AffineFit(function, -a, -b, newC, newD, r2);
  }

  /** Phase within a quarter turn of 0. */
  private static AffineFit wave(AffineFit of) {
    double phase = Math.IEEEremainder(of.b, 2 * Math.PI);
    double quarter = Math.PI / 2 + 1e-6;
    if (Math.abs(phase) <= quarter) {
      return new AffineFit(of.function, of.a, phase, of.c, of.d, of.r2);
    }
    double turned = phase - Math.copySign(Math.PI, phase);
    return new AffineFit(of.function, of.a, turned, -of.c, of.d, of.r2);
  }
}
