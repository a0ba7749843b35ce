/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Milliseconds per run. */
public record Timing(double median, double best) {
  private static final int FEWEST_RUNS = 9;

  /** Seconds that compilers usually want. */
  private static final double COMPILING = 2;

  /** Times work for about {@code seconds}; warm it first by timing it for nothing. */
  static Timing of(Runnable work, double seconds) {
    double[] times = repeat(work, seconds);
    Arrays.sort(times);
    return new Timing(times[times.length / 2], times[0]);
  }

  /**
   * Times work once it is warm: until a quarter of {@code seconds} goes by without its median
   * falling, and at most some ten times {@code seconds}.
   */
  static Timing warm(Runnable work, double seconds) {
    double end = System.nanoTime() + 1e9 * (COMPILING + 10 * seconds);
    double before = of(work, Math.max(COMPILING, seconds)).median;
    double now = of(work, seconds / 4).median;
    while (now < 0.97 * before && System.nanoTime() < end) {
      before = now;
      now = of(work, seconds / 4).median;
    }
    return of(work, seconds);
  }

  private static double[] repeat(Runnable work, double seconds) {
    List<Double> times = new ArrayList<>();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    while (System.nanoTime() < end || times.size() < FEWEST_RUNS) {
      long start = System.nanoTime();
      work.run();
      times.add((System.nanoTime() - start) / 1e6);
    }
    return times.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
