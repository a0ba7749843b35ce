/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromArray;
import static org.kan4j.plugin.simd.float64.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import org.kan4j.plugin.simd.plan.Arrangement;
import org.kan4j.plugin.simd.plan.Edges;

/**
 * All edges of an input together, the lanes being outputs. The five rows of coefficients that a
 * bucket needs stay in registers, two vectors of each, while its rows of data pass: ten
 * multiplications for five broadcasts, so that arithmetic bounds it. Rows of coefficients that are
 * missing are rows of zeros; more than five take passes. Of one layer and one thread.
 *
 * <p>The loops are written out: a helper inside costs more than the loop, once the compiler gives
 * up inlining.
 */
final class WideKernel {
  /** From a vector to the next. */
  private static final int N = Lanes.COUNT;

  private static final int STEP = Evaluator.Local.STEP;

  private final int width;
  private final int zeros;

  /** Per row of data, derivatives by its argument that are still to be summed over the lanes. */
  private final double[] lanes;

  // places of the five rows, and the part of the sorted rows that is at work
  private int r0;
  private int r1;
  private int r2;
  private int r3;
  private int r4;
  private int begin;
  private int end;

  /**
   * For one layer.
   *
   * @param width columns of the numeric edges, whole vectors
   * @param zeros where a row of zeros starts, in parameters and gradient
   * @param chunk rows of a chunk
   */
  WideKernel(int width, int zeros, int chunk) {
    this.width = width;
    this.zeros = zeros;
    lanes = new double[chunk * N];
  }

  /** Turns to five rows of coefficients of a bucket, from number {@code j} on. */
  private void select(SortedTile tile, Edges edges, int bucket, int j) {
    begin = tile.start[bucket];
    end = tile.start[bucket + 1];
    r0 = row(tile, edges, bucket, j);
    r1 = row(tile, edges, bucket, j + 1);
    r2 = row(tile, edges, bucket, j + 2);
    r3 = row(tile, edges, bucket, j + 3);
    r4 = row(tile, edges, bucket, j + 4);
  }

  private int row(SortedTile tile, Edges edges, int bucket, int j) {
    if (j < edges.support()) {
      return edges.offset() + (bucket + j) * width;
    }
    return j < tile.numbers ? edges.offset() + edges.size() * width : zeros;
  }

  /** Adds the values of the edges to rows {@code from} on. */
  void forward(SortedTile tile, Edges edges, double[] p, Sheet to, int from) {
    int start = to.place(from, 0);
    for (int b = 0; b < tile.buckets; b++) {
      if (tile.start[b] == tile.start[b + 1]) {
        continue;
      }
      for (int j = 0; j < tile.numbers; j += Arrangement.ROWS) {
        select(tile, edges, b, j);
        int c = 0;
        for (; c + 2 * N <= width; c += 2 * N) {
          forwardTwo(tile, j * STEP, p, c, to, start);
        }
        if (c < width) {
          forwardOne(tile, j * STEP, p, c, to, start);
        }
      }
    }
  }

  private void forwardTwo(SortedTile tile, int first, double[] p, int c, Sheet to, int start) {
    DoubleVector a0 = fromArray(SPECIES, p, r0 + c);
    DoubleVector b0 = fromArray(SPECIES, p, r0 + c + N);
    DoubleVector a1 = fromArray(SPECIES, p, r1 + c);
    DoubleVector b1 = fromArray(SPECIES, p, r1 + c + N);
    DoubleVector a2 = fromArray(SPECIES, p, r2 + c);
    DoubleVector b2 = fromArray(SPECIES, p, r2 + c + N);
    DoubleVector a3 = fromArray(SPECIES, p, r3 + c);
    DoubleVector b3 = fromArray(SPECIES, p, r3 + c + N);
    DoubleVector a4 = fromArray(SPECIES, p, r4 + c);
    DoubleVector b4 = fromArray(SPECIES, p, r4 + c + N);
    double[] values = tile.local.values;
    int[] offsets = tile.offsets;
    double[] sums = to.numbers();
    int at = start + c;
    int last = end;
    for (int s = begin; s < last; s++) {
      int o = at + offsets[s];
      DoubleVector x = fromArray(SPECIES, sums, o);
      DoubleVector y = fromArray(SPECIES, sums, o + N);
      int v = first + s;
      DoubleVector w = broadcast(SPECIES, values[v]);
      x = w.fma(a0, x);
      y = w.fma(b0, y);
      w = broadcast(SPECIES, values[v + STEP]);
      x = w.fma(a1, x);
      y = w.fma(b1, y);
      w = broadcast(SPECIES, values[v + 2 * STEP]);
      x = w.fma(a2, x);
      y = w.fma(b2, y);
      w = broadcast(SPECIES, values[v + 3 * STEP]);
      x = w.fma(a3, x);
      y = w.fma(b3, y);
      w = broadcast(SPECIES, values[v + 4 * STEP]);
      x = w.fma(a4, x);
      y = w.fma(b4, y);
      x.intoArray(sums, o);
      y.intoArray(sums, o + N);
    }
  }

