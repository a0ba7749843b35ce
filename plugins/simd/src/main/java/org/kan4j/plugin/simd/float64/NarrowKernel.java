/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromArray;
import static jdk.incubator.vector.DoubleVector.zero;
import static org.kan4j.plugin.simd.float64.Lanes.SKIP;
import static org.kan4j.plugin.simd.float64.Lanes.SPECIES;

import jdk.incubator.vector.DoubleVector;
import org.kan4j.plugin.simd.plan.Edges;

/**
 * Edges from one input, the lanes being rows. Five functions or four are held in registers, for two
 * vectors of rows, while all edges pass; for the derivatives by coefficients those of two edges are
 * held while all rows pass. Multiplications bound it. Rows beyond those of the tile, up to whole
 * pairs of vectors, are computed too.
 */
final class NarrowKernel {
  private static final int N = Lanes.COUNT;

  private NarrowKernel() {}

  /** Adds the values of the edges to rows {@code from} on. */
  static void forward(DenseTile tile, Edges edges, double[] p, Sheet to, int from) {
    int j = 0;
    for (; j < edges.inFives(); j += 5) {
      fiveForward(tile, j, edges, p, to, from);
    }
    for (; j < edges.stride(); j += 4) {
      fourForward(tile, j, edges, p, to, from);
    }
  }

  private static void fiveForward(
      DenseTile tile, int j, Edges edges, double[] p, Sheet to, int from) {
    double[] values = tile.columns.values;
    double[] sums = to.numbers();
    int[] columns = edges.columns();
    int columnStep = to.columnStep();
    int stride = edges.stride();
    int origin = to.place(from, 0);
    int step = tile.columns.step;
    int v0 = tile.columns.place(j);
    int v1 = v0 + step;
    int v2 = v1 + step;
    int v3 = v2 + step;
    int v4 = v3 + step;
    for (int r = 0; r < tile.rows; r += 2 * N) {
      DoubleVector a0 = fromArray(SPECIES, values, v0 + r);
      DoubleVector b0 = fromArray(SPECIES, values, v0 + r + N);
      DoubleVector a1 = fromArray(SPECIES, values, v1 + r);
      DoubleVector b1 = fromArray(SPECIES, values, v1 + r + N);
      DoubleVector a2 = fromArray(SPECIES, values, v2 + r);
      DoubleVector b2 = fromArray(SPECIES, values, v2 + r + N);
      DoubleVector a3 = fromArray(SPECIES, values, v3 + r);
      DoubleVector b3 = fromArray(SPECIES, values, v3 + r + N);
      DoubleVector a4 = fromArray(SPECIES, values, v4 + r);
      DoubleVector b4 = fromArray(SPECIES, values, v4 + r + N);
      int c = edges.offset() + j;
      for (int e = 0; e < columns.length; e++, c += stride) {
        int at = origin + columns[e] * columnStep + r;
        DoubleVector w = broadcast(SPECIES, p[c]);
        DoubleVector a = w.fma(a0, fromArray(SPECIES, sums, at));
        DoubleVector b = w.fma(b0, fromArray(SPECIES, sums, at + N));
        w = broadcast(SPECIES, p[c + 1]);
        a = w.fma(a1, a);
        b = w.fma(b1, b);
        w = broadcast(SPECIES, p[c + 2]);
        a = w.fma(a2, a);
        b = w.fma(b2, b);
        w = broadcast(SPECIES, p[c + 3]);
        a = w.fma(a3, a);
        b = w.fma(b3, b);
        w = broadcast(SPECIES, p[c + 4]);
        a = w.fma(a4, a);
        b = w.fma(b4, b);
        a.intoArray(sums, at);
        b.intoArray(sums, at + N);
      }
    }
  }

