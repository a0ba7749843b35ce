/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.basis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.function.Basis;
import org.kan4j.testkit.BasisContract;

class LegendreTest extends BasisContract {
  @Override
  protected Factory<Basis> factory() {
    return Legendre.factory();
  }

  @Override
  protected List<Basis> components() {
    return List.of(
        factory().create(Map.of()),
        Legendre.of(1, -1, 1),
        Legendre.of(5, -3, 0.5),
        Legendre.of(24, 100, 101));
  }

  /** {@code 2^-n Σ (-1)^k C(n,k) C(2n-2k,n) x^(n-2k)}. */
  @Test
  void agreesWithTheExplicitSums() {
    int degree = 12;
    double[] x = new Random(1).doubles(100, -1, 1).toArray();
    double[] values = new double[x.length * (degree + 1)];
    Legendre.of(degree, -1, 1).evaluate(x, x.length, 0, new int[x.length], values);
    for (int s = 0; s < x.length; s++) {
      for (int n = 0; n <= degree; n++) {
        double sum = 0;
        for (int k = 0; 2 * k <= n; k++) {
          double term = choose(n, k) * choose(2 * n - 2 * k, n) * Math.pow(x[s], n - 2 * k);
          sum += k % 2 == 0 ? term : -term;
        }
        assertEquals(sum / Math.pow(2, n), values[s * (degree + 1) + n], 1e-12, "P" + n);
      }
    }
  }

  private static double choose(int n, int k) {
    double result = 1;
    for (int i = 1; i <= k; i++) {
      result = result * (n - k + i) / i;
    }
    return result;
  }
}
