/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float32;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The exponential of numbers that are not positive, by a polynomial of our own: the bits of the
 * library's vector version change when code warms up.
 */
final class Exponential {
  /** Adding it leaves a whole number in the lowest bits. */
  private static final float WHOLE = 0x1.8p23f;

  /** Below, the result is as good as zero. */
  private static final float LEAST = -87;

  private static final float LOG2_E = 1.442695f;
  private static final float LN2_HIGH = 0x1.62e4p-1f;
  private static final float LN2_LOW = 0x1.7f7d1cp-20f;

  private Exponential() {}

  /** {@code exp(x)} for {@code x <= 0}; NaN stays NaN. */
  static FloatVector of(FloatVector x) {
    FloatVector y = x.max(LEAST);
    FloatVector shifted = y.fma(all(LOG2_E), all(WHOLE));
    FloatVector n = shifted.sub(WHOLE);
    FloatVector r = n.fma(all(-LN2_HIGH), y);
    r = n.fma(all(-LN2_LOW), r);
    // in halves: a single chain of multiplications would leave the processor waiting
    FloatVector s = r.mul(r);
    FloatVector odd = all(1f / 5040);
    FloatVector even = all(1f / 720);
    odd = next(odd, s, 1f / 120);
    even = next(even, s, 1f / 24);
    odd = next(odd, s, 1f / 6);
    even = next(even, s, 0.5f);
    odd = next(odd, s, 1f);
    even = next(even, s, 1f);
    FloatVector p = odd.fma(r, even);
    return p.reinterpretAsInts()
        .add(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23))
        .reinterpretAsFloats();
  }

  // small methods: the compiler inlines no large one, and a vector that crosses a call is an object

  private static FloatVector all(float value) {
    return FloatVector.broadcast(Lanes.SPECIES, value);
  }

  private static FloatVector next(FloatVector sum, FloatVector factor, float addend) {
    return sum.fma(factor, all(addend));
  }
}
