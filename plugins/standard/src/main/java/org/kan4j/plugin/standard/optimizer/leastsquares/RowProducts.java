/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.optimizer.leastsquares;

import org.kan4j.spi.training.Curvature;
import org.kan4j.spi.training.Vector;

/**
 * Products with rows where nothing but rows is known. They are kept if there is room for them, else
 * made anew for each product; bits are the same. Confined to one thread.
 */
final class RowProducts implements Products {
  /** How many numbers are made at a time. */
  private static final int BLOCK = 1 << 20;

  /** The largest array there can be. */
  private static final long LONGEST = Integer.MAX_VALUE - 8L;

  private final Curvature curvature;
  private final Vector parameters;
  private final int[] places;
  private final int count;
  private final int run;
  private final double[] block;
  private final double[] kept;

  /**
   * Rows at a point.
   *
   * @param room numbers that may be kept
   */
  RowProducts(Curvature curvature, Vector parameters, int[] places, long room) {
    this.curvature = curvature;
    this.parameters = parameters;
    this.places = places;
    count = curvature.rows();
    run = Math.clamp(BLOCK / parameters.size(), 1, Math.max(1, count));
    block = new double[Math.multiplyExact(run, parameters.size())];
    long numbers = (long) count * places.length;
    kept = numbers <= Math.min(room, LONGEST) ? new double[(int) numbers] : null;
    if (kept != null) {
      for (int from = 0; from < count; from += run) {
        fill(from, kept, from * places.length);
      }
    }
  }

  /** Makes rows {@code from} to {@code from + run}. */
  private void fill(int from, double[] to, int at) {
    int rows = Math.min(run, count - from);
    curvature.rows(parameters, from, from + rows, block);
    int size = parameters.size();
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < places.length; c++) {
        double entry = block[r * size + places[c]];
        to[at + r * places.length + c] = entry;
      }
    }
  }

  @Override
  public int rows() {
    return count;
  }

  @Override
  public double[] times(double[] v) {
    double[] product = new double[count];
    each((r, rows, at) -> product[r] = dot(rows, at, v));
    return product;
  }

  @Override
  public double[] transposed(double[] u) {
    double[] product = new double[places.length];
    each((r, rows, at) -> add(product, u[r], rows, at));
    return product;
  }

  private static double dot(double[] rows, int at, double[] v) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int c = 0;
    for (; c + 4 <= v.length; c += 4) {
      s0 += rows[at + c] * v[c];
      s1 += rows[at + c + 1] * v[c + 1];
      s2 += rows[at + c + 2] * v[c + 2];
      s3 += rows[at + c + 3] * v[c + 3];
    }
    for (; c < v.length; c++) {
      s0 += rows[at + c] * v[c];
    }
    return (s0 + s1) + (s2 + s3);
  }

  private static void add(double[] sum, double factor, double[] rows, int at) {
    for (int c = 0; c < sum.length; c++) {
      sum[c] += factor * rows[at + c];
    }
  }

  @FunctionalInterface
  private interface Each {
    void row(int row, double[] rows, int at);
  }

  private void each(Each what) {
    if (kept != null) {
      for (int r = 0; r < count; r++) {
        what.row(r, kept, r * places.length);
      }
      return;
    }
    double[] some = new double[Math.multiplyExact(run, places.length)];
    for (int from = 0; from < count; from += run) {
      fill(from, some, 0);
      int to = Math.min(count, from + run);
      for (int r = from; r < to; r++) {
        what.row(r, some, (r - from) * places.length);
      }
    }
  }
}
