/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

/** Values and slopes of functions: function {@code j} of row {@code r} in {@code [j*step + r]}. */
final class Local {
  /** From a function to the next: no power of two, so that they do not share a cache set. */
  final int step;

  double[] values = new double[0];
  double[] slopes = new double[0];

  /** Whether slopes are asked for; if not, they may be computed all the same. */
  boolean wanted;

  private double[] own = new double[0];

  /** For chunks of so many rows. */
  Local(int chunk) {
    step = Lanes.padded(chunk) + 16;
  }

  /**
   * Room for so many functions.
   *
   * @param spare room for slopes that nobody asks for
   */
  void reserve(int functions, boolean slopesWanted, Scratch spare) {
    wanted = slopesWanted;
    int numbers = functions * step;
    if (values.length < numbers) {
      values = new double[numbers];
    }
    if (wanted && own.length < numbers) {
      own = new double[numbers];
    }
    slopes = wanted ? own : spare.slopes(numbers);
  }
}
