/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromArray;
import static org.kan4j.plugin.simd.float64.Lanes.SPECIES;

import jdk.incubator.vector.DoubleVector;

/**
 * Adds, to five rows of derivatives by coefficients, the derivatives by the sums of each row of
 * data times its five numbers. A row is stored once the window has left it; arithmetic bounds it.
 */
final class GradientPanel {
  private static final int N = Lanes.COUNT;

  private GradientPanel() {}

  static void four(
      Window window, SortedTile tile, Sheet adjoint, int at, int c, double[] gradient) {
    int begin = window.begin;
    int end = window.end;
    int r0 = window.place(begin, 0) + c;
    int r1 = window.place(begin, 1) + c;
    int r2 = window.place(begin, 2) + c;
    int r4 = window.fifth + c;
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
    DoubleVector a4 = fromArray(SPECIES, gradient, r4);
    DoubleVector b4 = fromArray(SPECIES, gradient, r4 + N);
    DoubleVector c4 = fromArray(SPECIES, gradient, r4 + 2 * N);
    DoubleVector d4 = fromArray(SPECIES, gradient, r4 + 3 * N);
    int v0 = window.value0;
    int v1 = window.value1;
    int v2 = window.value2;
    int v3 = window.value3;
    int v4 = window.value4;
    double[] values = tile.local.values;
    int[] offsets = tile.offsets;
    double[] slopes = adjoint.numbers();
    int[] starts = tile.start;
    int s = starts[begin];
    for (int b = begin; b < end; b++) {
      int r3 = window.place(b, 3) + c;
      DoubleVector a3 = fromArray(SPECIES, gradient, r3);
      DoubleVector b3 = fromArray(SPECIES, gradient, r3 + N);
      DoubleVector c3 = fromArray(SPECIES, gradient, r3 + 2 * N);
      DoubleVector d3 = fromArray(SPECIES, gradient, r3 + 3 * N);
      for (int stop = starts[b + 1]; s < stop; s++) {
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
      int done = window.place(b, 0);
      if (done != window.zeros) {
        a0.intoArray(gradient, done + c);
        b0.intoArray(gradient, done + c + N);
        c0.intoArray(gradient, done + c + 2 * N);
        d0.intoArray(gradient, done + c + 3 * N);
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
    int t0 = window.place(end, 0);
    if (t0 != window.zeros) {
      a0.intoArray(gradient, t0 + c);
      b0.intoArray(gradient, t0 + c + N);
      c0.intoArray(gradient, t0 + c + 2 * N);
      d0.intoArray(gradient, t0 + c + 3 * N);
    }
    int t1 = window.place(end, 1);
    if (t1 != window.zeros) {
      a1.intoArray(gradient, t1 + c);
      b1.intoArray(gradient, t1 + c + N);
      c1.intoArray(gradient, t1 + c + 2 * N);
      d1.intoArray(gradient, t1 + c + 3 * N);
    }
    int t2 = window.place(end, 2);
    if (t2 != window.zeros) {
      a2.intoArray(gradient, t2 + c);
      b2.intoArray(gradient, t2 + c + N);
      c2.intoArray(gradient, t2 + c + 2 * N);
      d2.intoArray(gradient, t2 + c + 3 * N);
    }
    if (window.fifth != window.zeros) {
      a4.intoArray(gradient, r4);
      b4.intoArray(gradient, r4 + N);
      c4.intoArray(gradient, r4 + 2 * N);
      d4.intoArray(gradient, r4 + 3 * N);
    }
  }

  static void two(Window window, SortedTile tile, Sheet adjoint, int at, int c, double[] gradient) {
    int begin = window.begin;
    int end = window.end;
    int r0 = window.place(begin, 0) + c;
    int r1 = window.place(begin, 1) + c;
    int r2 = window.place(begin, 2) + c;
    int r4 = window.fifth + c;
    DoubleVector a0 = fromArray(SPECIES, gradient, r0);
    DoubleVector b0 = fromArray(SPECIES, gradient, r0 + N);
    DoubleVector a1 = fromArray(SPECIES, gradient, r1);
    DoubleVector b1 = fromArray(SPECIES, gradient, r1 + N);
    DoubleVector a2 = fromArray(SPECIES, gradient, r2);
    DoubleVector b2 = fromArray(SPECIES, gradient, r2 + N);
    DoubleVector a4 = fromArray(SPECIES, gradient, r4);
    DoubleVector b4 = fromArray(SPECIES, gradient, r4 + N);
    int v0 = window.value0;
    int v1 = window.value1;
    int v2 = window.value2;
    int v3 = window.value3;
    int v4 = window.value4;
    double[] values = tile.local.values;
    int[] offsets = tile.offsets;
    double[] slopes = adjoint.numbers();
    int[] starts = tile.start;
    int s = starts[begin];
    for (int b = begin; b < end; b++) {
      int r3 = window.place(b, 3) + c;
      DoubleVector a3 = fromArray(SPECIES, gradient, r3);
      DoubleVector b3 = fromArray(SPECIES, gradient, r3 + N);
      for (int stop = starts[b + 1]; s < stop; s++) {
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
      int done = window.place(b, 0);
      if (done != window.zeros) {
        a0.intoArray(gradient, done + c);
        b0.intoArray(gradient, done + c + N);
      }
      a0 = a1;
      b0 = b1;
      a1 = a2;
      b1 = b2;
      a2 = a3;
      b2 = b3;
    }
    int t0 = window.place(end, 0);
    if (t0 != window.zeros) {
      a0.intoArray(gradient, t0 + c);
      b0.intoArray(gradient, t0 + c + N);
    }
    int t1 = window.place(end, 1);
    if (t1 != window.zeros) {
      a1.intoArray(gradient, t1 + c);
      b1.intoArray(gradient, t1 + c + N);
    }
    int t2 = window.place(end, 2);
    if (t2 != window.zeros) {
      a2.intoArray(gradient, t2 + c);
      b2.intoArray(gradient, t2 + c + N);
    }
    if (window.fifth != window.zeros) {
      a4.intoArray(gradient, r4);
      b4.intoArray(gradient, r4 + N);
    }
  }

  static void one(Window window, SortedTile tile, Sheet adjoint, int at, int c, double[] gradient) {
    int begin = window.begin;
    int end = window.end;
    int r0 = window.place(begin, 0) + c;
    int r1 = window.place(begin, 1) + c;
    int r2 = window.place(begin, 2) + c;
    int r4 = window.fifth + c;
    DoubleVector a0 = fromArray(SPECIES, gradient, r0);
    DoubleVector a1 = fromArray(SPECIES, gradient, r1);
    DoubleVector a2 = fromArray(SPECIES, gradient, r2);
    DoubleVector a4 = fromArray(SPECIES, gradient, r4);
    int v0 = window.value0;
    int v1 = window.value1;
    int v2 = window.value2;
    int v3 = window.value3;
    int v4 = window.value4;
    double[] values = tile.local.values;
    int[] offsets = tile.offsets;
    double[] slopes = adjoint.numbers();
    int[] starts = tile.start;
    int s = starts[begin];
    for (int b = begin; b < end; b++) {
      int r3 = window.place(b, 3) + c;
      DoubleVector a3 = fromArray(SPECIES, gradient, r3);
      for (int stop = starts[b + 1]; s < stop; s++) {
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
      int done = window.place(b, 0);
      if (done != window.zeros) {
        a0.intoArray(gradient, done + c);
      }
      a0 = a1;
      a1 = a2;
      a2 = a3;
    }
    int t0 = window.place(end, 0);
    if (t0 != window.zeros) {
      a0.intoArray(gradient, t0 + c);
    }
    int t1 = window.place(end, 1);
    if (t1 != window.zeros) {
      a1.intoArray(gradient, t1 + c);
    }
    int t2 = window.place(end, 2);
    if (t2 != window.zeros) {
      a2.intoArray(gradient, t2 + c);
    }
    if (window.fifth != window.zeros) {
      a4.intoArray(gradient, r4);
    }
  }
}
