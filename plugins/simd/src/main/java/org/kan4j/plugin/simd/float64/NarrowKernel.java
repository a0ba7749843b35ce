/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import jdk.incubator.vector.DoubleVector;
import org.kan4j.plugin.simd.plan.Edges;

/**
 * Edges one by one, the lanes being rows. Two vectors of rows share each coefficient; loads bound
 * it, three for two multiplications. Rows beyond those of the tile, up to whole pairs of vectors,
 * are computed too.
 */
final class NarrowKernel {
  private NarrowKernel() {}

  /** Adds the values of the edges to rows {@code from} on. */
  static void forward(DenseTile tile, Edges edges, double[] p, Sheet to, int from) {
    int numbers = edges.rows();
    int[] columns = edges.columns();
    for (int e = 0; e < columns.length; e++) {
      int place = edges.offset() + e * numbers;
      edge(tile, p, place, place + numbers, to.numbers(), to.place(from, columns[e]));
    }
  }

  private static void edge(DenseTile tile, double[] p, int start, int end, double[] to, int at) {
    double[] values = tile.columns.values;
    int rows = tile.rows;
    int step = tile.columns.step;
    for (int r = 0; r < rows; r += 2 * Lanes.COUNT) {
      DoubleVector a = DoubleVector.fromArray(Lanes.SPECIES, to, at + r);
      DoubleVector b = DoubleVector.fromArray(Lanes.SPECIES, to, at + r + Lanes.COUNT);
      int v = r;
      for (int j = start; j < end; j++, v += step) {
        DoubleVector c = DoubleVector.broadcast(Lanes.SPECIES, p[j]);
        a = c.fma(DoubleVector.fromArray(Lanes.SPECIES, values, v), a);
        b = c.fma(DoubleVector.fromArray(Lanes.SPECIES, values, v + Lanes.COUNT), b);
      }
      a.intoArray(to, at + r);
      b.intoArray(to, at + r + Lanes.COUNT);
    }
  }

  /** Adds the derivatives by the numbers of the edges; lanes are summed in a fixed order. */
  static void gradient(DenseTile tile, Edges edges, Sheet adjoint, int from, double[] gradient) {
    int numbers = edges.rows();
    int[] columns = edges.columns();
    for (int e = 0; e < columns.length; e++) {
      int place = edges.offset() + e * numbers;
      int at = adjoint.place(from, columns[e]);
      int j = 0;
      for (; j + 4 <= numbers; j += 4) {
        four(tile, j, adjoint.numbers(), at, gradient, place + j);
      }
      for (; j < numbers; j++) {
        one(tile, j, adjoint.numbers(), at, gradient, place + j);
      }
    }
  }

  private static void four(
      DenseTile tile, int number, double[] adjoint, int at, double[] gradient, int place) {
    double[] values = tile.columns.values;
    double[] lanes = tile.lanes;
    int step = tile.columns.step;
    int rows = tile.rows;
    int v = number * step;
    DoubleVector a = DoubleVector.zero(Lanes.SPECIES);
    DoubleVector b = a;
    DoubleVector c = a;
    DoubleVector d = a;
    for (int r = 0; r < rows; r += Lanes.COUNT) {
      DoubleVector g = DoubleVector.fromArray(Lanes.SPECIES, adjoint, at + r);
      a = g.fma(DoubleVector.fromArray(Lanes.SPECIES, values, v + r), a);
      b = g.fma(DoubleVector.fromArray(Lanes.SPECIES, values, v + step + r), b);
      c = g.fma(DoubleVector.fromArray(Lanes.SPECIES, values, v + 2 * step + r), c);
      d = g.fma(DoubleVector.fromArray(Lanes.SPECIES, values, v + 3 * step + r), d);
    }
    a.intoArray(lanes, 0);
    b.intoArray(lanes, Lanes.COUNT);
    c.intoArray(lanes, 2 * Lanes.COUNT);
    d.intoArray(lanes, 3 * Lanes.COUNT);
    for (int k = 0; k < 4; k++) {
      gradient[place + k] += Lanes.sum(lanes, k * Lanes.COUNT);
    }
  }

  private static void one(
      DenseTile tile, int number, double[] adjoint, int at, double[] gradient, int place) {
    double[] values = tile.columns.values;
    int rows = tile.rows;
    int v = number * tile.columns.step;
    DoubleVector a = DoubleVector.zero(Lanes.SPECIES);
    for (int r = 0; r < rows; r += Lanes.COUNT) {
      DoubleVector g = DoubleVector.fromArray(Lanes.SPECIES, adjoint, at + r);
      a = g.fma(DoubleVector.fromArray(Lanes.SPECIES, values, v + r), a);
    }
    a.intoArray(tile.lanes, 0);
    gradient[place] += Lanes.sum(tile.lanes, 0);
  }

  /** Adds the derivatives by the arguments to {@code to[start + r]}. */
  static void inputGradient(
      DenseTile tile, Edges edges, double[] p, Sheet adjoint, int from, double[] to, int start) {
    int numbers = edges.rows();
    int[] columns = edges.columns();
    for (int e = 0; e < columns.length; e++) {
      int place = edges.offset() + e * numbers;
      int at = adjoint.place(from, columns[e]);
      edgeInput(tile, p, place, place + numbers, adjoint.numbers(), at, to, start);
    }
  }

  private static void edgeInput(
      DenseTile tile,
      double[] p,
      int first,
      int end,
      double[] adjoint,
      int at,
      double[] to,
      int start) {
    double[] slopes = tile.columns.slopes;
    int rows = tile.rows;
    int step = tile.columns.step;
    for (int r = 0; r < rows; r += 2 * Lanes.COUNT) {
      DoubleVector a = DoubleVector.zero(Lanes.SPECIES);
      DoubleVector b = a;
      int v = r;
      for (int j = first; j < end; j++, v += step) {
        DoubleVector c = DoubleVector.broadcast(Lanes.SPECIES, p[j]);
        a = c.fma(DoubleVector.fromArray(Lanes.SPECIES, slopes, v), a);
        b = c.fma(DoubleVector.fromArray(Lanes.SPECIES, slopes, v + Lanes.COUNT), b);
      }
      int t = start + r;
      DoubleVector g = DoubleVector.fromArray(Lanes.SPECIES, adjoint, at + r);
      a.fma(g, DoubleVector.fromArray(Lanes.SPECIES, to, t)).intoArray(to, t);
      g = DoubleVector.fromArray(Lanes.SPECIES, adjoint, at + r + Lanes.COUNT);
      t += Lanes.COUNT;
      b.fma(g, DoubleVector.fromArray(Lanes.SPECIES, to, t)).intoArray(to, t);
    }
  }
}
