/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.cpu;

/**
 * The inner loops of a network on a processor: all O(rows x inputs x subnodes) work, one input's
 * edges and one chunk of rows at a time. Everything else is {@link CpuProgram}'s.
 *
 * <p>An instance may own scratch memory and is used by one thread at a time. Results must not
 * depend on how warm the code is: no vector exponentials and no reductions of unspecified order.
 * NaN passes through and affects its own row alone. Sums and adjoints are one array per row.
 */
public interface Kernel {
  /** Makes the kernel of one workspace. */
  @FunctionalInterface
  interface Maker {
    /** A new kernel. */
    Kernel make();
  }

  /**
   * Fills a tile at {@code x[rows]}.
   *
   * @param slopes whether {@link #inputGradient} will be asked for
   */
  default void evaluate(Tile tile, double[] x, int rows, boolean slopes) {
    tile.evaluate(x, rows, slopes);
  }

  /**
   * Adds the values of the edges: {@code sums[r][o] += Σ_j values[r][j]·P[first[r]+j][o] +
   * base[r]·P[size][o]}.
   *
   * @param parameters of the network; places of edges that do not live are 0
   * @param sums one array of at least {@code outputs} numbers per row
   */
  void forward(Tile tile, double[] parameters, double[][] sums);

  /**
   * Adds the derivative by the numbers of the edges: {@code gradient[P[first[r]+j][o]] +=
   * values[r][j]·adjoint[r][o]}, rows in order, and so for the base function.
   *
   * @param gradient in the layout of the network; places of edges that do not live may get anything
   */
  void weightGradient(Tile tile, double[][] adjoint, double[] gradient);

  /**
   * Adds the derivative by the argument: {@code inputAdjoint[r] += Σ_o adjoint[r][o]·(Σ_j
   * slopes[r][j]·P[first[r]+j][o] + baseSlope[r]·P[size][o])}.
   */
  void inputGradient(Tile tile, double[] parameters, double[][] adjoint, double[] inputAdjoint);
}