  private void forwardOne(SortedTile tile, int first, double[] p, int c, Sheet to, int start) {
    DoubleVector a0 = fromArray(SPECIES, p, r0 + c);
    DoubleVector a1 = fromArray(SPECIES, p, r1 + c);
    DoubleVector a2 = fromArray(SPECIES, p, r2 + c);
    DoubleVector a3 = fromArray(SPECIES, p, r3 + c);
    DoubleVector a4 = fromArray(SPECIES, p, r4 + c);
    double[] values = tile.local.values;
    int[] offsets = tile.offsets;
    double[] sums = to.numbers();
    int at = start + c;
    int last = end;
    for (int s = begin; s < last; s++) {
      int o = at + offsets[s];
      int v = first + s;
      DoubleVector x = fromArray(SPECIES, sums, o);
      x = broadcast(SPECIES, values[v]).fma(a0, x);
      x = broadcast(SPECIES, values[v + STEP]).fma(a1, x);
      x = broadcast(SPECIES, values[v + 2 * STEP]).fma(a2, x);
      x = broadcast(SPECIES, values[v + 3 * STEP]).fma(a3, x);
      x = broadcast(SPECIES, values[v + 4 * STEP]).fma(a4, x);
      x.intoArray(sums, o);
    }
  }

  /** Adds the derivatives by the numbers of the edges, rows {@code from} on in sorted order. */
  void gradient(SortedTile tile, Edges edges, Sheet adjoint, int from, double[] gradient) {
    int start = adjoint.place(from, 0);
    for (int b = 0; b < tile.buckets; b++) {
      if (tile.start[b] == tile.start[b + 1]) {
        continue;
      }
      for (int j = 0; j < tile.numbers; j += Arrangement.ROWS) {
        select(tile, edges, b, j);
        int c = 0;
        for (; c + 2 * N <= width; c += 2 * N) {
          gradientTwo(tile, j * STEP, adjoint, start, c, gradient);
        }
        if (c < width) {
          gradientOne(tile, j * STEP, adjoint, start, c, gradient);
        }
      }
    }
  }

