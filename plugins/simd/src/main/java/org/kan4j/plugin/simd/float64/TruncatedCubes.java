/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromArray;
import static org.kan4j.plugin.simd.float64.Lanes.SPECIES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/**
 * All cubic B-splines over knots at distance 1, everywhere: each is a difference of two truncated
 * cubes of the distance from its centre. Written without maxima, which take the processor six
 * operations, as they pass on NaN.
 */
final class TruncatedCubes {
  private TruncatedCubes() {}

  /**
   * The values.
   *
   * @param positions in units of the distance of knots, from {@link Lanes#SKIP} on
   * @param size number of functions, the first of which has its centre at -1
   */
  static void values(double[] positions, int size, int rows, Local to) {
    DoubleVector two = broadcast(SPECIES, 2.0);
    for (int j = 0; j < size; j++) {
      int at = to.place(j);
      DoubleVector centre = broadcast(SPECIES, j - 1);
      for (int r = 0; r < rows; r += Lanes.COUNT) {
        DoubleVector far = fromArray(SPECIES, positions, Lanes.SKIP + r).sub(centre);
        DoubleVector t = two.sub(far.abs());
        DoubleVector u = t.sub(1.0);
        // twice what is positive
        DoubleVector a = t.add(t.abs());
        DoubleVector c = u.add(u.abs());
        DoubleVector cube = c.mul(c).mul(c.mul(-1.0 / 12.0));
        a.mul(a).fma(a.mul(1.0 / 48.0), cube).intoArray(to.values, at + r);
      }
    }
  }

  /**
   * Values and slopes.
   *
   * @param density what slopes are multiplied by
   */
  static void both(double[] positions, int size, int rows, double density, Local to) {
    DoubleVector two = broadcast(SPECIES, 2.0);
    DoubleVector factor = broadcast(SPECIES, -0.125 * density);
    DoubleVector four = broadcast(SPECIES, -4.0);
    LongVector sign = broadcast(SPECIES, -0.0).reinterpretAsLongs();
    for (int j = 0; j < size; j++) {
      int at = to.place(j);
      DoubleVector centre = broadcast(SPECIES, j - 1);
      for (int r = 0; r < rows; r += Lanes.COUNT) {
        DoubleVector far = fromArray(SPECIES, positions, Lanes.SKIP + r).sub(centre);
        DoubleVector t = two.sub(far.abs());
        DoubleVector u = t.sub(1.0);
        DoubleVector a = t.add(t.abs());
        DoubleVector c = u.add(u.abs());
        DoubleVector a2 = a.mul(a);
        DoubleVector c2 = c.mul(c);
        a2.fma(a.mul(1.0 / 48.0), c2.mul(c.mul(-1.0 / 12.0))).intoArray(to.values, at + r);
        LongVector side = far.reinterpretAsLongs().and(sign);
        c2.fma(four, a2)
            .mul(factor)
            .reinterpretAsLongs()
            .lanewise(VectorOperators.XOR, side)
            .reinterpretAsDoubles()
            .intoArray(to.slopes, at + r);
      }
    }
  }
}
