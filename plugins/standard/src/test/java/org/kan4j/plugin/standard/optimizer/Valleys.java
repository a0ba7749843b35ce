/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.optimizer;

import java.util.Arrays;
import java.util.Random;
import org.kan4j.testkit.HeapProblem;

/** Problems with known minima. */
final class Valleys {
  private Valleys() {}

  /** The extended function of Rosenbrock. */
  static HeapProblem rosenbrock(int size) {
    return HeapProblem.of(
        size,
        (x, gradient) -> {
          double sum = 0;
          for (int p = 0; p < size; p += 2) {
            double a = 10 * (x[p + 1] - x[p] * x[p]);
            double b = 1 - x[p];
            sum += a * a + b * b;
            gradient[p] = -40 * a * x[p] - 2 * b;
            gradient[p + 1] = 20 * a;
          }
          return sum;
        });
  }

  /** The mean square of {@code A(x - x0)}, A of the given condition number, plus a constant. */
  static HeapProblem leastSquares(int size, double condition, double constant, Random random) {
    double[] solution = random.doubles(size, -1, 1).toArray();
    double[][] a = new double[size][size];
    for (int p = 0; p < size; p++) {
      a[p][p] = Math.pow(condition, -(double) p / (size - 1));
    }
    for (int turn = 0; turn < 4; turn++) {
      reflect(a, random);
    }
    return HeapProblem.of(
        size,
        (x, gradient) -> {
          double sum = 0;
          Arrays.fill(gradient, 0);
          for (double[] row : a) {
            double residual = 0;
            for (int p = 0; p < size; p++) {
              residual += row[p] * (x[p] - solution[p]);
            }
            sum += residual * residual / size;
            for (int p = 0; p < size; p++) {
              gradient[p] += 2 * residual * row[p] / size;
            }
          }
          return sum + constant;
        });
  }

  /** A reflection on the right, at a random plane. */
  private static void reflect(double[][] a, Random random) {
    int size = a.length;
    double[] normal = random.doubles(size, -1, 1).toArray();
    double square = Arrays.stream(normal).map(v -> v * v).sum();
    for (double[] row : a) {
      double dot = 0;
      for (int p = 0; p < size; p++) {
        dot += row[p] * normal[p];
      }
      for (int p = 0; p < size; p++) {
        row[p] -= 2 * dot / square * normal[p];
      }
    }
  }
}