  private static void fourForward(
      DenseTile tile, int j, Edges edges, double[] p, Sheet to, int from) {
    double[] values = tile.columns.values;
    double[] sums = to.numbers();
    int[] columns = edges.columns();
    int columnStep = to.columnStep();
    int stride = edges.stride();
    int origin = to.place(from, 0);
    int step = tile.columns.step;
    int v0 = tile.columns.place(j);
    int v1 = v0 + step;
    int v2 = v1 + step;
    int v3 = v2 + step;
    for (int r = 0; r < tile.rows; r += 2 * N) {
      DoubleVector a0 = fromArray(SPECIES, values, v0 + r);
      DoubleVector b0 = fromArray(SPECIES, values, v0 + r + N);
      DoubleVector a1 = fromArray(SPECIES, values, v1 + r);
      DoubleVector b1 = fromArray(SPECIES, values, v1 + r + N);
      DoubleVector a2 = fromArray(SPECIES, values, v2 + r);
      DoubleVector b2 = fromArray(SPECIES, values, v2 + r + N);
      DoubleVector a3 = fromArray(SPECIES, values, v3 + r);
      DoubleVector b3 = fromArray(SPECIES, values, v3 + r + N);
      int c = edges.offset() + j;
      for (int e = 0; e < columns.length; e++, c += stride) {
        int at = origin + columns[e] * columnStep + r;
        DoubleVector w = broadcast(SPECIES, p[c]);
        DoubleVector a = w.fma(a0, fromArray(SPECIES, sums, at));
        DoubleVector b = w.fma(b0, fromArray(SPECIES, sums, at + N));
        w = broadcast(SPECIES, p[c + 1]);
        a = w.fma(a1, a);
        b = w.fma(b1, b);
        w = broadcast(SPECIES, p[c + 2]);
        a = w.fma(a2, a);
        b = w.fma(b2, b);
        w = broadcast(SPECIES, p[c + 3]);
        a = w.fma(a3, a);
        b = w.fma(b3, b);
        a.intoArray(sums, at);
        b.intoArray(sums, at + N);
      }
    }
  }

  /** Adds the derivatives by the numbers of the edges; lanes are summed in a fixed order. */
  static void gradient(
      DenseTile tile, Edges edges, Sheet adjoint, int from, double[] gradient, LaneSums sums) {
    double[] lanes = sums.room(edges.stride() * edges.columns().length);
    int j = 0;
    for (; j < edges.inFives(); j += 5) {
      fiveGradient(tile, j, edges, adjoint, from, lanes);
    }
    for (; j < edges.stride(); j += 4) {
      fourGradient(tile, j, edges, adjoint, from, lanes);
    }
    sums.add(gradient, edges.offset());
  }

  private static void fiveGradient(
      DenseTile tile, int j, Edges edges, Sheet adjoint, int from, double[] lanes) {
    double[] values = tile.columns.values;
    double[] ofRows = adjoint.numbers();
    int[] columns = edges.columns();
    int stride = edges.stride();
    int step = tile.columns.step;
    int v0 = tile.columns.place(j);
    int v1 = v0 + step;
    int v2 = v1 + step;
    int v3 = v2 + step;
    int v4 = v3 + step;
    int last = columns.length - 1;
    for (int e = 0; e <= last; e += 2) {
      // the last of an odd number of edges goes with itself
      int other = Math.min(e + 1, last);
      int first = adjoint.place(from, columns[e]);
      int second = adjoint.place(from, columns[other]);
      DoubleVector a0 = zero(SPECIES);
      DoubleVector b0 = a0;
      DoubleVector a1 = a0;
      DoubleVector b1 = a0;
      DoubleVector a2 = a0;
      DoubleVector b2 = a0;
      DoubleVector a3 = a0;
      DoubleVector b3 = a0;
      DoubleVector a4 = a0;
      DoubleVector b4 = a0;
      for (int r = 0; r < tile.rows; r += N) {
        DoubleVector a = fromArray(SPECIES, ofRows, first + r);
        DoubleVector b = fromArray(SPECIES, ofRows, second + r);
        DoubleVector v = fromArray(SPECIES, values, v0 + r);
        a0 = v.fma(a, a0);
        b0 = v.fma(b, b0);
        v = fromArray(SPECIES, values, v1 + r);
        a1 = v.fma(a, a1);
        b1 = v.fma(b, b1);
        v = fromArray(SPECIES, values, v2 + r);
        a2 = v.fma(a, a2);
        b2 = v.fma(b, b2);
        v = fromArray(SPECIES, values, v3 + r);
        a3 = v.fma(a, a3);
        b3 = v.fma(b, b3);
        v = fromArray(SPECIES, values, v4 + r);
        a4 = v.fma(a, a4);
        b4 = v.fma(b, b4);
      }
      int at = SKIP + (e * stride + j) * N;
      a0.intoArray(lanes, at);
      a1.intoArray(lanes, at + N);
      a2.intoArray(lanes, at + 2 * N);
      a3.intoArray(lanes, at + 3 * N);
      a4.intoArray(lanes, at + 4 * N);
      at = SKIP + (other * stride + j) * N;
      b0.intoArray(lanes, at);
      b1.intoArray(lanes, at + N);
      b2.intoArray(lanes, at + 2 * N);
      b3.intoArray(lanes, at + 3 * N);
      b4.intoArray(lanes, at + 4 * N);
    }
  }

