/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.dataset;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleBinaryOperator;
import org.hipparchus.special.elliptic.jacobi.JacobiEllipticBuilder;
import org.hipparchus.special.elliptic.legendre.LegendreEllipticIntegral;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;

/**
 * The special functions of two variables {@code x}, {@code y} on which the KAN paper (Liu et al.,
 * 2024, table 1) compares networks, with the definitions and argument order of SciPy. The paper
 * gives no ranges; those here are our own.
 */
public enum SpecialFunction implements PointFunction {
  /** Jacobi elliptic sn(x | m=y). */
  ELLIPJ(0, 1, (u, m) -> JacobiEllipticBuilder.build(m).valuesN(u).sn()),
  /** Incomplete elliptic integral of the first kind F(x | m=y). */
  ELLIPKINC(0, 1, LegendreEllipticIntegral::bigF),
  /** Incomplete elliptic integral of the second kind E(x | m=y). */
  ELLIPEINC(0, 1, LegendreEllipticIntegral::bigE),
  /** Bessel function of the first kind J of order x at y. */
  JV(0, 1, Bessel::j),
  /** Bessel function of the second kind Y of order x at y. */
  YV(.5, 2, Bessel::y),
  /** Modified Bessel function of the second kind K of order x at y. */
  KV(.5, 2, Bessel::k),
  /** Modified Bessel function of the first kind I of order x at y. */
  IV(0, 1, Bessel::i),
  /** Associated Legendre function of order 0 and degree x at y. */
  LPMV_0(0, 1, (v, x) -> Legendre.value(0, v, x)),
  /** Associated Legendre function of order 1 and degree x at y. */
  LPMV_1(0, 1, (v, x) -> Legendre.value(1, v, x)),
  /** Associated Legendre function of order 2 and degree x at y. */
  LPMV_2(0, 1, (v, x) -> Legendre.value(2, v, x)),
  /** Real part of the spherical harmonic m=0, n=1 at azimuth x and polar angle y. */
  SPH_HARM_0_1(0, 1, (a, p) -> Legendre.sphericalHarmonic(0, 1, a, p)),
  /** Real part of the spherical harmonic m=1, n=1 at azimuth x and polar angle y. */
  SPH_HARM_1_1(0, 1, (a, p) -> Legendre.sphericalHarmonic(1, 1, a, p)),
  /** Real part of the spherical harmonic m=0, n=2 at azimuth x and polar angle y. */
  SPH_HARM_0_2(0, 1, (a, p) -> Legendre.sphericalHarmonic(0, 2, a, p)),
  /** Real part of the spherical harmonic m=1, n=2 at azimuth x and polar angle y. */
  SPH_HARM_1_2(0, 1, (a, p) -> Legendre.sphericalHarmonic(1, 2, a, p)),
  /** Real part of the spherical harmonic m=2, n=2 at azimuth x and polar angle y. */
  SPH_HARM_2_2(0, 1, (a, p) -> Legendre.sphericalHarmonic(2, 2, a, p));

  private final double lower;
  private final double upper;
  private final DoubleBinaryOperator operator;

  SpecialFunction(double lower, double upper, DoubleBinaryOperator operator) {
    this.lower = lower;
    this.upper = upper;
    this.operator = operator;
  }

  /**
   * The function of a name.
   *
   * @throws KanException of kind USER if there is none
   */
  public static SpecialFunction of(String name) {
    List<String> names = Arrays.stream(values()).map(SpecialFunction::text).toList();
    return Arrays.stream(values())
        .filter(f -> f.text().equals(name))
        .findFirst()
        .orElseThrow(() ->
            KanException.user(
                "unknown special function '%s'; %s", name, NearMiss.describe(name, names)));
  }

  /** Its name: {@code lpmv_0}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The variables and our ranges: x in [0, 1], y where the function is finite. */
  public List<Variable> variables() {
    return List.of(new Variable("x", 0, 1), new Variable("y", lower, upper));
  }

  /** The value; NaN where the function has none. */
  public double value(double x, double y) {
    return operator.applyAsDouble(x, y);
  }

  @Override
  public double value(double... point) {
    return value(point[0], point[1]);
  }

  /** Training and test data drawn uniformly from our ranges; the label is {@code f}. */
  public Dataset dataset(int train, int test, long seed) {
    return Dataset.create("f", this, new Draw(variables(), train, test, seed));
  }
}
