/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** The vectors of this machine. Constants of a class: the compiler must see through them. */
final class Lanes {
  static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  static final int COUNT = SPECIES.length();

  private static final double HUGE = 1 / Double.MIN_NORMAL;

  private Lanes() {}

  /**
   * 1 where a number is positive, 0 elsewhere, NaN where it is NaN; within denormal numbers of
   * zero, between 0 and 1. Masks would do, but two lanes of doubles have none.
   */
  static DoubleVector positive(DoubleVector x) {
    return x.mul(HUGE).max(0.0).min(1.0);
  }

  /** Numbers rounded up to whole pairs of vectors. */
  static int padded(int count) {
    return (count + 2 * COUNT - 1) / (2 * COUNT) * (2 * COUNT);
  }

  /** The sum of one vector's worth of numbers, neighbours first, then pairs of them, and so on. */
  static double sum(double[] lanes, int at) {
    return switch (COUNT) {
      case 1 -> lanes[at];
      case 2 -> lanes[at] + lanes[at + 1];
      case 4 -> four(lanes, at);
      case 8 -> eight(lanes, at);
      default -> eight(lanes, at) + eight(lanes, at + 8);
    };
  }

  private static double four(double[] lanes, int at) {
    return (lanes[at] + lanes[at + 1]) + (lanes[at + 2] + lanes[at + 3]);
  }

  private static double eight(double[] lanes, int at) {
    return four(lanes, at) + four(lanes, at + 4);
  }
}
