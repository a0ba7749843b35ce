/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import org.kan4j.plugin.simd.plan.Arrangement;
import org.kan4j.plugin.standard.cpu.Workers;
import org.kan4j.spi.training.Vector;

/** A vector in the arrangement of the kernels; what is between its entries stays zero. */
final class PaddedVector implements Vector {
  /** Entries that one piece of work has, whole pairs of vectors. */
  private static final int RUN = 1 << 15;

  private final Arrangement arrangement;
  private final Workers workers;
  private final double[] values;

  PaddedVector(Arrangement arrangement, Workers workers) {
    this.arrangement = arrangement;
    this.workers = workers;
    values = new double[arrangement.size];
  }

  /** The array behind a vector of a program of this arrangement. */
  static double[] of(Vector vector, Arrangement arrangement) {
    if (!(vector instanceof PaddedVector padded) || padded.arrangement != arrangement) {
      throw new IllegalArgumentException(
          "not a vector of this program, which has "
              + arrangement.parameters()
              + " parameters: "
              + vector);
    }
    return padded.values;
  }

  @Override
  public int size() {
    return arrangement.parameters();
  }

  @Override
  public void write(/*exact*/ double[] source) {
    if (source.length != size()) {
      throw new IllegalArgumentException(source.length + " numbers for " + this);
    }
    for (int p = 0; p < source.length; p++) {
      values[arrangement.position(p)] = (double) source[p];
    }
  }

  @Override
  public void read(/*exact*/ double[] target) {
    if (target.length != size()) {
      throw new IllegalArgumentException(target.length + " places for " + this);
    }
    for (int p = 0; p < target.length; p++) {
      target[p] = values[arrangement.position(p)];
    }
  }

  /** Sets all to zero. */
  void clear() {
    workers.run(runs(), runs() < 2, (run, worker) -> Arrays.fill(values, run * RUN, end(run), 0));
  }

  private int runs() {
    return (values.length + RUN - 1) / RUN;
  }

  private int end(int run) {
    return Math.min(values.length, (run + 1) * RUN);
  }

  /** Sums of runs, added in order. */
  @Override
  public /*exact*/ double dot(Vector other) {
    double[] theirs = of(other, arrangement);
    /*exact*/ double[] sums = new /*exact*/ double[runs()];
    workers.run(
        sums.length,
        sums.length < 2,
        (run, worker) -> sums[run] = dot(values, theirs, run * RUN, end(run)));
    /*exact*/ double sum = 0;
    for (/*exact*/ double part : sums) {
      sum += part;
    }
    return sum;
  }

  private static double dot(double[] a, double[] b, int from, int to) {
    DoubleVector s = DoubleVector.zero(Lanes.SPECIES);
    DoubleVector t = s;
    for (int p = from; p < to; p += 2 * Lanes.COUNT) {
      s =
          DoubleVector.fromArray(Lanes.SPECIES, a, p)
              .fma(DoubleVector.fromArray(Lanes.SPECIES, b, p), s);
      t =
          DoubleVector.fromArray(Lanes.SPECIES, a, p + Lanes.COUNT)
              .fma(DoubleVector.fromArray(Lanes.SPECIES, b, p + Lanes.COUNT), t);
    }
    double[] lanes = new double[Lanes.COUNT];
    s.add(t).intoArray(lanes, 0);
    return Lanes.sum(lanes, 0);
  }

  @Override
  public void combine(/*exact*/ double a, /*exact*/ double b, Vector other) {
    double[] theirs = of(other, arrangement);
    workers.run(
        runs(),
        runs() < 2,
        (run, worker) -> {
          if (a == 0) {
            replace(values, (double) b, theirs, run * RUN, end(run));
          } else {
            combine(values, (double) a, (double) b, theirs, run * RUN, end(run));
          }
        });
  }

  private static void replace(double[] mine, double b, double[] theirs, int from, int to) {
    if (b == 1) {
      System.arraycopy(theirs, from, mine, from, to - from);
      return;
    }
    for (int p = from; p < to; p++) {
      mine[p] = b * theirs[p];
    }
  }

  private static void combine(
      double[] mine, double a, double b, double[] theirs, int from, int to) {
    for (int p = from; p < to; p++) {
      mine[p] = a * mine[p] + b * theirs[p];
    }
  }

  @Override
  public void update(Elementwise update, Vector... others) {
    double[][] arrays = new double[others.length + 1][];
    arrays[0] = values;
    for (int v = 0; v < others.length; v++) {
      arrays[v + 1] = of(others[v], arrangement);
    }
    workers.run(runs(), runs() < 2, (run, worker) -> update.apply(run * RUN, end(run), arrays));
    if (!leavesZeros(update, arrays.length)) {
      clear(arrays, arrangement.holes());
    }
  }

  /** Whether zeros stay zeros, so that what is between the entries need not be cleared. */
  static boolean leavesZeros(Elementwise rule, int vectors) {
    double[][] arrays = new double[vectors][1];
    rule.apply(0, 1, arrays);
    for (double[] array : arrays) {
      if (array[0] != 0) {
        return false;
      }
    }
    return true;
  }

  static void clear(double[][] arrays, int[] runs) {
    for (double[] array : arrays) {
      clear(array, runs);
    }
  }

  /** Sets runs of places to zero. */
  static void clear(double[] array, int[] runs) {
    for (int k = 0; k < runs.length; k += 2) {
      Arrays.fill(array, runs[k], runs[k + 1], 0);
    }
  }

  @Override
  public String toString() {
    return "a padded vector of " + size();
  }
}
