/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The exponential of numbers that are not positive, by a polynomial of our own: the bits of the
 * library's vector version change when code warms up.
 */
final class Exponential {
  /** Adding it leaves a whole number in the lowest bits. */
  private static final double WHOLE = 0x1.8p52;

  /** Below, the result is as good as zero. */
  private static final double LEAST = -708;

  private static final double LOG2_E = 1.4426950408889634;
  private static final double LN2_HIGH = 0x1.62e42fefa38p-1;
  private static final double LN2_LOW = 0x1.ef35793c7673p-45;

  private Exponential() {}

  /** {@code exp(x)} for {@code x <= 0}; NaN stays NaN. */
  static DoubleVector of(DoubleVector x) {
    DoubleVector y = x.max(LEAST);
    DoubleVector shifted =
        y.fma(
            DoubleVector.broadcast(Lanes.SPECIES, LOG2_E),
            DoubleVector.broadcast(Lanes.SPECIES, WHOLE));
    DoubleVector n = shifted.sub(WHOLE);
    DoubleVector r = n.fma(DoubleVector.broadcast(Lanes.SPECIES, -LN2_HIGH), y);
    r = n.fma(DoubleVector.broadcast(Lanes.SPECIES, -LN2_LOW), r);
    DoubleVector p = DoubleVector.broadcast(Lanes.SPECIES, 1.0 / 6227020800L);
    p = p.fma(r, DoubleVector.broadcast(Lanes.SPECIES, 1.0 / 479001600));
    p = p.fma(r, DoubleVector.broadcast(Lanes.SPECIES, 1.0 / 39916800));
    p = p.fma(r, DoubleVector.broadcast(Lanes.SPECIES, 1.0 / 3628800));
    p = p.fma(r, DoubleVector.broadcast(Lanes.SPECIES, 1.0 / 362880));
    p = p.fma(r, DoubleVector.broadcast(Lanes.SPECIES, 1.0 / 40320));
    p = p.fma(r, DoubleVector.broadcast(Lanes.SPECIES, 1.0 / 5040));
    p = p.fma(r, DoubleVector.broadcast(Lanes.SPECIES, 1.0 / 720));
    p = p.fma(r, DoubleVector.broadcast(Lanes.SPECIES, 1.0 / 120));
    p = p.fma(r, DoubleVector.broadcast(Lanes.SPECIES, 1.0 / 24));
    p = p.fma(r, DoubleVector.broadcast(Lanes.SPECIES, 1.0 / 6));
    p = p.fma(r, DoubleVector.broadcast(Lanes.SPECIES, 0.5));
    p = p.fma(r, DoubleVector.broadcast(Lanes.SPECIES, 1.0));
    p = p.fma(r, DoubleVector.broadcast(Lanes.SPECIES, 1.0));
    return p.reinterpretAsLongs()
        .add(shifted.reinterpretAsLongs().lanewise(VectorOperators.LSHL, 52))
        .reinterpretAsDoubles();
  }
}
