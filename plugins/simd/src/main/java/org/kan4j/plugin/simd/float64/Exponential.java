/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import static jdk.incubator.vector.DoubleVector.broadcast;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The exponential of minus the size of a number, by a polynomial of our own: the bits of the
 * library's vector version change when code warms up. Written out, as no vector may cross a call.
 */
final class Exponential {
  /** Adding it leaves a whole number in the lowest bits. */
  private static final double WHOLE = 0x1.8p52;

  /** Largest magnitude of arguments; at minus that, the result is as good as zero. */
  static final double BOUND = 708;

  private static final double LOG2_E = 1.4426950408889634;
  private static final double LN2_HIGH = 0x1.62e42fefa38p-1;
  private static final double LN2_LOW = 0x1.ef35793c7673p-45;

  private Exponential() {}

  /**
   * Exponentials in place, of numbers no larger than {@link #BOUND} either way; NaN stays NaN.
   * Whole vectors, from {@code from} on. Latency bounds it.
   */
  static void of(double[] numbers, int from, int rows) {
    for (int k = from; k < from + rows; k += Lanes.COUNT) {
      DoubleVector y = DoubleVector.fromArray(Lanes.SPECIES, numbers, k);
      DoubleVector whole = broadcast(Lanes.SPECIES, WHOLE);
      DoubleVector shifted = y.fma(broadcast(Lanes.SPECIES, LOG2_E), whole);
      DoubleVector n = shifted.sub(whole);
      DoubleVector r = n.fma(broadcast(Lanes.SPECIES, -LN2_HIGH), y);
      r = n.fma(broadcast(Lanes.SPECIES, -LN2_LOW), r);
      // in halves: a single chain of multiplications would leave the processor waiting
      DoubleVector s = r.mul(r);
      DoubleVector odd = broadcast(Lanes.SPECIES, 1.0 / 6227020800L);
      DoubleVector even = broadcast(Lanes.SPECIES, 1.0 / 479001600);
      odd = odd.fma(s, broadcast(Lanes.SPECIES, 1.0 / 39916800));
      even = even.fma(s, broadcast(Lanes.SPECIES, 1.0 / 3628800));
      odd = odd.fma(s, broadcast(Lanes.SPECIES, 1.0 / 362880));
      even = even.fma(s, broadcast(Lanes.SPECIES, 1.0 / 40320));
      odd = odd.fma(s, broadcast(Lanes.SPECIES, 1.0 / 5040));
      even = even.fma(s, broadcast(Lanes.SPECIES, 1.0 / 720));
      odd = odd.fma(s, broadcast(Lanes.SPECIES, 1.0 / 120));
      even = even.fma(s, broadcast(Lanes.SPECIES, 1.0 / 24));
      odd = odd.fma(s, broadcast(Lanes.SPECIES, 1.0 / 6));
      even = even.fma(s, broadcast(Lanes.SPECIES, 0.5));
      odd = odd.fma(s, broadcast(Lanes.SPECIES, 1.0));
      even = even.fma(s, broadcast(Lanes.SPECIES, 1.0));
      odd.fma(r, even)
          .reinterpretAsLongs()
          .add(shifted.reinterpretAsLongs().lanewise(VectorOperators.LSHL, 52))
          .reinterpretAsDoubles()
          .intoArray(numbers, k);
    }
  }
}
