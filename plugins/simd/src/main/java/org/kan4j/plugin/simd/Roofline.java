/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;
import org.kan4j.spi.backend.Precision;

/**
 * The limits of this machine, measured: multiplications with addition, and bytes read, by so many
 * threads at once (Williams, Waterman and Patterson, "Roofline", 2009). Needs the vector module.
 */
public final class Roofline {
  private static final double TRIAL_SECONDS = 0.02;
  private static final int TRIALS = 15;

  private final int threads;

  /** Limits of so many threads together. */
  public Roofline(int threads) {
    VectorModule.load();
    this.threads = threads;
  }

  /** Floating point operations per second, an fma counting as two, in units of 1e9. */
  public double gflops(Precision precision) {
    return switch (precision) {
      case FLOAT64 -> best(1 << 16, thread -> org.kan4j.plugin.simd.float64.Peak::multiply);
      case FLOAT32 -> best(1 << 16, thread -> org.kan4j.plugin.simd.float32.Peak::multiply);
    };
  }

  /** Bytes per second, each thread reading an array of its own of that size, in units of 1e9. */
  public double gigabytes(int bytes) {
    int rounds = Math.max(1, (1 << 22) / bytes);
    return best(rounds, thread -> org.kan4j.plugin.simd.float32.Peak.reading(bytes)::read);
  }

  /** Does work of a number of rounds; how much that was. */
  private interface Work {
    double run(int rounds);
  }

  /** The best of some trials, summed over the threads, per nanosecond. */
  private double best(int rounds, IntFunction<Work> make) {
    List<Work> works = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      works.add(make.apply(t));
    }
    double best = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      best = Math.max(best, together(works, rounds));
    }
    return best;
  }

  private static double together(List<Work> works, int rounds) {
    double[] rates = new double[works.size()];
    CountDownLatch ready = new CountDownLatch(works.size());
    List<Thread> crew = new ArrayList<>();
    for (int t = 0; t < rates.length; t++) {
      int number = t;
      crew.add(
          Thread.ofPlatform()
              .start(() -> {
                ready.countDown();
                while (ready.getCount() > 0) {
                  Thread.onSpinWait();
                }
                long start = System.nanoTime();
                long end = start + (long) (TRIAL_SECONDS * 1e9);
                double done = 0;
                while (System.nanoTime() < end) {
                  done += works.get(number).run(rounds);
                }
                rates[number] = done / (System.nanoTime() - start);
              }));
    }
    double sum = 0;
    for (int t = 0; t < rates.length; t++) {
      try {
        crew.get(t).join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return 0;
      }
      sum += rates[t];
    }
    return sum;
  }
}
