/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

/**
 * Values and slopes of functions: function {@code j} of row {@code r} in {@code [start + j*step +
 * r]}.
 */
final class Local {
  /** From a function to the next: no power of two, so that they do not share a cache set. */
  final int step;

  /** Place of the first function: 0, or where a cache line starts. */
  final int start;

  double[] values = new double[0];
  double[] slopes = new double[0];

  /** Whether slopes are asked for; if not, they may be computed all the same. */
  boolean wanted;

  private double[] own = new double[0];

  /** For chunks of so many rows. */
  Local(int chunk) {
    this(chunk, 0);
  }

  private Local(int chunk, int start) {
    step = Lanes.padded(chunk) + 16;
    this.start = start;
  }

  /** The same, each function from where a cache line starts. */
  static Local aligned(int chunk) {
    return new Local(chunk, Lanes.SKIP);
  }

  /** Where function {@code j} starts. */
  int place(int j) {
    return start + j * step;
  }

  /**
   * Room for so many functions.
   *
   * @param spare room for slopes that nobody asks for
   */
  void reserve(int functions, boolean slopesWanted, Scratch spare) {
    wanted = slopesWanted;
    int numbers = place(functions);
    if (values.length < numbers) {
      values = new double[numbers];
    }
    if (wanted && own.length < numbers) {
      own = new double[numbers];
    }
    slopes = wanted ? own : spare.slopes(numbers);
  }
}
