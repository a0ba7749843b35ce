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

  /** Means and squares over a chunk, one per column. */
  double[] mean = new double[0];

  double[] squares = new double[0];

  final SortedTile sorted;
  final DenseTile dense;

  Scratch(int chunk) {
    this.chunk = chunk;
    argument = new /*exact*/ double[chunk];
    function = new /*exact*/ double[2 * chunk];
    first = new int[Lanes.padded(chunk)];
    sorted = new SortedTile(chunk);
    dense = new DenseTile(chunk);
  }

  /** Room for moments of so many columns. */
  void reserve(int columns) {
    if (mean.length < columns) {
      mean = new double[columns];
      squares = new double[columns];
    }
  }
}