  private void gradientTwo(
      SortedTile tile, int first, Sheet adjoint, int start, int c, double[] gradient) {
    DoubleVector a0 = fromArray(SPECIES, gradient, r0 + c);
    DoubleVector b0 = fromArray(SPECIES, gradient, r0 + c + N);
    DoubleVector a1 = fromArray(SPECIES, gradient, r1 + c);
    DoubleVector b1 = fromArray(SPECIES, gradient, r1 + c + N);
    DoubleVector a2 = fromArray(SPECIES, gradient, r2 + c);
    DoubleVector b2 = fromArray(SPECIES, gradient, r2 + c + N);
    DoubleVector a3 = fromArray(SPECIES, gradient, r3 + c);
    DoubleVector b3 = fromArray(SPECIES, gradient, r3 + c + N);
    DoubleVector a4 = fromArray(SPECIES, gradient, r4 + c);
    DoubleVector b4 = fromArray(SPECIES, gradient, r4 + c + N);
    double[] values = tile.local.values;
    int[] offsets = tile.offsets;
    double[] slopes = adjoint.numbers();
    int at = start + c;
    int last = end;
    for (int s = begin; s < last; s++) {
      int o = at + offsets[s];
      DoubleVector x = fromArray(SPECIES, slopes, o);
      DoubleVector y = fromArray(SPECIES, slopes, o + N);
      int v = first + s;
      DoubleVector w = broadcast(SPECIES, values[v]);
      a0 = w.fma(x, a0);
      b0 = w.fma(y, b0);
      w = broadcast(SPECIES, values[v + STEP]);
      a1 = w.fma(x, a1);
      b1 = w.fma(y, b1);
      w = broadcast(SPECIES, values[v + 2 * STEP]);
      a2 = w.fma(x, a2);
      b2 = w.fma(y, b2);
      w = broadcast(SPECIES, values[v + 3 * STEP]);
      a3 = w.fma(x, a3);
      b3 = w.fma(y, b3);
      w = broadcast(SPECIES, values[v + 4 * STEP]);
      a4 = w.fma(x, a4);
      b4 = w.fma(y, b4);
    }
    a0.intoArray(gradient, r0 + c);
    b0.intoArray(gradient, r0 + c + N);
    if (r1 != zeros) {
      a1.intoArray(gradient, r1 + c);
      b1.intoArray(gradient, r1 + c + N);
    }
    if (r2 != zeros) {
      a2.intoArray(gradient, r2 + c);
      b2.intoArray(gradient, r2 + c + N);
    }
    if (r3 != zeros) {
      a3.intoArray(gradient, r3 + c);
      b3.intoArray(gradient, r3 + c + N);
    }
    if (r4 != zeros) {
      a4.intoArray(gradient, r4 + c);
      b4.intoArray(gradient, r4 + c + N);
    }
  }

  private void gradientOne(
      SortedTile tile, int first, Sheet adjoint, int start, int c, double[] gradient) {
    DoubleVector a0 = fromArray(SPECIES, gradient, r0 + c);
    DoubleVector a1 = fromArray(SPECIES, gradient, r1 + c);
    DoubleVector a2 = fromArray(SPECIES, gradient, r2 + c);
    DoubleVector a3 = fromArray(SPECIES, gradient, r3 + c);
    DoubleVector a4 = fromArray(SPECIES, gradient, r4 + c);
    double[] values = tile.local.values;
    int[] offsets = tile.offsets;
    double[] slopes = adjoint.numbers();
    int at = start + c;
    int last = end;
    for (int s = begin; s < last; s++) {
      DoubleVector x = fromArray(SPECIES, slopes, at + offsets[s]);
      int v = first + s;
      a0 = x.fma(broadcast(SPECIES, values[v]), a0);
      a1 = x.fma(broadcast(SPECIES, values[v + STEP]), a1);
      a2 = x.fma(broadcast(SPECIES, values[v + 2 * STEP]), a2);
      a3 = x.fma(broadcast(SPECIES, values[v + 3 * STEP]), a3);
      a4 = x.fma(broadcast(SPECIES, values[v + 4 * STEP]), a4);
    }
    a0.intoArray(gradient, r0 + c);
    if (r1 != zeros) {
      a1.intoArray(gradient, r1 + c);
    }
    if (r2 != zeros) {
      a2.intoArray(gradient, r2 + c);
    }
    if (r3 != zeros) {
      a3.intoArray(gradient, r3 + c);
    }
    if (r4 != zeros) {
      a4.intoArray(gradient, r4 + c);
    }
  }

  /** Adds the derivatives by the arguments to {@code to[at + r]}. */
  void inputGradient(
      SortedTile tile, Edges edges, double[] p, Sheet adjoint, int from, double[] to, int at) {
    int start = adjoint.place(from, 0);
    Arrays.fill(lanes, 0, tile.rows * N, 0);
    for (int b = 0; b < tile.buckets; b++) {
      if (tile.start[b] == tile.start[b + 1]) {
        continue;
      }
      for (int j = 0; j < tile.numbers; j += Arrangement.ROWS) {
        select(tile, edges, b, j);
        int c = 0;
        for (; c + 2 * N <= width; c += 2 * N) {
          inputTwo(tile, j * STEP, p, c, adjoint, start);
        }
        if (c < width) {
          inputOne(tile, j * STEP, p, c, adjoint, start);
        }
      }
    }
    for (int s = 0; s < tile.rows; s++) {
      to[at + tile.order[s]] += Lanes.sum(lanes, s * N);
    }
  }

