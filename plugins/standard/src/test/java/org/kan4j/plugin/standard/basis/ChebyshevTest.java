/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.basis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.function.Refit;
import org.kan4j.testkit.BasisContract;

class ChebyshevTest extends BasisContract {
  @Override
  protected Factory<Basis> factory() {
    return Chebyshev.factory();
  }

  @Override
  protected List<Basis> components() {
    return List.of(
        factory().create(Map.of()),
        Chebyshev.of(1, -1, 1),
        Chebyshev.of(2, 0, 1),
        Chebyshev.of(5, -3, 0.5),
        Chebyshev.of(24, -1, 1),
        Chebyshev.of(12, 100, 101));
  }

  /** {@code T_j(cos t) = cos jt}, and its derivatives by the chain rule. */
  @ParameterizedTest(name = "degree {0}")
  @ValueSource(ints = {1, 3, 24, 100})
  void isTheCosineOfMultiplesOfTheAngle(int degree) {
    int n = 150;
    double[] angle = new Random(degree).doubles(n, 0.1, Math.PI - 0.1).toArray();
    double[] x = new double[n];
    for (int s = 0; s < n; s++) {
      x[s] = 3 + 2 * Math.cos(angle[s]);
    }
    Basis basis = Chebyshev.of(degree, 1, 5);
    int size = degree + 1;
    double[] values = new double[3 * n * size];
    basis.evaluate(x, n, 2, new int[n], values);
    double largest = Math.pow(degree, 2) * 100;
    for (int s = 0; s < n; s++) {
      double t = angle[s];
      double sine = Math.sin(t);
      for (int j = 0; j < size; j++) {
        double slope = j * Math.sin(j * t) / sine;
        double curvature = (Math.cos(t) * slope - (double) j * j * Math.cos(j * t)) / (sine * sine);
        assertEquals(Math.cos(j * t), values[s * size + j], 2e-14 * size);
        assertEquals(slope / 2, values[(n + s) * size + j], 1e-14 * largest);
        assertEquals(curvature / 4, values[(2 * n + s) * size + j], 1e-13 * largest * degree);
      }
    }
  }

  @Test
  void sizesAreDegreesAndRangesFollow() {
    Basis basis = Chebyshev.of(4, -1, 1);
    assertEquals(Chebyshev.of(9, -1, 1), basis.refit(new Refit.ToSize(9)));
    assertEquals(Chebyshev.of(4, 0, 7), basis.refit(new Refit.ToRange(0, 7)));
    Refit samples = new Refit.ToSamples(new double[] {-1, 1, 2}, 0.25);
    assertEquals(Chebyshev.of(4, -1.75, 2.75), basis.refit(samples));
    assertEquals(
        new BasisShape.Dense(5, -2, 2),
        basis.refit(new Refit.ToCover(-2, 0)).refit(new Refit.ToCover(0, 2)).shape());
  }

  @ParameterizedTest(name = "from {0} to {1}")
  @CsvSource({
    "1,1.0000000000000002",
    "1e300,1.0000000000000002e300",
    "0,4.9e-324",
    "-7e-310,7e-310"
  })
  void anyTwoSamplesGiveARangeThatCoversThem(double a, double b) {
    Basis basis = Chebyshev.of(5, -1, 1).refit(new Refit.ToSamples(new double[] {a, b}, 0));
    BasisShape shape = basis.shape();
    assertTrue(shape.lower() <= a && shape.upper() >= b, basis.toString());
    double[] values = new double[4 * 2 * 6];
    basis.evaluate(new double[] {a, b}, 2, 3, new int[2], values);
    for (double value : values) {
      assertTrue(Double.isFinite(value), basis.toString());
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "lower | 1 | chebyshev: lower must be less than upper, but 1.0 is not less than 1.0",
        "upper | -0.9999999999999999 | chebyshev: the range from -1.0 to -0.9999999999999999 is too narrow",
        "degree | 0 | chebyshev: degree: '0' is not a whole number from 1 to 1000",
        "degre | 5 | chebyshev: unknown option 'degre'; known: degree, grading, lower, upper; did you mean 'degree'?",
      })
  void badOptionsAreExplained(String key, String value, String message) {
    KanException error =
        assertThrows(KanException.class, () -> factory().create(Map.of(key, value)));
    assertEquals(KanException.Kind.USER, error.kind());
    assertEquals(message, error.getMessage());
  }

  @Test
  void requestsOutOfRangeAreExplained() {
    Basis basis = Chebyshev.of(5, -1, 1);
    KanException size = assertThrows(KanException.class, () -> basis.refit(new Refit.ToSize(0)));
    assertEquals("chebyshev: degree: '0' is not a whole number from 1 to 1000", size.getMessage());
    Refit constant = new Refit.ToSamples(new double[] {2, 2, 2}, 0.1);
    assertThrows(IllegalArgumentException.class, () -> basis.refit(constant));
    Refit wide = new Refit.ToRange(-1.5e308, 1.5e308);
    KanException far = assertThrows(KanException.class, () -> basis.refit(wide));
    assertEquals("chebyshev: the ends -1.5E308 and 1.5E308 are too far apart", far.getMessage());
  }
}
