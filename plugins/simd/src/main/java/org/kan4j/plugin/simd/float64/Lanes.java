/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vectors of this machine. Constants of a class: the compiler must see through them. No method
 * takes or returns a vector: once the compiler gives up inlining, which it does in callers that are
 * large, a vector that crosses a call becomes an object, and all that is done to it ten times
 * slower.
 */
final class Lanes {
  static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  static final int COUNT = SPECIES.length();

  /** As many integers. */
  static final VectorSpecies<Integer> INTEGERS =
      VectorSpecies.of(int.class, VectorShape.forBitSize(COUNT * Integer.SIZE));

  /** Whether lanes can be picked in one instruction: with 512 bits. */
  static final boolean COMPRESSES = SPECIES.vectorBitSize() >= 512;

  /** Bytes before the first number of an array. */
  private static final int HEADER = 16;

  /**
   * Numbers that are left out at the start of an array so that vectors do not lie across two cache
   * lines each, which costs as much as two: where the virtual machine aligns objects to 64 bytes.
   */
  static final int SKIP = (-HEADER & (SPECIES.vectorByteSize() - 1)) * 8 / SPECIES.elementSize();

  /**
   * {@code x.mul(HUGE).max(0.0).min(1.0)} is 1 where a number is positive, 0 elsewhere, NaN where
   * it is NaN; within denormal numbers of zero, between 0 and 1. Masks would do, but two lanes of
   * doubles have none.
   */
  static final double HUGE = 1 / Double.MIN_NORMAL;

  private Lanes() {}

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
