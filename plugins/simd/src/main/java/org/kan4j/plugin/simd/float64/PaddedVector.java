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

  /** Whether there is anything but zeros at what does not live. */
  private boolean inert;

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
    inert = true;
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
    int length = length(inert);
    int runs = runs(length);
    workers.run(
        runs, runs < 2, (run, worker) -> Arrays.fill(values, run * RUN, end(run, length), 0));
    inert = false;
  }

  private int length(boolean withInert) {
    return withInert ? values.length : arrangement.living;
  }

  private static int runs(int length) {
    return (length + RUN - 1) / RUN;
  }

  private static int end(int run, int length) {
    return Math.min(length, (run + 1) * RUN);
  }

  /** Somebody is to write to what does not live. */
  static void disturb(Vector vector) {
    ((PaddedVector) vector).inert = true;
  }

  /** Sums of runs, added in order. */
  @Override
  public /*exact*/ double dot(Vector other) {
    double[] theirs = of(other, arrangement);
    int length = length(inert && ((PaddedVector) other).inert);
    /*exact*/ double[] sums = new /*exact*/ double[runs(length)];
    workers.run(
        sums.length,
        sums.length < 2,
        (run, worker) -> sums[run] = dot(values, theirs, run * RUN, end(run, length)));
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
    inert |= ((PaddedVector) other).inert;
    int length = length(inert);
    int runs = runs(length);
    workers.run(
        runs,
        runs < 2,
        (run, worker) -> {
          if (a == 0) {
            replace(values, (double) b, theirs, run * RUN, end(run, length));
          } else {
            combine(values, (double) a, (double) b, theirs, run * RUN, end(run, length));
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
    if (!update.onlyTrainable()) {
      disturb(this);
      for (Vector other : others) {
        disturb(other);
      }
    }
    int length = length(!update.onlyTrainable());
    int runs = runs(length);
    workers.run(runs, runs < 2, (run, worker) -> update.apply(run * RUN, end(run, length), arrays));
    int[] holes = arrangement.holes();
    for (double[] array : arrays) {
      clear(array, holes);
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
