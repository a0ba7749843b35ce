/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromArray;
import static org.kan4j.plugin.simd.float64.Lanes.SPECIES;

import jdk.incubator.vector.DoubleVector;

/**
 * Adds five numbers per row of data times five rows of coefficients to the sums of the row. Four
 * vectors of outputs make twenty multiplications for five broadcasts, four loads and four stores:
 * arithmetic bounds it. Two, for processors of sixteen registers, make ten for five, two and two.
 */
final class ForwardPanel {
  private static final int N = Lanes.COUNT;

  private ForwardPanel() {}

  static void four(Window window, SortedTile tile, double[] p, int c, Sheet to, int at) {
    int begin = window.begin;
    int end = window.end;
    int r0 = window.place(begin, 0) + c;
    int r1 = window.place(begin, 1) + c;
    int r2 = window.place(begin, 2) + c;
    int r4 = window.fifth + c;
    DoubleVector a0 = fromArray(SPECIES, p, r0);
    DoubleVector b0 = fromArray(SPECIES, p, r0 + N);
    DoubleVector c0 = fromArray(SPECIES, p, r0 + 2 * N);
    DoubleVector d0 = fromArray(SPECIES, p, r0 + 3 * N);
    DoubleVector a1 = fromArray(SPECIES, p, r1);
    DoubleVector b1 = fromArray(SPECIES, p, r1 + N);
    DoubleVector c1 = fromArray(SPECIES, p, r1 + 2 * N);
    DoubleVector d1 = fromArray(SPECIES, p, r1 + 3 * N);
    DoubleVector a2 = fromArray(SPECIES, p, r2);
    DoubleVector b2 = fromArray(SPECIES, p, r2 + N);
    DoubleVector c2 = fromArray(SPECIES, p, r2 + 2 * N);
    DoubleVector d2 = fromArray(SPECIES, p, r2 + 3 * N);
    DoubleVector a4 = fromArray(SPECIES, p, r4);
    DoubleVector b4 = fromArray(SPECIES, p, r4 + N);
    DoubleVector c4 = fromArray(SPECIES, p, r4 + 2 * N);
    DoubleVector d4 = fromArray(SPECIES, p, r4 + 3 * N);
    int v0 = window.value0;
    int v1 = window.value1;
    int v2 = window.value2;
    int v3 = window.value3;
    int v4 = window.value4;
    double[] values = tile.local.values;
    int[] offsets = tile.offsets;
    double[] sums = to.numbers();
    int[] starts = tile.start;
    int s = starts[begin];
    for (int b = begin; b < end; b++) {
      int r3 = window.place(b, 3) + c;
      DoubleVector a3 = fromArray(SPECIES, p, r3);
      DoubleVector b3 = fromArray(SPECIES, p, r3 + N);
      DoubleVector c3 = fromArray(SPECIES, p, r3 + 2 * N);
      DoubleVector d3 = fromArray(SPECIES, p, r3 + 3 * N);
      for (int stop = starts[b + 1]; s < stop; s++) {
        int o = at + offsets[s];
        DoubleVector w = fromArray(SPECIES, sums, o);
        DoubleVector x = fromArray(SPECIES, sums, o + N);
        DoubleVector y = fromArray(SPECIES, sums, o + 2 * N);
        DoubleVector z = fromArray(SPECIES, sums, o + 3 * N);
        DoubleVector q = broadcast(SPECIES, values[v0 + s]);
        w = q.fma(a0, w);
        x = q.fma(b0, x);
        y = q.fma(c0, y);
        z = q.fma(d0, z);
        q = broadcast(SPECIES, values[v1 + s]);
        w = q.fma(a1, w);
        x = q.fma(b1, x);
        y = q.fma(c1, y);
        z = q.fma(d1, z);
        q = broadcast(SPECIES, values[v2 + s]);
        w = q.fma(a2, w);
        x = q.fma(b2, x);
        y = q.fma(c2, y);
        z = q.fma(d2, z);
        q = broadcast(SPECIES, values[v3 + s]);
        w = q.fma(a3, w);
        x = q.fma(b3, x);
        y = q.fma(c3, y);
        z = q.fma(d3, z);
        q = broadcast(SPECIES, values[v4 + s]);
        w = q.fma(a4, w);
        x = q.fma(b4, x);
        y = q.fma(c4, y);
        z = q.fma(d4, z);
        w.intoArray(sums, o);
        x.intoArray(sums, o + N);
        y.intoArray(sums, o + 2 * N);
        z.intoArray(sums, o + 3 * N);
      }
      a0 = a1;
      b0 = b1;
      c0 = c1;
      d0 = d1;
      a1 = a2;
      b1 = b2;
      c1 = c2;
      d1 = d2;
      a2 = a3;
      b2 = b3;
      c2 = c3;
      d2 = d3;
    }
  }

