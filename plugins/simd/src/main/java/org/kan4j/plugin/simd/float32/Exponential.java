/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float32;

import static jdk.incubator.vector.FloatVector.broadcast;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The exponential of minus the size of a number, by a polynomial of our own: the bits of the
 * library's vector version change when code warms up. Written out, as no vector may cross a call.
 */
final class Exponential {
  /** Adding it leaves a whole number in the lowest bits. */
  private static final float WHOLE = 0x1.8p23f;

  /** Largest magnitude of arguments; at minus that, the result is as good as zero. */
  static final float BOUND = 87;

  private static final float LOG2_E = 1.442695f;
  private static final float LN2_HIGH = 0x1.62e4p-1f;
  private static final float LN2_LOW = 0x1.7f7d1cp-20f;

  private Exponential() {}

  /**
   * Exponentials in place, of numbers no larger than {@link #BOUND} either way; NaN stays NaN.
   * Whole vectors, from {@code from} on. Latency bounds it.
   */
  static void of(float[] numbers, int from, int rows) {
    for (int k = from; k < from + rows; k += Lanes.COUNT) {
      FloatVector y = FloatVector.fromArray(Lanes.SPECIES, numbers, k);
      FloatVector whole = broadcast(Lanes.SPECIES, WHOLE);
      FloatVector shifted = y.fma(broadcast(Lanes.SPECIES, LOG2_E), whole);
      FloatVector n = shifted.sub(whole);
      FloatVector r = n.fma(broadcast(Lanes.SPECIES, -LN2_HIGH), y);
      r = n.fma(broadcast(Lanes.SPECIES, -LN2_LOW), r);
      // in halves: a single chain of multiplications would leave the processor waiting
      FloatVector s = r.mul(r);
      FloatVector odd = broadcast(Lanes.SPECIES, 1f / 5040);
      FloatVector even = broadcast(Lanes.SPECIES, 1f / 720);
      odd = odd.fma(s, broadcast(Lanes.SPECIES, 1f / 120));
      even = even.fma(s, broadcast(Lanes.SPECIES, 1f / 24));
      odd = odd.fma(s, broadcast(Lanes.SPECIES, 1f / 6));
      even = even.fma(s, broadcast(Lanes.SPECIES, 0.5f));
      odd = odd.fma(s, broadcast(Lanes.SPECIES, 1f));
      even = even.fma(s, broadcast(Lanes.SPECIES, 1f));
      odd.fma(r, even)
          .reinterpretAsInts()
          .add(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23))
          .reinterpretAsFloats()
          .intoArray(numbers, k);
    }
  }
}