  private void inputTwo(SortedTile tile, int first, double[] p, int c, Sheet adjoint, int start) {
    DoubleVector a0 = fromArray(SPECIES, p, r0 + c);
    DoubleVector b0 = fromArray(SPECIES, p, r0 + c + N);
    DoubleVector a1 = fromArray(SPECIES, p, r1 + c);
    DoubleVector b1 = fromArray(SPECIES, p, r1 + c + N);
    DoubleVector a2 = fromArray(SPECIES, p, r2 + c);
    DoubleVector b2 = fromArray(SPECIES, p, r2 + c + N);
    DoubleVector a3 = fromArray(SPECIES, p, r3 + c);
    DoubleVector b3 = fromArray(SPECIES, p, r3 + c + N);
    DoubleVector a4 = fromArray(SPECIES, p, r4 + c);
    DoubleVector b4 = fromArray(SPECIES, p, r4 + c + N);
    double[] slopes = tile.local.slopes;
    int[] offsets = tile.offsets;
    double[] ofRows = adjoint.numbers();
    double[] sums = lanes;
    int at = start + c;
    int last = end;
    for (int s = begin; s < last; s++) {
      int o = at + offsets[s];
      int v = first + s;
      DoubleVector w = broadcast(SPECIES, slopes[v]);
      DoubleVector x = w.mul(a0);
      DoubleVector y = w.mul(b0);
      w = broadcast(SPECIES, slopes[v + STEP]);
      x = w.fma(a1, x);
      y = w.fma(b1, y);
      w = broadcast(SPECIES, slopes[v + 2 * STEP]);
      x = w.fma(a2, x);
      y = w.fma(b2, y);
      w = broadcast(SPECIES, slopes[v + 3 * STEP]);
      x = w.fma(a3, x);
      y = w.fma(b3, y);
      w = broadcast(SPECIES, slopes[v + 4 * STEP]);
      x = w.fma(a4, x);
      y = w.fma(b4, y);
      x = x.fma(fromArray(SPECIES, ofRows, o), fromArray(SPECIES, sums, s * N));
      y.fma(fromArray(SPECIES, ofRows, o + N), x).intoArray(sums, s * N);
    }
  }

  private void inputOne(SortedTile tile, int first, double[] p, int c, Sheet adjoint, int start) {
    DoubleVector a0 = fromArray(SPECIES, p, r0 + c);
    DoubleVector a1 = fromArray(SPECIES, p, r1 + c);
    DoubleVector a2 = fromArray(SPECIES, p, r2 + c);
    DoubleVector a3 = fromArray(SPECIES, p, r3 + c);
    DoubleVector a4 = fromArray(SPECIES, p, r4 + c);
    double[] slopes = tile.local.slopes;
    int[] offsets = tile.offsets;
    double[] ofRows = adjoint.numbers();
    double[] sums = lanes;
    int at = start + c;
    int last = end;
    for (int s = begin; s < last; s++) {
      int v = first + s;
      DoubleVector x = broadcast(SPECIES, slopes[v]).mul(a0);
      x = broadcast(SPECIES, slopes[v + STEP]).fma(a1, x);
      x = broadcast(SPECIES, slopes[v + 2 * STEP]).fma(a2, x);
      x = broadcast(SPECIES, slopes[v + 3 * STEP]).fma(a3, x);
      x = broadcast(SPECIES, slopes[v + 4 * STEP]).fma(a4, x);
      DoubleVector g = fromArray(SPECIES, ofRows, at + offsets[s]);
      x.fma(g, fromArray(SPECIES, sums, s * N)).intoArray(sums, s * N);
    }
  }
}