  static void two(Window window, SortedTile tile, double[] p, int c, Sheet to, int at) {
    int begin = window.begin;
    int end = window.end;
    int r0 = window.place(begin, 0) + c;
    int r1 = window.place(begin, 1) + c;
    int r2 = window.place(begin, 2) + c;
    int r4 = window.fifth + c;
    DoubleVector a0 = fromArray(SPECIES, p, r0);
    DoubleVector b0 = fromArray(SPECIES, p, r0 + N);
    DoubleVector a1 = fromArray(SPECIES, p, r1);
    DoubleVector b1 = fromArray(SPECIES, p, r1 + N);
    DoubleVector a2 = fromArray(SPECIES, p, r2);
    DoubleVector b2 = fromArray(SPECIES, p, r2 + N);
    DoubleVector a4 = fromArray(SPECIES, p, r4);
    DoubleVector b4 = fromArray(SPECIES, p, r4 + N);
    int v0 = window.value0;
    int v1 = window.value1;
    int v2 = window.value2;
    int v3 = window.value3;
    int v4 = window.value4;
    double[] values = tile.local.values;
    int[] offsets = tile.offsets;
    double[] sums = to.numbers();
    int[] starts = tile.start;
    int s = starts[begin];
    for (int b = begin; b < end; b++) {
      int r3 = window.place(b, 3) + c;
      DoubleVector a3 = fromArray(SPECIES, p, r3);
      DoubleVector b3 = fromArray(SPECIES, p, r3 + N);
      for (int stop = starts[b + 1]; s < stop; s++) {
        int o = at + offsets[s];
        DoubleVector w = fromArray(SPECIES, sums, o);
        DoubleVector x = fromArray(SPECIES, sums, o + N);
        DoubleVector q = broadcast(SPECIES, values[v0 + s]);
        w = q.fma(a0, w);
        x = q.fma(b0, x);
        q = broadcast(SPECIES, values[v1 + s]);
        w = q.fma(a1, w);
        x = q.fma(b1, x);
        q = broadcast(SPECIES, values[v2 + s]);
        w = q.fma(a2, w);
        x = q.fma(b2, x);
        q = broadcast(SPECIES, values[v3 + s]);
        w = q.fma(a3, w);
        x = q.fma(b3, x);
        q = broadcast(SPECIES, values[v4 + s]);
        w = q.fma(a4, w);
        x = q.fma(b4, x);
        w.intoArray(sums, o);
        x.intoArray(sums, o + N);
      }
      a0 = a1;
      b0 = b1;
      a1 = a2;
      b1 = b2;
      a2 = a3;
      b2 = b3;
    }
  }

  static void one(Window window, SortedTile tile, double[] p, int c, Sheet to, int at) {
    int begin = window.begin;
    int end = window.end;
    int r0 = window.place(begin, 0) + c;
    int r1 = window.place(begin, 1) + c;
    int r2 = window.place(begin, 2) + c;
    int r4 = window.fifth + c;
    DoubleVector a0 = fromArray(SPECIES, p, r0);
    DoubleVector a1 = fromArray(SPECIES, p, r1);
    DoubleVector a2 = fromArray(SPECIES, p, r2);
    DoubleVector a4 = fromArray(SPECIES, p, r4);
    int v0 = window.value0;
    int v1 = window.value1;
    int v2 = window.value2;
    int v3 = window.value3;
    int v4 = window.value4;
    double[] values = tile.local.values;
    int[] offsets = tile.offsets;
    double[] sums = to.numbers();
    int[] starts = tile.start;
    int s = starts[begin];
    for (int b = begin; b < end; b++) {
      int r3 = window.place(b, 3) + c;
      DoubleVector a3 = fromArray(SPECIES, p, r3);
      for (int stop = starts[b + 1]; s < stop; s++) {
        int o = at + offsets[s];
        DoubleVector w = fromArray(SPECIES, sums, o);
        DoubleVector q = broadcast(SPECIES, values[v0 + s]);
        w = q.fma(a0, w);
        q = broadcast(SPECIES, values[v1 + s]);
        w = q.fma(a1, w);
        q = broadcast(SPECIES, values[v2 + s]);
        w = q.fma(a2, w);
        q = broadcast(SPECIES, values[v3 + s]);
        w = q.fma(a3, w);
        q = broadcast(SPECIES, values[v4 + s]);
        w = q.fma(a4, w);
        w.intoArray(sums, o);
      }
      a0 = a1;
      a1 = a2;
      a2 = a3;
    }
  }
}
