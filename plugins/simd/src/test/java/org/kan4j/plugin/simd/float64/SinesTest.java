/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Sines in vectors against those of the Java library. */
class SinesTest {
  private static final int ROWS = 4 * Lanes.padded(1);

  @Test
  void areWithinTwoUnitsOfTheLastDigit() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = new double[ROWS];
    double[] z = new double[ROWS];
    for (int trial = 0; trial < 2000; trial++) {
      double scale = Math.pow(10, random.nextDouble(-8, 6));
      for (int r = 0; r < ROWS; r++) {
        x[r] = scale * random.nextDouble(-1, 1);
      }
      for (int turn = 0; turn < 3; turn++) {
        Sines.of(x, turn, z, ROWS);
        for (int r = 0; r < ROWS; r++) {
          double expected = expected(x[r], turn);
          assertEquals(
              expected,
              z[r],
              2 * Math.ulp(expected),
              "seed " + seed + ", turn " + turn + ", " + x[r]);
        }
      }
    }
  }

  @Test
  void areRightAroundMultiplesOfQuarterTurns() {
    double[] x = new double[ROWS];
    double[] z = new double[ROWS];
    for (int n = -6000; n <= 6000; n += ROWS) {
      for (int r = 0; r < ROWS; r++) {
        x[r] = (n + r) * (Math.PI / 2);
      }
      for (int turn = 0; turn < 3; turn++) {
        Sines.of(x, turn, z, ROWS);
        for (int r = 0; r < ROWS; r++) {
          // an error of 1e-17 of the turn is nothing beside 1, and all there is beside 0
          assertEquals(expected(x[r], turn), z[r], 2.3e-16, "turn " + turn + ", " + x[r]);
        }
      }
    }
  }

  @Test
  void oneRowOutOfReachLeavesTheOthersAlone() {
    double[] x = new double[ROWS];
    double[] z = new double[ROWS];
    double[] alone = new double[ROWS];
    for (int r = 0; r < ROWS; r++) {
      x[r] = 0.1 * r;
    }
    Sines.of(x, 0, alone, ROWS);
    for (double far : new double[] {1e300, Double.NaN, Double.POSITIVE_INFINITY, -1e5}) {
      x[1] = far;
      Sines.of(x, 0, z, ROWS);
      assertTrue(Double.compare(z[1], Math.sin(far)) == 0, far + ": " + z[1]);
      for (int r = 2; r < ROWS; r++) {
        assertEquals(alone[r], z[r], 0.0);
      }
    }
  }

  private static double expected(double x, int turn) {
    return turn == 1 ? StrictMath.cos(x) : turn == 0 ? StrictMath.sin(x) : -StrictMath.sin(x);
  }
}
