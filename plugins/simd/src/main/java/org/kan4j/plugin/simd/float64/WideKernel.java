/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import java.util.Arrays;
import org.kan4j.plugin.simd.plan.Edges;
import org.kan4j.plugin.simd.plan.Schedule;

/**
 * All edges of an input together, the lanes being outputs. The five rows of coefficients that a
 * bucket needs stay in registers, as many vectors of each as there is room for, while its rows of
 * data pass, and four of them for the next bucket. More than five rows take passes. Of one layer
 * and one thread.
 *
 * <p>The loops are written out: a helper inside costs more than the loop, once the compiler gives
 * up inlining.
 */
final class WideKernel {
  /** From a vector to the next. */
  private static final int N = Lanes.COUNT;

  /** Processors whose vectors have 512 bits have 32 registers of them, others may have 16. */
  private static final boolean MANY_REGISTERS = Lanes.SPECIES.vectorBitSize() >= 512;

  private final int width;
  private final Window window;

  /** Columns that four vectors at a time take, then those that two take. */
  private final int fours;

  private final int twos;

  /** Per row of data, derivatives by its argument that are still to be summed over the lanes. */
  private double[] lanes = new double[0];

  /**
   * For one layer.
   *
   * @param width columns of the numeric edges, whole vectors
   * @param zeros where a row of zeros starts, in parameters and gradient
   */
  WideKernel(int width, int zeros) {
    this.width = width;
    window = new Window(width, zeros);
    fours = MANY_REGISTERS ? width / (4 * N) * (4 * N) : 0;
    twos = width / (2 * N) * (2 * N);
  }

  /** Adds the values of the edges to rows {@code from} on. */
  void forward(SortedTile tile, Edges edges, double[] p, Sheet to, int from) {
    int start = to.place(from, 0);
    window.rows(tile, 0, tile.rows);
    for (int pass = 0; pass < Window.passes(tile, edges); pass++) {
      window.select(tile, edges, pass);
      int c = 0;
      for (; c < fours; c += 4 * N) {
        ForwardPanel.four(window, tile, p, c, to, start + c);
      }
      for (; c < twos; c += 2 * N) {
        ForwardPanel.two(window, tile, p, c, to, start + c);
      }
      if (c < width) {
        ForwardPanel.one(window, tile, p, c, to, start + c);
      }
    }
  }

  /**
   * Adds the derivatives by the numbers of the edges, and by the arguments, a few buckets at a
   * time: what the first kernel reads is still near when the second does.
   *
   * @param gradient receives the former; null if they are not wanted
   * @param to receives the latter, in {@code to[at + r]}; null if they are not wanted
   */
  void back(
      SortedTile tile,
      Edges edges,
      double[] p,
      Sheet adjoint,
      int from,
      double[] gradient,
      double[] to,
      int at) {
    int start = adjoint.place(from, 0);
    int passes = Window.passes(tile, edges);
    for (int b = 0; b < tile.buckets; b = window.end) {
      window.rows(tile, b, Schedule.STRIP);
      for (int pass = 0; gradient != null && pass < passes; pass++) {
        window.select(tile, edges, pass);
        gradient(tile, adjoint, start, gradient);
      }
      if (to != null) {
        int first = tile.start[window.begin];
        int rows = tile.start[window.end] - first;
        reserve(rows);
        for (int pass = 0; pass < passes; pass++) {
          window.select(tile, edges, pass);
          inputs(tile, p, adjoint, start);
        }
        for (int s = 0; s < rows; s++) {
          to[at + tile.order[first + s]] += Lanes.sum(lanes, Lanes.SKIP + s * N);
        }
      }
    }
  }

  /** Room for partial sums of so many rows, which are none yet. */
  private void reserve(int rows) {
    int numbers = Lanes.SKIP + rows * N;
    if (lanes.length < numbers) {
      lanes = new double[numbers];
    }
    Arrays.fill(lanes, Lanes.SKIP, numbers, 0);
  }

  private void gradient(SortedTile tile, Sheet adjoint, int start, double[] gradient) {
    int c = 0;
    for (; c < fours; c += 4 * N) {
      GradientPanel.four(window, tile, adjoint, start + c, c, gradient);
    }
    for (; c < twos; c += 2 * N) {
      GradientPanel.two(window, tile, adjoint, start + c, c, gradient);
    }
    if (c < width) {
      GradientPanel.one(window, tile, adjoint, start + c, c, gradient);
    }
  }

  private void inputs(SortedTile tile, double[] p, Sheet adjoint, int start) {
    int c = 0;
    for (; c < fours; c += 4 * N) {
      InputPanel.four(window, tile, p, c, adjoint, start + c, lanes);
    }
    for (; c < twos; c += 2 * N) {
      InputPanel.two(window, tile, p, c, adjoint, start + c, lanes);
    }
    if (c < width) {
      InputPanel.one(window, tile, p, c, adjoint, start + c, lanes);
    }
  }
}
