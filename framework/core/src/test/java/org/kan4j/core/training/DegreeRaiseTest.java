/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kan4j.plugin.standard.basis.Chebyshev;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.function.Refit;

/** Polynomials of a higher degree make the same curves, on any range. */
class DegreeRaiseTest {
  @ParameterizedTest(name = "degree {0} to {1}, seed {0}")
  @CsvSource({"4, 6", "6, 8", "8, 12", "12, 16", "16, 24", "24, 48"})
  void curvesStayToRounding(int from, int to) {
    Random random = new Random(from);
    int curves = 3;
    double[] coefficients = random.doubles((from + 1L) * curves, -1, 1).toArray();
    Basis basis = Chebyshev.of(from, -0.7, 1.9);
    Curves before = new Curves(basis, Extrapolation.LINEAR, coefficients, curves);
    // some samples outside too, where curves go on straight
    double[] samples = random.doubles(300, -0.9, 2).sorted().toArray();
    Curves after = before.onto(basis.refit(new Refit.ToSize(to)), samples);
    double[] x = random.doubles(200, -1, 2.2).toArray();
    assertArrayEquals(before.at(x), after.at(x), 2e-14 * to * to);
    double[] inside = random.doubles(200, -0.7, 1.9).toArray();
    assertArrayEquals(before.at(inside), after.at(inside), 1e-14 * Math.sqrt(to));
    double[] raised = after.coefficients();
    double[] expected = new double[raised.length];
    System.arraycopy(coefficients, 0, expected, 0, coefficients.length);
    assertArrayEquals(expected, raised, 1e-14 * Math.sqrt(to));
  }

  @ParameterizedTest(name = "degree {0}, seed {0}")
  @CsvSource({"4", "8", "24"})
  void curvesStayOnAWiderRange(int degree) {
    Random random = new Random(degree);
    double[] coefficients = random.doubles(degree + 1L, -1, 1).toArray();
    Basis basis = Chebyshev.of(degree, -1, 1);
    Curves before = new Curves(basis, Extrapolation.ZERO, coefficients, 1);
    double[] samples = random.doubles(300, -1, 1).sorted().toArray();
    Curves after = before.onto(basis.refit(new Refit.ToCover(-1.1, 1)), samples);
    double[] x = random.doubles(200, -1, 1).toArray();
    assertArrayEquals(before.at(x), after.at(x), 1e-12);
  }
}
