/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.cpu;

import org.kan4j.spi.function.Extrapolation;

/**
 * A {@link Fan} over a chunk of rows: the values of its basis and of its base function there.
 * Filled by {@link Kernel#evaluate}, read by the other methods of the same kernel. Confined to one
 * workspace.
 */
public final class Tile {
  private final Fan fan;
  private final int size;
  private final int support;
  private final Extrapolation.Scratch scratch = new Extrapolation.Scratch();
  private double[] base = new double[0];
  private int rows;

  /** An empty tile of these edges. */
  public Tile(Fan fan) {
    this.fan = fan;
    this.size = fan.size();
    this.support = fan.support();
  }

  /** The edges. */
  public Fan fan() {
    return fan;
  }

  /** Number of basis functions. */
  public int size() {
    return size;
  }

  /** Number of basis functions per row in {@link #values}. */
  public int support() {
    return support;
  }

  /** Number of rows it was last evaluated at. */
  public int rows() {
    return rows;
  }

  /** Per row, the number of the first basis function: {@code first[rows]}. */
  public int[] first() {
    return scratch.first;
  }

  /** Values {@code values[r*support + j]}, then slopes {@code values[(rows + r)*support + j]}. */
  public double[] values() {
    return scratch.values;
  }

  /** The base function, {@code base[r]}, then its slopes, {@code base[rows + r]}. */
  public double[] base() {
    return base;
  }

  /**
   * Fills the tile with the slopes of another of the same edges, times a factor per row: what the
   * edges change by where their argument does by the factor.
   */
  void slopes(Tile of, double[] factor) {
    rows = of.rows;
    scratch.first = of.scratch.first;
    int count = rows * support;
    if (scratch.values.length < count) {
      scratch.values = new double[count];
    }
    double[] from = of.scratch.values;
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < support; j++) {
        scratch.values[r * support + j] = factor[r] * from[count + r * support + j];
      }
    }
    if (fan.hasBase()) {
      if (base.length < rows) {
        base = new double[rows];
      }
      for (int r = 0; r < rows; r++) {
        base[r] = factor[r] * of.base[rows + r];
      }
    }
  }

  /**
   * Fills the tile by asking the basis and the base function.
   *
   * @param x the arguments, {@code x[rows]}
   * @param rows how many
   * @param slopes whether slopes are wanted too
   */
  public void evaluate(double[] x, int rows, boolean slopes) {
    this.rows = rows;
    fan.extrapolation().evaluate(fan.basis(), x, rows, scratch, slopes);
    if (fan.hasBase()) {
      if (base.length < 2 * rows) {
        base = new double[2 * rows];
      }
      fan.base().evaluate(x, rows, slopes ? 1 : 0, base);
    }
  }
}
