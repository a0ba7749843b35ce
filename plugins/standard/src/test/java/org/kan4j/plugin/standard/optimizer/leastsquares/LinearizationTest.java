/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.optimizer.leastsquares;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kan4j.testkit.HeapProblem;
import org.kan4j.testkit.HeapVector;

class LinearizationTest {
  private static HeapProblem linear(int rows, int size, long seed) {
    Random random = new Random(seed);
    double[] a = random.doubles((long) rows * size, -1, 1).toArray();
    double[] b = random.doubles(rows, -1, 1).toArray();
    BitSet frozen = new BitSet();
    frozen.set(1);
    return HeapProblem.squares(
            size,
            rows,
            (x, residual, jacobian) -> {
              System.arraycopy(a, 0, jacobian, 0, a.length);
              for (int r = 0; r < rows; r++) {
                residual[r] = -b[r];
                for (int p = 0; p < size; p++) {
                  residual[r] += a[r * size + p] * x[p];
                }
              }
            })
        .freeze(frozen);
  }

  /** Rows that come in blocks, or that are fewer than parameters, lead to the same steps. */
  @ParameterizedTest(name = "{0} rows, {1} parameters, ridge {2}")
  @CsvSource({"400, 6, none", "400, 6, gcv", "4, 9, none", "9, 9, none", "10, 9, none"})
  void blocksGiveTheStepsOfTheWhole(int rows, int size, String ridge) {
    HeapProblem problem = linear(rows, size, rows);
    LevenbergMarquardt method =
        (LevenbergMarquardt) LevenbergMarquardt.factory().create(Map.of("ridge", ridge));
    HeapVector x = HeapVector.of(new Random(5).doubles(size, -1, 1).toArray());
    HeapVector gradient = problem.vector();
    double value = problem.evaluate(x, gradient);
    LinearModel whole = new Linearization(problem, method).at(x, gradient, 1e-3).orElseThrow();
    LinearModel blocks = new Linearization(problem, method, 0).at(x, gradient, 1e-3).orElseThrow();
    for (double damping : new double[] {1, 1e-4, 1e-12}) {
      LinearModel.Trial expected = whole.solve(damping);
      LinearModel.Trial actual = blocks.solve(damping);
      assertArrayEquals(expected.step(), actual.step(), 1e-10);
      assertEquals(expected.decrease(), actual.decrease(), 1e-10 * value);
      if (ridge.equals("none")) { // a linear problem keeps every promise
        double[] to = x.toArray();
        for (int c = 0, p = 0; p < size; p++) {
          to[p] += p == 1 ? 0 : expected.step()[c++];
        }
        double gain = value - problem.evaluate(HeapVector.of(to), null);
        assertTrue(gain > 0, "gain " + gain);
        assertEquals(expected.decrease(), gain, 1e-9 * value, "damping " + damping);
      }
    }
  }
}
