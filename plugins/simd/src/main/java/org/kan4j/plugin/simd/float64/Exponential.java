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
    DoubleVector shifted = y.fma(all(LOG2_E), all(WHOLE));
    DoubleVector n = shifted.sub(WHOLE);
    DoubleVector r = n.fma(all(-LN2_HIGH), y);
    r = n.fma(all(-LN2_LOW), r);
    // in halves: a single chain of multiplications would leave the processor waiting
    DoubleVector s = r.mul(r);
    DoubleVector odd = all(1.0 / 6227020800L);
    DoubleVector even = all(1.0 / 479001600);
    odd = next(odd, s, 1.0 / 39916800);
    even = next(even, s, 1.0 / 3628800);
    odd = next(odd, s, 1.0 / 362880);
    even = next(even, s, 1.0 / 40320);
    odd = next(odd, s, 1.0 / 5040);
    even = next(even, s, 1.0 / 720);
    odd = next(odd, s, 1.0 / 120);
    even = next(even, s, 1.0 / 24);
    odd = next(odd, s, 1.0 / 6);
    even = next(even, s, 0.5);
    odd = next(odd, s, 1.0);
    even = next(even, s, 1.0);
    DoubleVector p = odd.fma(r, even);
    return p.reinterpretAsLongs()
        .add(shifted.reinterpretAsLongs().lanewise(VectorOperators.LSHL, 52))
        .reinterpretAsDoubles();
  }

  // small methods: the compiler inlines no large one, and a vector that crosses a call is an object

  private static DoubleVector all(double value) {
    return DoubleVector.broadcast(Lanes.SPECIES, value);
  }

  private static DoubleVector next(DoubleVector sum, DoubleVector factor, double addend) {
    return sum.fma(factor, all(addend));
  }
}
