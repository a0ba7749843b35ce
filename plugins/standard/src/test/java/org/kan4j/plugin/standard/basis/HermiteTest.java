/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.basis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.function.Basis;
import org.kan4j.testkit.BasisContract;

class HermiteTest extends BasisContract {
  @Override
  protected Factory<Basis> factory() {
    return Hermite.factory();
  }

  @Override
  protected List<Basis> components() {
    return List.of(
        factory().create(Map.of()),
        factory().create(Map.of("degree", 1)),
        factory().create(Map.of("degree", 20, "spread", 3, "lower", 2, "upper", 5)),
        factory().create(Map.of("envelope", true)),
        factory().create(Map.of("envelope", true, "degree", 40, "spread", 8, "lower", -3)));
  }

  /** {@code √n! Σ (-1)^m t^(n-2m) / (m! (n-2m)! 2^m)}, times the envelope. */
  @ParameterizedTest(name = "envelope {0}, seed 1")
  @ValueSource(booleans = {false, true})
  void agreesWithTheExplicitSums(boolean envelope) {
    int degree = 10;
    double spread = 2.5;
    Basis basis =
        factory().create(Map.of("degree", degree, "spread", spread, "envelope", envelope));
    double[] x = new Random(1).doubles(100, -1, 1).toArray();
    double[] values = new double[x.length * (degree + 1)];
    basis.evaluate(x, x.length, 0, new int[x.length], values);
    for (int s = 0; s < x.length; s++) {
      double t = spread * x[s];
      double factor = envelope ? Math.exp(-t * t / 4) : 1;
      for (int n = 0; n <= degree; n++) {
        double sum = 0;
        for (int m = 0; 2 * m <= n; m++) {
          double term =
              Math.pow(t, n - 2 * m)
                  / (factorial(m) * factorial(n - 2 * m) * Math.pow(2, m))
                  * Math.sqrt(factorial(n));
          sum += m % 2 == 0 ? term : -term;
        }
        assertEquals(factor * sum, values[s * (degree + 1) + n], 1e-12, "He" + n);
      }
    }
  }

  private static double factorial(int n) {
    double result = 1;
    for (int i = 2; i <= n; i++) {
      result *= i;
    }
    return result;
  }
}
