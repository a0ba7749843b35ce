/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromArray;
import static org.kan4j.plugin.simd.float64.Lanes.SPECIES;

import jdk.incubator.vector.DoubleVector;

/**
 * Adds, to five rows of derivatives by coefficients, the derivatives by the sums of each row of
 * data times its five numbers. Nothing is stored inside; arithmetic bounds it.
 */
final class GradientPanel {
  private static final int N = Lanes.COUNT;

  private GradientPanel() {}

  static void four(
      Five five, SortedTile tile, int first, Sheet adjoint, int at, int c, double[] gradient) {
    int r0 = five.row0 + c;
    int r1 = five.row1 + c;
    int r2 = five.row2 + c;
    int r3 = five.row3 + c;
    int r4 = five.row4 + c;
    DoubleVector a0 = fromArray(SPECIES, gradient, r0);
    DoubleVector b0 = fromArray(SPECIES, gradient, r0 + N);
    DoubleVector c0 = fromArray(SPECIES, gradient, r0 + 2 * N);
    DoubleVector d0 = fromArray(SPECIES, gradient, r0 + 3 * N);
    DoubleVector a1 = fromArray(SPECIES, gradient, r1);
    DoubleVector b1 = fromArray(SPECIES, gradient, r1 + N);
    DoubleVector c1 = fromArray(SPECIES, gradient, r1 + 2 * N);
    DoubleVector d1 = fromArray(SPECIES, gradient, r1 + 3 * N);
    DoubleVector a2 = fromArray(SPECIES, gradient, r2);
    DoubleVector b2 = fromArray(SPECIES, gradient, r2 + N);
    DoubleVector c2 = fromArray(SPECIES, gradient, r2 + 2 * N);
    DoubleVector d2 = fromArray(SPECIES, gradient, r2 + 3 * N);
    DoubleVector a3 = fromArray(SPECIES, gradient, r3);
    DoubleVector b3 = fromArray(SPECIES, gradient, r3 + N);
    DoubleVector c3 = fromArray(SPECIES, gradient, r3 + 2 * N);
    DoubleVector d3 = fromArray(SPECIES, gradient, r3 + 3 * N);
    DoubleVector a4 = fromArray(SPECIES, gradient, r4);
    DoubleVector b4 = fromArray(SPECIES, gradient, r4 + N);
    DoubleVector c4 = fromArray(SPECIES, gradient, r4 + 2 * N);
    DoubleVector d4 = fromArray(SPECIES, gradient, r4 + 3 * N);
    int step = tile.local.step;
    int v0 = first;
    int v1 = v0 + step;
    int v2 = v1 + step;
    int v3 = v2 + step;
    int v4 = v3 + step;
    double[] values = tile.local.values;
    int[] offsets = tile.offsets;
    double[] slopes = adjoint.numbers();
    int end = five.end;
    for (int s = five.begin; s < end; s++) {
      int o = at + offsets[s];
      DoubleVector w = fromArray(SPECIES, slopes, o);
      DoubleVector x = fromArray(SPECIES, slopes, o + N);
      DoubleVector y = fromArray(SPECIES, slopes, o + 2 * N);
      DoubleVector z = fromArray(SPECIES, slopes, o + 3 * N);
      DoubleVector q = broadcast(SPECIES, values[v0 + s]);
      a0 = q.fma(w, a0);
      b0 = q.fma(x, b0);
      c0 = q.fma(y, c0);
      d0 = q.fma(z, d0);
      q = broadcast(SPECIES, values[v1 + s]);
      a1 = q.fma(w, a1);
      b1 = q.fma(x, b1);
      c1 = q.fma(y, c1);
      d1 = q.fma(z, d1);
      q = broadcast(SPECIES, values[v2 + s]);
      a2 = q.fma(w, a2);
      b2 = q.fma(x, b2);
      c2 = q.fma(y, c2);
      d2 = q.fma(z, d2);
      q = broadcast(SPECIES, values[v3 + s]);
      a3 = q.fma(w, a3);
      b3 = q.fma(x, b3);
      c3 = q.fma(y, c3);
      d3 = q.fma(z, d3);
      q = broadcast(SPECIES, values[v4 + s]);
      a4 = q.fma(w, a4);
      b4 = q.fma(x, b4);
      c4 = q.fma(y, c4);
      d4 = q.fma(z, d4);
    }
    a0.intoArray(gradient, r0);
    b0.intoArray(gradient, r0 + N);
    c0.intoArray(gradient, r0 + 2 * N);
    d0.intoArray(gradient, r0 + 3 * N);
    if (five.row1 != five.zeros) {
      a1.intoArray(gradient, r1);
      b1.intoArray(gradient, r1 + N);
      c1.intoArray(gradient, r1 + 2 * N);
      d1.intoArray(gradient, r1 + 3 * N);
    }
    if (five.row2 != five.zeros) {
      a2.intoArray(gradient, r2);
      b2.intoArray(gradient, r2 + N);
      c2.intoArray(gradient, r2 + 2 * N);
      d2.intoArray(gradient, r2 + 3 * N);
    }
    if (five.row3 != five.zeros) {
      a3.intoArray(gradient, r3);
      b3.intoArray(gradient, r3 + N);
      c3.intoArray(gradient, r3 + 2 * N);
      d3.intoArray(gradient, r3 + 3 * N);
    }
    if (five.row4 != five.zeros) {
      a4.intoArray(gradient, r4);
      b4.intoArray(gradient, r4 + N);
      c4.intoArray(gradient, r4 + 2 * N);
      d4.intoArray(gradient, r4 + 3 * N);
    }
  }

