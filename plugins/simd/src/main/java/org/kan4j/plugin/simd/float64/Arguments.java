/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

/** The arguments of a chunk, in the order of its rows or sorted. */
final class Arguments {
  /** Argument {@code s} is number {@code from + s}; room for whole vectors behind them. */
  double[] numbers;

  int from;

  /** The row of each argument; null in the order of rows. */
  int[] order;

  /** Where sorted, the first argument of each bucket; one more at the end. */
  int[] start;

  /** In the order of rows. */
  void rows(double[] of, int first) {
    numbers = of;
    from = first;
    order = null;
    start = null;
  }

  /** Sorted. */
  void sorted(double[] of, int[] ofRows, int[] starts) {
    numbers = of;
    from = 0;
    order = ofRows;
    start = starts;
  }
}
