/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.optimizer.leastsquares;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.plugin.standard.algebra.Ejml;
import org.kan4j.spi.training.Curvature;
import org.kan4j.spi.training.Vector;
import org.kan4j.testkit.HeapVector;

class KrylovModelTest {
  private static final int ROWS = 90;
  private static final int SIZE = 40;

  /** Random rows, of which every third column is frozen. */
  private record Given(double[] entries, int[] places) implements Curvature {
    static Given of(long seed) {
      Random random = new Random(seed);
      double[] rows = new double[ROWS * SIZE];
      int[] places = new int[SIZE - (SIZE + 2) / 3];
      int count = 0;
      for (int p = 0; p < SIZE; p++) {
        if (p % 3 != 0) {
          places[count++] = p;
        }
      }
      for (int e = 0; e < rows.length; e++) {
        boolean free = e % SIZE % 3 != 0;
        rows[e] = free ? random.nextGaussian() * Math.pow(10, -(e % SIZE) / 13.0) : 0;
      }
      return new Given(rows, places);
    }

    @Override
    public int rows() {
      return ROWS;
    }

    @Override
    public void rows(Vector parameters, int from, int to, double[] into) {
      System.arraycopy(entries, from * SIZE, into, 0, (to - from) * SIZE);
    }

    RowProducts products(long room) {
      return new RowProducts(this, HeapVector.zero(SIZE), places, room);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void rowsThatAreNotKeptGiveTheSameBits(long seed) {
    Given given = Given.of(seed);
    Random random = new Random(seed);
    double[] v = random.doubles(given.places.length, -1, 1).toArray();
    double[] u = random.doubles(ROWS, -1, 1).toArray();
    RowProducts kept = given.products(Long.MAX_VALUE);
    RowProducts made = given.products(0);
    assertArrayEquals(kept.times(v), made.times(v));
    assertArrayEquals(kept.transposed(u), made.transposed(u));
    double left = 0;
    double right = 0;
    double[] kv = kept.times(v);
    double[] ku = kept.transposed(u);
    for (int r = 0; r < ROWS; r++) {
      left += u[r] * kv[r];
    }
    for (int c = 0; c < v.length; c++) {
      right += ku[c] * v[c];
    }
    assertEquals(left, right, 1e-12);
  }

  /** In a space of full size the steps are those of a decomposition, for every damping. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void stepsAreThoseOfADecomposition(long seed) {
    Given given = Given.of(seed);
    int n = given.places.length;
    double[] half = new Random(seed).doubles(n, -1, 1).toArray();
    double[] padded = new double[ROWS * (n + 1)];
    for (int r = 0; r < ROWS; r++) {
      for (int c = 0; c < n; c++) {
        padded[r * (n + 1) + c] = given.entries[r * SIZE + given.places[c]];
      }
    }
    double[] triangle = new Ejml().triangle(padded, ROWS, n + 1);
    LinearModel whole = SpectralModel.ofGradient(new Ejml(), triangle, n + 1, half);
    LinearModel space =
        KrylovModel.of(given.products(0), half, 1e-30, 1e-9, 1000, new Ejml()).orElseThrow();
    for (double damping : new double[] {1, 1e-3, 1e-6, 1e-9}) {
      LinearModel.Trial expected = whole.solve(damping);
      LinearModel.Trial actual = space.solve(damping);
      assertEquals(expected.decrease(), actual.decrease(), 1e-6 * expected.decrease());
      double size = Products.norm(expected.step());
      assertArrayEquals(expected.step(), actual.step(), 1e-5 * size, "damping " + damping);
    }
    // a small space promises less, and never more than it keeps
    LinearModel small =
        KrylovModel.of(given.products(0), half, 1e-30, 1e-3, 5, new Ejml()).orElseThrow();
    assertTrue(small.solve(1e-6).decrease() < whole.solve(1e-6).decrease());
  }
}
