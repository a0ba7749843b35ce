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

  private static final float LOG2_E = 1.4426950408889634f;
  private static final float LN2_HIGH = 0x1.62e4p-1f;
  private static final float LN2_LOW = 0x1.7f7d1cp-20f;

  private Exponential() {}

  /** {@code exp(x)} for {@code x <= 0}; NaN stays NaN. */
  static FloatVector of(FloatVector x) {
    FloatVector y = x.max(LEAST);
    FloatVector shifted =
        y.fma(
            FloatVector.broadcast(Lanes.SPECIES, LOG2_E),
            FloatVector.broadcast(Lanes.SPECIES, WHOLE));
    FloatVector n = shifted.sub(WHOLE);
    FloatVector r = n.fma(FloatVector.broadcast(Lanes.SPECIES, -LN2_HIGH), y);
    r = n.fma(FloatVector.broadcast(Lanes.SPECIES, -LN2_LOW), r);
    FloatVector p = FloatVector.broadcast(Lanes.SPECIES, 1f / 5040);
    p = p.fma(r, FloatVector.broadcast(Lanes.SPECIES, 1f / 720));
    p = p.fma(r, FloatVector.broadcast(Lanes.SPECIES, 1f / 120));
    p = p.fma(r, FloatVector.broadcast(Lanes.SPECIES, 1f / 24));
    p = p.fma(r, FloatVector.broadcast(Lanes.SPECIES, 1f / 6));
    p = p.fma(r, FloatVector.broadcast(Lanes.SPECIES, 0.5f));
    p = p.fma(r, FloatVector.broadcast(Lanes.SPECIES, 1f));
    p = p.fma(r, FloatVector.broadcast(Lanes.SPECIES, 1f));
    return p.reinterpretAsInts()
        .add(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23))
        .reinterpretAsFloats();
  }
}
