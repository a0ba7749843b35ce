/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The vectors of this machine. Constants of a class: the compiler must see through them. */
final class Lanes {
  static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  static final int COUNT = SPECIES.length();

  /** As many integers. */
  static final VectorSpecies<Integer> INTEGERS =
      VectorSpecies.of(int.class, VectorShape.forBitSize(Math.max(64, 32 * COUNT)));

  private Lanes() {}

  /** Numbers rounded up to whole pairs of vectors. */
  static int padded(int count) {
    return (count + 2 * COUNT - 1) / (2 * COUNT) * (2 * COUNT);
  }

  /** The sum of one vector's worth of numbers, halves onto halves; changes them. */
  static double sum(double[] lanes, int at) {
    for (int half = COUNT / 2; half > 0; half /= 2) {
      for (int k = 0; k < half; k++) {
        lanes[at + k] += lanes[at + half + k];
      }
    }
    return lanes[at];
  }
}
