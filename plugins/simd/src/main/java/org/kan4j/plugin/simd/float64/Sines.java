/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import static jdk.incubator.vector.DoubleVector.broadcast;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Sines in vectors, within two units of the last digit: quarters of a turn are taken off in two
 * parts (Cody and Waite, Software Manual for the Elementary Functions, 1980), the rest goes through
 * the first terms of Taylor's series, which hold for both precisions.
 */
final class Sines {
  /** Magnitude of arguments up to which two parts of a quarter turn suffice. */
  private static final double BOUND = 10000.0;

  private static final double QUARTER = (double) (Math.PI / 2);

  /** What the quarter turn lacks. */
  private static final double REST =
      (double) (Math.PI / 2 - (/*exact*/ double) QUARTER + 0x1.1a62633145c07p-54);

  private static final double PER_QUARTER = (double) (2 / Math.PI);

  private Sines() {}

  /**
   * Sines of arguments so many quarter turns further on.
   *
   * @param a arguments, whole vectors of them; NaN gives NaN
   * @param turn 0 for sines, 1 for cosines, 2 for the opposites of sines
   * @param z receives them
   */
  static void of(double[] a, int turn, double[] z, int rows) {
    for (int r = 0; r < rows; r += Lanes.COUNT) {
      DoubleVector x = DoubleVector.fromArray(Lanes.SPECIES, a, r);
      DoubleVector whole = broadcast(Lanes.SPECIES, UniformSpline.WHOLE);
      DoubleVector shifted = x.fma(broadcast(Lanes.SPECIES, PER_QUARTER), whole);
      DoubleVector n = shifted.sub(whole).neg();
      DoubleVector u = n.fma(broadcast(Lanes.SPECIES, QUARTER), x);
      u = n.fma(broadcast(Lanes.SPECIES, REST), u);
      DoubleVector s = u.mul(u);
      DoubleVector odd = broadcast(Lanes.SPECIES, 1.0 / 1307674368000L).neg();
      DoubleVector even = broadcast(Lanes.SPECIES, 1.0 / 20922789888000L);
      odd = odd.fma(s, broadcast(Lanes.SPECIES, 1.0 / 6227020800L));
      even = even.fma(s, broadcast(Lanes.SPECIES, -1.0 / 87178291200L));
      odd = odd.fma(s, broadcast(Lanes.SPECIES, -1.0 / 39916800));
      even = even.fma(s, broadcast(Lanes.SPECIES, 1.0 / 479001600));
      odd = odd.fma(s, broadcast(Lanes.SPECIES, 1.0 / 362880));
      even = even.fma(s, broadcast(Lanes.SPECIES, -1.0 / 3628800));
      odd = odd.fma(s, broadcast(Lanes.SPECIES, -1.0 / 5040));
      even = even.fma(s, broadcast(Lanes.SPECIES, 1.0 / 40320));
      odd = odd.fma(s, broadcast(Lanes.SPECIES, 1.0 / 120));
      even = even.fma(s, broadcast(Lanes.SPECIES, -1.0 / 720));
      odd = odd.fma(s, broadcast(Lanes.SPECIES, -1.0 / 6));
      even = even.fma(s, broadcast(Lanes.SPECIES, 1.0 / 24));
      even = even.fma(s, broadcast(Lanes.SPECIES, -0.5));
      even = even.fma(s, broadcast(Lanes.SPECIES, 1.0));
      odd = odd.mul(s).fma(u, u);
      // the last two bits tell which quarter: cosines in every other, opposites in every other two
      LongVector quarter = shifted.reinterpretAsLongs().add(turn);
      LongVector cosine = quarter.and(1).neg();
      LongVector sign = quarter.and(2).lanewise(VectorOperators.LSHL, Double.SIZE - 2);
      LongVector sines = odd.reinterpretAsLongs();
      sines
          .lanewise(VectorOperators.XOR, even.reinterpretAsLongs())
          .and(cosine)
          .lanewise(VectorOperators.XOR, sines)
          .lanewise(VectorOperators.XOR, sign)
          .reinterpretAsDoubles()
          .intoArray(z, r);
    }
    for (int r = 0; r < rows; r++) {
      if (!(Math.abs(a[r]) <= BOUND)) {
        z[r] = (double) far(a[r], turn);
      }
    }
  }

  private static /*exact*/ double far(/*exact*/ double x, int turn) {
    return switch (turn) {
      case 0 -> Math.sin(x);
      case 1 -> Math.cos(x);
      default -> -Math.sin(x);
    };
  }
}
