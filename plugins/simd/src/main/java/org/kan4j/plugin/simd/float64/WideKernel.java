/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import java.util.Arrays;
import org.kan4j.plugin.simd.plan.Edges;

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
  private final double[] lanes;

  /**
   * For one layer.
   *
   * @param width columns of the numeric edges, whole vectors
   * @param zeros where a row of zeros starts, in parameters and gradient
   * @param chunk rows of a chunk
   */
  WideKernel(int width, int zeros, int chunk) {
    this.width = width;
    window = new Window(width, zeros);
    fours = MANY_REGISTERS ? width / (4 * N) * (4 * N) : 0;
    twos = width / (2 * N) * (2 * N);
    lanes = new double[Lanes.SKIP + chunk * N];
  }

  /** Adds the values of the edges to rows {@code from} on. */
  void forward(SortedTile tile, Edges edges, double[] p, Sheet to, int from) {
    int start = to.place(from, 0);
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

  /** Adds the derivatives by the numbers of the edges, rows {@code from} on in sorted order. */
  void gradient(SortedTile tile, Edges edges, Sheet adjoint, int from, double[] gradient) {
    int start = adjoint.place(from, 0);
    for (int pass = 0; pass < Window.passes(tile, edges); pass++) {
      window.select(tile, edges, pass);
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
  }

  /** Adds the derivatives by the arguments to {@code to[at + r]}. */
  void inputGradient(
      SortedTile tile, Edges edges, double[] p, Sheet adjoint, int from, double[] to, int at) {
    int start = adjoint.place(from, 0);
    Arrays.fill(lanes, Lanes.SKIP, Lanes.SKIP + tile.rows * N, 0);
    for (int pass = 0; pass < Window.passes(tile, edges); pass++) {
      window.select(tile, edges, pass);
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
    for (int s = 0; s < tile.rows; s++) {
      to[at + tile.order[s]] += Lanes.sum(lanes, Lanes.SKIP + s * N);
    }
  }
}