  private static void fourGradient(
      DenseTile tile, int j, Edges edges, Sheet adjoint, int from, double[] lanes) {
    double[] values = tile.columns.values;
    double[] ofRows = adjoint.numbers();
    int[] columns = edges.columns();
    int stride = edges.stride();
    int step = tile.columns.step;
    int v0 = tile.columns.place(j);
    int v1 = v0 + step;
    int v2 = v1 + step;
    int v3 = v2 + step;
    int last = columns.length - 1;
    for (int e = 0; e <= last; e += 2) {
      // the last of an odd number of edges goes with itself
      int other = Math.min(e + 1, last);
      int first = adjoint.place(from, columns[e]);
      int second = adjoint.place(from, columns[other]);
      DoubleVector a0 = zero(SPECIES);
      DoubleVector b0 = a0;
      DoubleVector a1 = a0;
      DoubleVector b1 = a0;
      DoubleVector a2 = a0;
      DoubleVector b2 = a0;
      DoubleVector a3 = a0;
      DoubleVector b3 = a0;
      for (int r = 0; r < tile.rows; r += N) {
        DoubleVector a = fromArray(SPECIES, ofRows, first + r);
        DoubleVector b = fromArray(SPECIES, ofRows, second + r);
        DoubleVector v = fromArray(SPECIES, values, v0 + r);
        a0 = v.fma(a, a0);
        b0 = v.fma(b, b0);
        v = fromArray(SPECIES, values, v1 + r);
        a1 = v.fma(a, a1);
        b1 = v.fma(b, b1);
        v = fromArray(SPECIES, values, v2 + r);
        a2 = v.fma(a, a2);
        b2 = v.fma(b, b2);
        v = fromArray(SPECIES, values, v3 + r);
        a3 = v.fma(a, a3);
        b3 = v.fma(b, b3);
      }
      int at = SKIP + (e * stride + j) * N;
      a0.intoArray(lanes, at);
      a1.intoArray(lanes, at + N);
      a2.intoArray(lanes, at + 2 * N);
      a3.intoArray(lanes, at + 3 * N);
      at = SKIP + (other * stride + j) * N;
      b0.intoArray(lanes, at);
      b1.intoArray(lanes, at + N);
      b2.intoArray(lanes, at + 2 * N);
      b3.intoArray(lanes, at + 3 * N);
    }
  }

  /** Adds the derivatives by the arguments to {@code to[start + r]}. */
  static void inputGradient(
      DenseTile tile, Edges edges, double[] p, Sheet adjoint, int from, double[] to, int start) {
    int j = 0;
    for (; j < edges.inFives(); j += 5) {
      fiveInput(tile, j, edges, p, adjoint, from, to, start);
    }
    for (; j < edges.stride(); j += 4) {
      fourInput(tile, j, edges, p, adjoint, from, to, start);
    }
  }

