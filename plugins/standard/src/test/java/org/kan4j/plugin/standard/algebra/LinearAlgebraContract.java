/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.algebra;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every {@link LinearAlgebra} must do. */
public abstract class LinearAlgebraContract {
  /** The library under test. */
  protected abstract LinearAlgebra algebra();

  /** Random numbers whose columns lie decades apart. */
  private static double[] matrix(int rows, int columns, Random random) {
    double[] a = new double[rows * columns];
    for (int e = 0; e < a.length; e++) {
      a[e] = random.nextGaussian() * Math.pow(10, -(e % columns) % 7);
    }
    return a;
  }

  private static double[] gram(double[] a, int rows, int columns) {
    double[] gram = new double[columns * columns];
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < columns; i++) {
        for (int j = 0; j < columns; j++) {
          gram[i * columns + j] += a[r * columns + i] * a[r * columns + j];
        }
      }
    }
    return gram;
  }

  @ParameterizedTest(name = "{0} x {1}")
  @CsvSource({"1, 1", "7, 3", "40, 40", "300, 41", "600, 42", "333, 43", "5, 1", "3000, 90"})
  void triangleHasTheGramMatrix(int rows, int columns) {
    double[] a = matrix(rows, columns, new Random(rows));
    if (columns > 40) { // columns of zeros, and that depend on others
      for (int row = 0; row < rows; row++) {
        a[row * columns] = 0;
        a[row * columns + 8] = a[row * columns + 7];
        a[row * columns + 10] = 0;
      }
    }
    double[] r = algebra().triangle(a.clone(), rows, columns);
    int height = columns;
    assertEquals(height * columns, r.length);
    for (int i = 0; i < height; i++) {
      for (int j = 0; j < i; j++) {
        assertEquals(0, r[i * columns + j], "below the diagonal");
      }
    }
    assertClose(gram(a, rows, columns), gram(r, height, columns), columns);
  }

  private static void assertClose(double[] expected, double[] actual, int columns) {
    for (int i = 0; i < columns; i++) {
      for (int j = 0; j < columns; j++) {
        double size = Math.sqrt(expected[i * columns + i]) * Math.sqrt(expected[j * columns + j]);
        assertEquals(
            expected[i * columns + j], actual[i * columns + j], 1e-13 * size, i + ", " + j);
      }
    }
  }

  @ParameterizedTest(name = "{0} x {1}")
  @CsvSource({"1, 1", "7, 3", "3, 7", "40, 40", "60, 60"})
  void singularValuesGiveTheMatrixBack(int rows, int columns) {
    double[] a = matrix(rows, columns, new Random(columns));
    if (rows == 60) { // singular
      for (int r = 0; r < rows; r++) {
        a[r * columns + 5] = a[r * columns + 4];
        a[r * columns + 9] = 0;
      }
    }
    SingularValues of = algebra().singularValues(a.clone(), rows, columns);
    int k = Math.min(rows, columns);
    assertEquals(k, of.s().length);
    double[] back = new double[rows * columns];
    for (int i = 0; i < k; i++) {
      assertTrue(of.s()[i] >= 0 && (i == 0 || of.s()[i] <= of.s()[i - 1]), "in order");
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < columns; c++) {
          back[r * columns + c] += of.ut()[i * rows + r] * of.s()[i] * of.vt()[i * columns + c];
        }
      }
    }
    assertArrayEquals(a, back, 1e-13 * of.s()[0]);
    assertOrthonormal(of.ut(), k, rows);
    assertOrthonormal(of.vt(), k, columns);
  }

  private static void assertOrthonormal(double[] rows, int k, int length) {
    for (int i = 0; i < k; i++) {
      for (int j = 0; j <= i; j++) {
        double dot = 0;
        for (int c = 0; c < length; c++) {
          dot += rows[i * length + c] * rows[j * length + c];
        }
        assertEquals(i == j ? 1 : 0, dot, 1e-13, i + ", " + j);
      }
    }
  }

  @ParameterizedTest(name = "{0} x {1}")
  @CsvSource({"300, 41", "500, 130"})
  void repeatsItself(int rows, int columns) {
    double[] a = matrix(rows, columns, new Random(3));
    double[] first = algebra().triangle(a.clone(), rows, columns);
    SingularValues values = algebra().singularValues(first.clone(), columns, columns);
    for (int again = 0; again < 3; again++) {
      assertArrayEquals(first, algebra().triangle(a.clone(), rows, columns));
      SingularValues other = algebra().singularValues(first.clone(), columns, columns);
      assertArrayEquals(values.s(), other.s());
      assertArrayEquals(values.vt(), other.vt());
    }
  }

  @Test
  void isNamed() {
    assertFalse(algebra().name().isBlank());
    assertEquals(Optional.empty(), algebra().unavailable());
    assertTrue(algebra().library().matches(".*\\d.*"), algebra().library());
  }
}
