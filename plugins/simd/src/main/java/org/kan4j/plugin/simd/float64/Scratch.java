/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import org.kan4j.spi.function.Extrapolation;

/** Buffers of one thread for one chunk of rows. */
final class Scratch {
  /** Rows of a chunk. */
  final int chunk;

  /** Arguments of a chunk in exact precision. */
  final /*exact*/ double[] argument;

  /** Values, then slopes, of a function in exact precision. */
  final /*exact*/ double[] function;

  /** What a basis says of itself. */
  final Extrapolation.Scratch basis = new Extrapolation.Scratch();

  /** Per row, the first basis function that is not zero. */
  final int[] first;

  /** The same before it is made an integer; or places among all knots. */
  final double[] intervals;

  /** Where arguments are in their intervals, or in the core. */
  final double[] positions;

  /** Room for the lanes of two vectors. */
  final double[] lanes = new double[2 * Lanes.COUNT];

  /** Means and squares over a chunk, one per column. */
  double[] mean = new double[0];

  double[] squares = new double[0];

  final SortedTile sorted;
  final LaneSums sums = new LaneSums();
  final DenseTile dense;

  /** Functions of a few rows, in no tile. */
  final Local few;

  /** The arguments at work. */
  final Arguments arguments = new Arguments();

  /** Columns of what is described. */
  final Player.Columns columns;

  /** The numbers of the rows, in order. */
  final int[] identity;

  /** Arguments in sorted order, and their rows. */
  final double[] ascending;

  final int[] permuted;
  private double[] slopes = new double[0];

  Scratch(int chunk) {
    this.chunk = chunk;
    argument = new /*exact*/ double[chunk];
    function = new /*exact*/ double[2 * chunk];
    first = new int[Lanes.padded(chunk)];
    intervals = new double[Lanes.padded(chunk) + Lanes.COUNT];
    positions = new double[Lanes.padded(chunk) + Lanes.COUNT];
    columns = new Player.Columns(chunk);
    ascending = new double[Lanes.padded(chunk) + Lanes.COUNT];
    permuted = new int[Lanes.padded(chunk) + Lanes.COUNT];
    identity = new int[Lanes.padded(chunk)];
    for (int r = 0; r < identity.length; r++) {
      identity[r] = r;
    }
    sorted = new SortedTile(chunk);
    dense = new DenseTile(chunk);
    few = new Local(FewRows.MOST);
  }

  /** Makes integers of the {@link #intervals}; NaN becomes 0. */
  void wholes(int rows, int[] first) {
    for (int r = 0; r < rows; r++) {
      first[r] = (int) intervals[r];
    }
  }

  /** Room for slopes that nobody asks for. */
  double[] slopes(int numbers) {
    if (slopes.length < numbers) {
      slopes = new double[numbers];
    }
    return slopes;
  }

  /** Room for moments of so many columns. */
  void reserve(int columns) {
    if (mean.length < columns) {
      mean = new double[columns];
      squares = new double[columns];
    }
  }
}
