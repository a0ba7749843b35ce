/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import static org.kan4j.plugin.simd.float64.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;

/** What the processor can do at most, measured by loops that do nothing else. */
public final class Peak {
  private static final int MULTIPLICATIONS = 10;

  private Peak() {}

  /**
   * Multiplies and adds in registers.
   *
   * @param rounds how often
   * @return floating point operations done; not a number if the result is not
   */
  public static /*exact*/ double multiply(int rounds) {
    DoubleVector x = DoubleVector.broadcast(SPECIES, 0.5);
    DoubleVector y = DoubleVector.broadcast(SPECIES, 0.25);
    DoubleVector a = x;
    DoubleVector b = x;
    DoubleVector c = x;
    DoubleVector d = x;
    DoubleVector e = x;
    DoubleVector f = x;
    DoubleVector g = x;
    DoubleVector h = x;
    DoubleVector i = x;
    DoubleVector j = x;
    for (int r = 0; r < rounds; r++) {
      a = a.fma(x, y);
      b = b.fma(x, y);
      c = c.fma(x, y);
      d = d.fma(x, y);
      e = e.fma(x, y);
      f = f.fma(x, y);
      g = g.fma(x, y);
      h = h.fma(x, y);
      i = i.fma(x, y);
      j = j.fma(x, y);
    }
    double[] lanes = new double[Lanes.COUNT];
    a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).intoArray(lanes, 0);
    return Lanes.sum(lanes, 0) > 0 ? 2.0 * MULTIPLICATIONS * Lanes.COUNT * rounds : Double.NaN;
  }

  /**
   * Reads an array from end to end.
   *
   * @param bytes how long it is
   */
  public static Reading reading(int bytes) {
    double[] array = new double[bytes * 8 / SPECIES.elementSize()];
    Arrays.fill(array, 1);
    return new Reading(array);
  }

  /** An array to be read. */
  public static final class Reading {
    private final double[] array;

    private Reading(double[] array) {
      this.array = array;
    }

    /** Reads it so many times; the number of bytes read. */
    public /*exact*/ double read(int rounds) {
      DoubleVector a = DoubleVector.zero(SPECIES);
      DoubleVector b = a;
      DoubleVector c = a;
      DoubleVector d = a;
      int end = array.length / (4 * Lanes.COUNT) * (4 * Lanes.COUNT);
      for (int r = 0; r < rounds; r++) {
        for (int k = 0; k < end; k += 4 * Lanes.COUNT) {
          a = a.add(DoubleVector.fromArray(SPECIES, array, k));
          b = b.add(DoubleVector.fromArray(SPECIES, array, k + Lanes.COUNT));
          c = c.add(DoubleVector.fromArray(SPECIES, array, k + 2 * Lanes.COUNT));
          d = d.add(DoubleVector.fromArray(SPECIES, array, k + 3 * Lanes.COUNT));
        }
      }
      double[] lanes = new double[Lanes.COUNT];
      a.add(b).add(c).add(d).intoArray(lanes, 0);
      /*exact*/ double length = end;
      return Lanes.sum(lanes, 0) > 0 ? length * SPECIES.elementSize() / 8 * rounds : Double.NaN;
    }
  }
}
