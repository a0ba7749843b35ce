/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.algebra;

import java.util.Arrays;

/**
 * The triangle of a tall matrix by Householder's reflections. Rows come in blocks that fit into a
 * cache; each is turned into the triangle of those before, four reflections at a time. All work is
 * in loops over columns, which the compiler turns into vectors. Columns of zeros, or that depend on
 * others, do no harm.
 */
final class Reflections {
  /** Numbers of a block of rows: what a second-level cache holds beside the rest. */
  private static final int BLOCK = 24_000;

  private static final int WIDTH = 4;

  private final int columns;
  private final double[][] triangle;
  private final double[][] v;
  private final double[][] w;
  private final double[][] t = new double[WIDTH][WIDTH];

  private Reflections(int columns, int capacity) {
    this.columns = columns;
    triangle = new double[columns][columns];
    v = new double[WIDTH][capacity];
    w = new double[WIDTH][columns];
  }

  /** The triangle {@code R[columns][columns]} of {@code a[rows][columns]}, which stays as it is. */
  static double[] triangle(double[] a, int rows, int columns) {
    int run = Math.clamp(BLOCK / columns, 16, 512);
    Reflections reflections = new Reflections(columns, run);
    double[][] block = new double[Math.min(run, rows)][columns];
    for (int from = 0; from < rows; from += run) {
      int count = Math.min(run, rows - from);
      for (int r = 0; r < count; r++) {
        System.arraycopy(a, (from + r) * columns, block[r], 0, columns);
      }
      reflections.absorb(block, count);
    }
    double[] flat = new double[columns * columns];
    for (int r = 0; r < columns; r++) {
      System.arraycopy(reflections.triangle[r], r, flat, r * columns + r, columns - r);
    }
    return flat;
  }

  private void absorb(double[][] block, int rows) {
    for (int from = 0; from < columns; from += WIDTH) {
      int to = Math.min(columns, from + WIDTH);
      for (int c = from; c < to; c++) {
        reflect(block, rows, from, c, to);
      }
      for (int f = to - from; f < WIDTH; f++) {
        Arrays.fill(v[f], 0, rows, 0);
      }
      if (to < columns) {
        project(block, rows, from, to);
        subtract(block, rows, from, to);
      }
    }
  }

  /** Makes the reflection of column {@code c}, and applies it to the columns up to {@code to}. */
  private void reflect(double[][] block, int rows, int from, int c, int to) {
    int f = c - from;
    double[] vector = v[f];
    double[] diagonal = triangle[c];
    double largest = Math.abs(diagonal[c]);
    double below = 0;
    for (int r = 0; r < rows; r++) {
      vector[r] = block[r][c];
      below = Math.max(below, Math.abs(vector[r]));
    }
    Arrays.fill(t[f], 0);
    if (below == 0) {
      Arrays.fill(vector, 0, rows, 0);
      return;
    }
    largest = Math.max(largest, below);
    double alpha = diagonal[c] / largest;
    double sum = alpha * alpha;
    for (int r = 0; r < rows; r++) {
      double part = vector[r] / largest;
      sum += part * part;
    }
    double beta = -Math.copySign(Math.sqrt(sum), alpha);
    double tau = (beta - alpha) / beta;
    double scale = 1 / (alpha - beta);
    for (int r = 0; r < rows; r++) {
      vector[r] = vector[r] / largest * scale;
    }
    diagonal[c] = beta * largest;
    for (int other = c + 1; other < to; other++) {
      double dot = diagonal[other];
      for (int r = 0; r < rows; r++) {
        dot += vector[r] * block[r][other];
      }
      dot *= tau;
      diagonal[other] -= dot;
      for (int r = 0; r < rows; r++) {
        block[r][other] -= dot * vector[r];
      }
    }
    join(f, rows, tau);
  }

  /** Joins a reflection to those before: {@code H0·H1… = I - V·T·Vᵀ} (Schreiber, Van Loan). */
  private void join(int f, int rows, double tau) {
    double[] dots = new double[f];
    for (int e = 0; e < f; e++) {
      for (int r = 0; r < rows; r++) {
        dots[e] += v[e][r] * v[f][r];
      }
    }
    for (int e = 0; e < f; e++) {
      double sum = 0;
      for (int d = e; d < f; d++) {
        sum += t[e][d] * dots[d];
      }
      t[e][f] = -tau * sum;
    }
    t[f][f] = tau;
  }

