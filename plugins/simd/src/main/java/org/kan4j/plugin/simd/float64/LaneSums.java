/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * Sums the lanes of many vectors at once: two vectors become one of sums of neighbours, two of
 * those one of sums of pairs of neighbours, and so on, until each lane is the sum of another
 * vector. Some three operations per sum, where lane by lane takes as many as there are lanes. Of
 * one thread.
 */
final class LaneSums {
  private static final int N = Lanes.COUNT;
  private static final VectorShuffle<Double> NEXT = across(1);
  private static final VectorShuffle<Double> SECOND = across(2);
  private static final VectorShuffle<Double> FOURTH = across(4);
  private static final VectorShuffle<Double> EIGHTH = across(8);
  private static final VectorMask<Double> ODD = later(1);
  private static final VectorMask<Double> ODD_PAIRS = later(2);
  private static final VectorMask<Double> ODD_FOURS = later(4);
  private static final VectorMask<Double> ODD_EIGHTS = later(8);

  private double[] lanes = new double[0];
  private int count;

  private static VectorShuffle<Double> across(int distance) {
    return VectorShuffle.fromOp(Lanes.SPECIES, lane -> lane ^ distance % N);
  }

  private static VectorMask<Double> later(int distance) {
    boolean[] later = new boolean[N];
    for (int lane = 0; lane < N; lane++) {
      later[lane] = (lane & distance) != 0;
    }
    return VectorMask.fromArray(Lanes.SPECIES, later, 0);
  }

  /**
   * Room for so many vectors, from {@link Lanes#SKIP} on; what it holds is what is summed.
   *
   * @param vectors their number
   */
  double[] room(int vectors) {
    count = (vectors + N - 1) / N * N;
    int size = Lanes.SKIP + count * N;
    if (lanes.length < size) {
      lanes = new double[size];
    }
    Arrays.fill(lanes, Lanes.SKIP + vectors * N, size, 0);
    return lanes;
  }

  /** Adds the sum of each vector to {@code to[at …]}, rounded up to whole vectors with zeros. */
  void add(double[] to, int at) {
    if (N < 4) {
      // two lanes of doubles have no masks
      for (int k = 0; k < count; k++) {
        to[at + k] += Lanes.sum(lanes, Lanes.SKIP + k * N);
      }
      return;
    }
    int left = count;
    halve(left);
    left /= 2;
    halvePairs(left);
    left /= 2;
    if (N > 4) {
      halveFours(left);
      left /= 2;
    }
    if (N > 8) {
      halveEights(left);
      left /= 2;
    }
    for (int k = 0; k < left * N; k += N) {
      DoubleVector.fromArray(Lanes.SPECIES, to, at + k)
          .add(DoubleVector.fromArray(Lanes.SPECIES, lanes, Lanes.SKIP + k))
          .intoArray(to, at + k);
    }
  }

  private void halve(int vectors) {
    for (int k = 0; k < vectors * N; k += 2 * N) {
      DoubleVector a = DoubleVector.fromArray(Lanes.SPECIES, lanes, Lanes.SKIP + k);
      DoubleVector b = DoubleVector.fromArray(Lanes.SPECIES, lanes, Lanes.SKIP + k + N);
      a.blend(b, ODD).add(b.blend(a, ODD).rearrange(NEXT)).intoArray(lanes, Lanes.SKIP + k / 2);
    }
  }

  private void halvePairs(int vectors) {
    for (int k = 0; k < vectors * N; k += 2 * N) {
      DoubleVector a = DoubleVector.fromArray(Lanes.SPECIES, lanes, Lanes.SKIP + k);
      DoubleVector b = DoubleVector.fromArray(Lanes.SPECIES, lanes, Lanes.SKIP + k + N);
      a.blend(b, ODD_PAIRS)
          .add(b.blend(a, ODD_PAIRS).rearrange(SECOND))
          .intoArray(lanes, Lanes.SKIP + k / 2);
    }
  }

  private void halveFours(int vectors) {
    for (int k = 0; k < vectors * N; k += 2 * N) {
      DoubleVector a = DoubleVector.fromArray(Lanes.SPECIES, lanes, Lanes.SKIP + k);
      DoubleVector b = DoubleVector.fromArray(Lanes.SPECIES, lanes, Lanes.SKIP + k + N);
      a.blend(b, ODD_FOURS)
          .add(b.blend(a, ODD_FOURS).rearrange(FOURTH))
          .intoArray(lanes, Lanes.SKIP + k / 2);
    }
  }

  private void halveEights(int vectors) {
    for (int k = 0; k < vectors * N; k += 2 * N) {
      DoubleVector a = DoubleVector.fromArray(Lanes.SPECIES, lanes, Lanes.SKIP + k);
      DoubleVector b = DoubleVector.fromArray(Lanes.SPECIES, lanes, Lanes.SKIP + k + N);
      a.blend(b, ODD_EIGHTS)
          .add(b.blend(a, ODD_EIGHTS).rearrange(EIGHTH))
          .intoArray(lanes, Lanes.SKIP + k / 2);
    }
  }
}