  private static void fiveInput(
      DenseTile tile,
      int j,
      Edges edges,
      double[] p,
      Sheet adjoint,
      int from,
      double[] to,
      int start) {
    double[] slopes = tile.columns.slopes;
    double[] ofRows = adjoint.numbers();
    int[] columns = edges.columns();
    int columnStep = adjoint.columnStep();
    int stride = edges.stride();
    int origin = adjoint.place(from, 0);
    int step = tile.columns.step;
    int v0 = tile.columns.place(j);
    int v1 = v0 + step;
    int v2 = v1 + step;
    int v3 = v2 + step;
    int v4 = v3 + step;
    for (int r = 0; r < tile.rows; r += 2 * N) {
      DoubleVector a0 = zero(SPECIES);
      DoubleVector b0 = a0;
      DoubleVector a1 = a0;
      DoubleVector b1 = a0;
      DoubleVector a2 = a0;
      DoubleVector b2 = a0;
      DoubleVector a3 = a0;
      DoubleVector b3 = a0;
      DoubleVector a4 = a0;
      DoubleVector b4 = a0;
      int c = edges.offset() + j;
      for (int e = 0; e < columns.length; e++, c += stride) {
        int at = origin + columns[e] * columnStep + r;
        DoubleVector a = fromArray(SPECIES, ofRows, at);
        DoubleVector b = fromArray(SPECIES, ofRows, at + N);
        DoubleVector w = broadcast(SPECIES, p[c]);
        a0 = w.fma(a, a0);
        b0 = w.fma(b, b0);
        w = broadcast(SPECIES, p[c + 1]);
        a1 = w.fma(a, a1);
        b1 = w.fma(b, b1);
        w = broadcast(SPECIES, p[c + 2]);
        a2 = w.fma(a, a2);
        b2 = w.fma(b, b2);
        w = broadcast(SPECIES, p[c + 3]);
        a3 = w.fma(a, a3);
        b3 = w.fma(b, b3);
        w = broadcast(SPECIES, p[c + 4]);
        a4 = w.fma(a, a4);
        b4 = w.fma(b, b4);
      }
      DoubleVector a = fromArray(SPECIES, to, start + r);
      DoubleVector b = fromArray(SPECIES, to, start + r + N);
      a = a0.fma(fromArray(SPECIES, slopes, v0 + r), a);
      b = b0.fma(fromArray(SPECIES, slopes, v0 + r + N), b);
      a = a1.fma(fromArray(SPECIES, slopes, v1 + r), a);
      b = b1.fma(fromArray(SPECIES, slopes, v1 + r + N), b);
      a = a2.fma(fromArray(SPECIES, slopes, v2 + r), a);
      b = b2.fma(fromArray(SPECIES, slopes, v2 + r + N), b);
      a = a3.fma(fromArray(SPECIES, slopes, v3 + r), a);
      b = b3.fma(fromArray(SPECIES, slopes, v3 + r + N), b);
      a = a4.fma(fromArray(SPECIES, slopes, v4 + r), a);
      b = b4.fma(fromArray(SPECIES, slopes, v4 + r + N), b);
      a.intoArray(to, start + r);
      b.intoArray(to, start + r + N);
    }
  }

  private static void fourInput(
      DenseTile tile,
      int j,
      Edges edges,
      double[] p,
      Sheet adjoint,
      int from,
      double[] to,
      int start) {
    double[] slopes = tile.columns.slopes;
    double[] ofRows = adjoint.numbers();
    int[] columns = edges.columns();
    int columnStep = adjoint.columnStep();
    int stride = edges.stride();
    int origin = adjoint.place(from, 0);
    int step = tile.columns.step;
    int v0 = tile.columns.place(j);
    int v1 = v0 + step;
    int v2 = v1 + step;
    int v3 = v2 + step;
    for (int r = 0; r < tile.rows; r += 2 * N) {
      DoubleVector a0 = zero(SPECIES);
      DoubleVector b0 = a0;
      DoubleVector a1 = a0;
      DoubleVector b1 = a0;
      DoubleVector a2 = a0;
      DoubleVector b2 = a0;
      DoubleVector a3 = a0;
      DoubleVector b3 = a0;
      int c = edges.offset() + j;
      for (int e = 0; e < columns.length; e++, c += stride) {
        int at = origin + columns[e] * columnStep + r;
        DoubleVector a = fromArray(SPECIES, ofRows, at);
        DoubleVector b = fromArray(SPECIES, ofRows, at + N);
        DoubleVector w = broadcast(SPECIES, p[c]);
        a0 = w.fma(a, a0);
        b0 = w.fma(b, b0);
        w = broadcast(SPECIES, p[c + 1]);
        a1 = w.fma(a, a1);
        b1 = w.fma(b, b1);
        w = broadcast(SPECIES, p[c + 2]);
        a2 = w.fma(a, a2);
        b2 = w.fma(b, b2);
        w = broadcast(SPECIES, p[c + 3]);
        a3 = w.fma(a, a3);
        b3 = w.fma(b, b3);
      }
      DoubleVector a = fromArray(SPECIES, to, start + r);
      DoubleVector b = fromArray(SPECIES, to, start + r + N);
      a = a0.fma(fromArray(SPECIES, slopes, v0 + r), a);
      b = b0.fma(fromArray(SPECIES, slopes, v0 + r + N), b);
      a = a1.fma(fromArray(SPECIES, slopes, v1 + r), a);
      b = b1.fma(fromArray(SPECIES, slopes, v1 + r + N), b);
      a = a2.fma(fromArray(SPECIES, slopes, v2 + r), a);
      b = b2.fma(fromArray(SPECIES, slopes, v2 + r + N), b);
      a = a3.fma(fromArray(SPECIES, slopes, v3 + r), a);
      b = b3.fma(fromArray(SPECIES, slopes, v3 + r + N), b);
      a.intoArray(to, start + r);
      b.intoArray(to, start + r + N);
    }
  }
}
