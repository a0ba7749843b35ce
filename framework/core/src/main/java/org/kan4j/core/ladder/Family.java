/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.ladder;

import java.util.ArrayList;
import java.util.List;

/**
 * Bases of one kind that grow.
 *
 * @param basis with a place for its size
 * @param more numbers of a curve beyond its size
 * @param sizes of the rungs
 * @param smooth whether curves are kept from following noise
 */
record Family(String basis, int more, List<Integer> sizes, boolean smooth) {
  private static final String CHEBYSHEV = "chebyshev(degree=%d)";
  private static final String CUBIC = "bspline(grid=%d)";

  /** As exact as the numbers, for smooth functions. */
  static final Family EXACT = new Family(CHEBYSHEV, 1, List.of(4, 6, 8, 12, 16, 24), false);

  /** From straight lines on, where few rows are noisy. */
  static final Family CAUTIOUS = new Family(CHEBYSHEV, 1, List.of(1, 2, 3, 4, 6, 8), false);

  /** Where rows are classes. */
  static final Family CLASSES = new Family(CHEBYSHEV, 1, List.of(1, 2, 3), false);

  /** For what bends in one place. */
  static final Family LOCAL = new Family(CUBIC, 3, List.of(3, 5, 10, 20), false);

  /** For noise around smooth functions. */
  static final Family SMOOTH = new Family(CHEBYSHEV, 1, List.of(4, 6, 8, 12, 16), true);

  /** For noise around what bends in one place. */
  static final Family SMOOTH_LOCAL = new Family(CUBIC, 3, List.of(3, 5, 10, 20), true);

  /**
   * What limits a rung.
   *
   * @param edges of the network
   * @param numbers most parameters of all curves
   * @param step most multiplications of a step
   */
  record Limits(long edges, long numbers, double step) {}

  /** Parameters of all curves of the first rung. */
  long first(long edges) {
    return numbers(edges, sizes.getFirst());
  }

  private long numbers(long edges, int size) {
    return edges * (size + more);
  }

  /** The sizes within the limits, and always the first. */
  Family within(Limits limits, Work work) {
    List<Integer> some = new ArrayList<>();
    for (int size : sizes) {
      long numbers = numbers(limits.edges, size);
      if (some.isEmpty()
          || (numbers <= limits.numbers && work.step((double) numbers) <= limits.step)) {
        some.add(size);
      }
    }
    return new Family(basis, more, some, smooth);
  }

  /** Multiplications of a climb of so many steps per rung. */
  double climb(long edges, int steps, Work work) {
    return sizes.stream()
        .mapToDouble(size -> steps * work.step((double) numbers(edges, size)))
        .sum();
  }

  /** As a user would write it. */
  List<String> rungs() {
    List<String> rungs = new ArrayList<>();
    for (int size : sizes) {
      rungs.add(rungs.isEmpty() ? basis.formatted(size) : String.valueOf(size));
    }
    return rungs;
  }

  /** What a step takes. */
  @FunctionalInterface
  interface Work {
    /** Multiplications for so many parameters. */
    double step(double numbers);
  }
}