  static void two(
      Five five, SortedTile tile, int first, Sheet adjoint, int at, int c, double[] gradient) {
    int r0 = five.row0 + c;
    int r1 = five.row1 + c;
    int r2 = five.row2 + c;
    int r3 = five.row3 + c;
    int r4 = five.row4 + c;
    DoubleVector a0 = fromArray(SPECIES, gradient, r0);
    DoubleVector b0 = fromArray(SPECIES, gradient, r0 + N);
    DoubleVector a1 = fromArray(SPECIES, gradient, r1);
    DoubleVector b1 = fromArray(SPECIES, gradient, r1 + N);
    DoubleVector a2 = fromArray(SPECIES, gradient, r2);
    DoubleVector b2 = fromArray(SPECIES, gradient, r2 + N);
    DoubleVector a3 = fromArray(SPECIES, gradient, r3);
    DoubleVector b3 = fromArray(SPECIES, gradient, r3 + N);
    DoubleVector a4 = fromArray(SPECIES, gradient, r4);
    DoubleVector b4 = fromArray(SPECIES, gradient, r4 + N);
    int step = tile.local.step;
    int v0 = first;
    int v1 = v0 + step;
    int v2 = v1 + step;
    int v3 = v2 + step;
    int v4 = v3 + step;
    double[] values = tile.local.values;
    int[] offsets = tile.offsets;
    double[] slopes = adjoint.numbers();
    int end = five.end;
    for (int s = five.begin; s < end; s++) {
      int o = at + offsets[s];
      DoubleVector w = fromArray(SPECIES, slopes, o);
      DoubleVector x = fromArray(SPECIES, slopes, o + N);
      DoubleVector q = broadcast(SPECIES, values[v0 + s]);
      a0 = q.fma(w, a0);
      b0 = q.fma(x, b0);
      q = broadcast(SPECIES, values[v1 + s]);
      a1 = q.fma(w, a1);
      b1 = q.fma(x, b1);
      q = broadcast(SPECIES, values[v2 + s]);
      a2 = q.fma(w, a2);
      b2 = q.fma(x, b2);
      q = broadcast(SPECIES, values[v3 + s]);
      a3 = q.fma(w, a3);
      b3 = q.fma(x, b3);
      q = broadcast(SPECIES, values[v4 + s]);
      a4 = q.fma(w, a4);
      b4 = q.fma(x, b4);
    }
    a0.intoArray(gradient, r0);
    b0.intoArray(gradient, r0 + N);
    if (five.row1 != five.zeros) {
      a1.intoArray(gradient, r1);
      b1.intoArray(gradient, r1 + N);
    }
    if (five.row2 != five.zeros) {
      a2.intoArray(gradient, r2);
      b2.intoArray(gradient, r2 + N);
    }
    if (five.row3 != five.zeros) {
      a3.intoArray(gradient, r3);
      b3.intoArray(gradient, r3 + N);
    }
    if (five.row4 != five.zeros) {
      a4.intoArray(gradient, r4);
      b4.intoArray(gradient, r4 + N);
    }
  }

  static void one(
      Five five, SortedTile tile, int first, Sheet adjoint, int at, int c, double[] gradient) {
    int r0 = five.row0 + c;
    int r1 = five.row1 + c;
    int r2 = five.row2 + c;
    int r3 = five.row3 + c;
    int r4 = five.row4 + c;
    DoubleVector a0 = fromArray(SPECIES, gradient, r0);
    DoubleVector a1 = fromArray(SPECIES, gradient, r1);
    DoubleVector a2 = fromArray(SPECIES, gradient, r2);
    DoubleVector a3 = fromArray(SPECIES, gradient, r3);
    DoubleVector a4 = fromArray(SPECIES, gradient, r4);
    int step = tile.local.step;
    int v0 = first;
    int v1 = v0 + step;
    int v2 = v1 + step;
    int v3 = v2 + step;
    int v4 = v3 + step;
    double[] values = tile.local.values;
    int[] offsets = tile.offsets;
    double[] slopes = adjoint.numbers();
    int end = five.end;
    for (int s = five.begin; s < end; s++) {
      int o = at + offsets[s];
      DoubleVector w = fromArray(SPECIES, slopes, o);
      DoubleVector q = broadcast(SPECIES, values[v0 + s]);
      a0 = q.fma(w, a0);
      q = broadcast(SPECIES, values[v1 + s]);
      a1 = q.fma(w, a1);
      q = broadcast(SPECIES, values[v2 + s]);
      a2 = q.fma(w, a2);
      q = broadcast(SPECIES, values[v3 + s]);
      a3 = q.fma(w, a3);
      q = broadcast(SPECIES, values[v4 + s]);
      a4 = q.fma(w, a4);
    }
    a0.intoArray(gradient, r0);
    if (five.row1 != five.zeros) {
      a1.intoArray(gradient, r1);
    }
    if (five.row2 != five.zeros) {
      a2.intoArray(gradient, r2);
    }
    if (five.row3 != five.zeros) {
      a3.intoArray(gradient, r3);
    }
    if (five.row4 != five.zeros) {
      a4.intoArray(gradient, r4);
    }
  }
}
