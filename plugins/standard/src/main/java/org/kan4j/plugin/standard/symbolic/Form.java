/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.symbolic;

import java.util.Optional;

/** The functions by name, with what a guard needs to know of them. */
enum Form {
  POWER2("power2", "x^2", 2, new Power(4)),
  POWER3("power3", "x^3", 3, new Power(6)),
  POWER4("power4", "x^4", 3, new Power(8)),
  POWER5("power5", "x^5", 3, new Power(10)),
  INVERSE("inverse", "1/x", 2, new Power(-2), Guard.pole(1)),
  INVERSE2("inverse2", "1/x^2", 2, new Power(-4), Guard.pole(2)),
  INVERSE3("inverse3", "1/x^3", 3, new Power(-6), Guard.pole(3)),
  INVERSE4("inverse4", "1/x^4", 4, new Power(-8), Guard.pole(4)),
  INVERSE5("inverse5", "1/x^5", 5, new Power(-10), Guard.pole(5)),
  SQRT("sqrt", "square root of x", 2, new Power(1), Guard.SQRT),
  POWER1_5("power1_5", "x^1.5", 4, new Power(3), Guard.POWER1_5),
  INVERSE_SQRT("inverse_sqrt", "1/sqrt(x)", 2, new Power(-1), Guard.INVERSE_SQRT),
  EXP("exp", "e^x", 2, Exponential.EXP, Guard.EXP),
  LOG("log", "natural logarithm of x", 2, Exponential.LOG, Guard.LOG),
  ABS("abs", "|x|", 3, Broken.ABS),
  SIN("sin", "sine of x", 2, Trigonometric.SIN),
  COS("cos", "cosine of x", 2, Trigonometric.COS),
  TAN("tan", "tangent of x", 3, Trigonometric.TAN, Guard.LARGE),
  TANH("tanh", "hyperbolic tangent of x", 3, Exponential.TANH),
  SIGN("sign", "-1, 0 or 1", 3, Broken.SIGN),
  ARCSIN("arcsin", "inverse sine of x", 4, Trigonometric.ARCSIN, Guard.ARCSIN),
  ARCCOS("arccos", "inverse cosine of x", 4, Trigonometric.ARCCOS, Guard.ARCCOS),
  ARCTAN("arctan", "inverse tangent of x", 4, Trigonometric.ARCTAN),
  ARCTANH("arctanh", "inverse hyperbolic tangent of x", 4, Exponential.ARCTANH, Guard.ARCTANH),
  GAUSSIAN("gaussian", "exp(-x^2)", 3, Exponential.GAUSSIAN),
  SINH("sinh", "hyperbolic sine of x", 3, Exponential.SINH, Guard.LARGE),
  COSH("cosh", "hyperbolic cosine of x", 3, Exponential.COSH, Guard.LARGE),
  SIGMOID("sigmoid", "1/(1+exp(-x))", 3, Exponential.SIGMOID),
  ERF("erf", "error function of x", 4, Special.ERF),
  BESSEL_J0("bessel_j0", "Bessel function of the first kind of order 0", 5, Special.BESSEL_J0);

  final String text;
  final String description;
  final int complexity;
  final Curve curve;
  final Optional<Guard> guard;

  Form(String text, String description, int complexity, Curve curve) {
    this(text, description, complexity, curve, null);
  }

  Form(String text, String description, int complexity, Curve curve, Guard guard) {
    this.text = text;
    this.description = description;
    this.complexity = complexity;
    this.curve = curve;
    this.guard = Optional.ofNullable(guard);
  }
}