  /** {@code W = Tᵀ·Vᵀ·A} over the columns from {@code to} on. */
  private void project(double[][] block, int rows, int from, int to) {
    for (int f = 0; f < WIDTH; f++) {
      if (from + f < columns) {
        System.arraycopy(triangle[from + f], to, w[f], to, columns - to);
      }
    }
    double[] v0 = v[0];
    double[] v1 = v[1];
    double[] v2 = v[2];
    double[] v3 = v[3];
    int r = 0;
    for (; r + 4 <= rows; r += 4) {
      gather(to, columns, w[0], w[1], block, r, v0, v1);
      gather(to, columns, w[2], w[3], block, r, v2, v3);
    }
    for (; r < rows; r++) {
      add(to, columns, w[0], block[r], v0[r]);
      add(to, columns, w[1], block[r], v1[r]);
      add(to, columns, w[2], block[r], v2[r]);
      add(to, columns, w[3], block[r], v3[r]);
    }
    mix(to, columns, w[0], w[1], w[2], w[3]);
  }

  private void gather(
      int from,
      int to,
      double[] w0,
      double[] w1,
      double[][] block,
      int r,
      double[] v0,
      double[] v1) {
    gather(
        from,
        to,
        w0,
        w1,
        block[r],
        block[r + 1],
        block[r + 2],
        block[r + 3],
        v0[r],
        v0[r + 1],
        v0[r + 2],
        v0[r + 3],
        v1[r],
        v1[r + 1],
        v1[r + 2],
        v1[r + 3]);
  }

  private static void gather(
      int from,
      int to,
      double[] w0,
      double[] w1,
      double[] a,
      double[] b,
      double[] c,
      double[] d,
      double a0,
      double b0,
      double c0,
      double d0,
      double a1,
      double b1,
      double c1,
      double d1) {
    for (int j = from; j < to; j++) {
      w0[j] += a[j] * a0 + b[j] * b0 + (c[j] * c0 + d[j] * d0);
      w1[j] += a[j] * a1 + b[j] * b1 + (c[j] * c1 + d[j] * d1);
    }
  }

  private static void add(int from, int to, double[] sum, double[] row, double factor) {
    for (int j = from; j < to; j++) {
      sum[j] += factor * row[j];
    }
  }

  private void mix(int from, int to, double[] w0, double[] w1, double[] w2, double[] w3) {
    double t00 = t[0][0];
    double t01 = t[0][1];
    double t02 = t[0][2];
    double t03 = t[0][3];
    double t11 = t[1][1];
    double t12 = t[1][2];
    double t13 = t[1][3];
    double t22 = t[2][2];
    double t23 = t[2][3];
    double t33 = t[3][3];
    for (int j = from; j < to; j++) {
      double a = w0[j];
      double b = w1[j];
      double c = w2[j];
      double d = w3[j];
      w0[j] = t00 * a;
      w1[j] = t01 * a + t11 * b;
      w2[j] = t02 * a + t12 * b + t22 * c;
      w3[j] = t03 * a + t13 * b + (t23 * c + t33 * d);
    }
  }

  /** {@code A -= V·W}, in the triangle and in the block. */
  private void subtract(double[][] block, int rows, int from, int to) {
    for (int f = 0; f < WIDTH && from + f < columns; f++) {
      add(to, columns, triangle[from + f], w[f], -1);
    }
    int r = 0;
    for (; r + 2 <= rows; r += 2) {
      spread(
          to,
          columns,
          block[r],
          block[r + 1],
          w[0],
          w[1],
          w[2],
          w[3],
          v[0][r],
          v[1][r],
          v[2][r],
          v[3][r],
          v[0][r + 1],
          v[1][r + 1],
          v[2][r + 1],
          v[3][r + 1]);
    }
    for (; r < rows; r++) {
      for (int f = 0; f < WIDTH; f++) {
        add(to, columns, block[r], w[f], -v[f][r]);
      }
    }
  }

  private static void spread(
      int from,
      int to,
      double[] a,
      double[] b,
      double[] w0,
      double[] w1,
      double[] w2,
      double[] w3,
      double a0,
      double a1,
      double a2,
      double a3,
      double b0,
      double b1,
      double b2,
      double b3) {
    for (int j = from; j < to; j++) {
      a[j] -= a0 * w0[j] + a1 * w1[j] + (a2 * w2[j] + a3 * w3[j]);
      b[j] -= b0 * w0[j] + b1 * w1[j] + (b2 * w2[j] + b3 * w3[j]);
    }
  }
}
