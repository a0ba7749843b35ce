/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.symbolic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import org.kan4j.spi.function.Function;

/**
 * Where to start from: a lattice over a and b of {@code f(a·u + b)}, rated by the correlation with
 * few samples. Of numbers that make the same curve one is tried. Immutable.
 */
final class Lattice {
  private static final double[] SCALES =
      DoubleStream.concat(
              DoubleStream.iterate(0.08, size -> size < 16, size -> size * 1.4),
              DoubleStream.of(0.97, 0.999, 1)) // to the ends of functions that have such
          .toArray();
  private static final double[] SHIFTS = {
    0, 0.2, 0.4, 0.6, 0.8, 0.95, 1.02, 1.1, 1.3, 1.7, 2.5, 4, 8
  };

  /** Closer, where no other scale makes other curves; with poles between the samples. */
  private static final double[] CLOSE_SHIFTS =
      DoubleStream.concat(
              DoubleStream.iterate(0, shift -> shift < 0.98, shift -> shift + 0.03),
              DoubleStream.of(1.005, 1.02, 1.05, 1.1, 1.2, 1.3, 1.5, 1.7, 2, 2.5, 4, 8))
          .toArray();

  private static final int PER_SCALE = 2;

  private final double[] u;
  private final double[] v;
  private final double squares;

  Lattice(Samples samples) {
    u = samples.u();
    double mean = Arrays.stream(samples.v()).sum() / u.length;
    v = Arrays.stream(samples.v()).map(value -> value - mean).toArray();
    squares = Arrays.stream(v).map(value -> value * value).sum();
  }

  /**
   * A start.
   *
   * @param rating square of the correlation
   */
  record Start(double a, double b, double rating) {}

  /** The best shifts for every scale, and of these so many, the best first. */
  List<Start> best(Function function, int count) {
    Sameness same = Sameness.of(function);
    double[] signs = same.mirrored() ? new double[] {1} : new double[] {1, -1};
    List<Start> starts = new ArrayList<>();
    for (double size : same.scaled() ? new double[] {1} : SCALES) {
      double[] shifts =
          same.shifted() ? new double[1] : same.scaled() ? bothSides(CLOSE_SHIFTS) : shifts(size);
      for (double sign : signs) {
        List<Start> peaks = peaks(rated(function, sign * size, shifts));
        starts.addAll(same.scaled() ? peaks : best(peaks, PER_SCALE));
      }
    }
    return best(starts, count);
  }

  /** Those of one scale that are better than their neighbours: the others lead to the same. */
  private static List<Start> peaks(List<Start> of) {
    List<Start> peaks = new ArrayList<>();
    for (int k = 0; k < of.size(); k++) {
      double before = k > 0 ? of.get(k - 1).rating : 0;
      double after = k + 1 < of.size() ? of.get(k + 1).rating : 0;
      if (of.get(k).rating >= Math.max(before, after)) {
        peaks.add(of.get(k));
      }
    }
    return peaks;
  }

  private static List<Start> best(List<Start> of, int count) {
    return of.stream()
        .sorted(Comparator.comparingDouble(Start::rating).reversed())
        .limit(count)
        .toList();
  }

  /** Of the lattice, and the one with which the argument just reaches 1. */
  private static double[] shifts(double size) {
    if (size >= 1) {
      return bothSides(SHIFTS);
    }
    double[] shifts = Arrays.copyOf(SHIFTS, SHIFTS.length + 1);
    shifts[SHIFTS.length] = (1 - 1e-12) / size - 1;
    return bothSides(shifts);
  }

  private static double[] bothSides(double[] shifts) {
    return Arrays.stream(shifts)
        .flatMap(shift -> shift == 0 ? DoubleStream.of(0) : DoubleStream.of(shift, -shift))
        .sorted()
        .toArray();
  }

  /** The starts at which the function has values on all samples and is not constant. */
  private List<Start> rated(Function function, double scale, double[] shifts) {
    int n = u.length;
    double[] arguments = new double[n * shifts.length];
    double[] values = new double[n * shifts.length];
    for (int k = 0; k < shifts.length; k++) {
      double offset = scale * shifts[k];
      for (int s = 0; s < n; s++) {
        arguments[k * n + s] = scale * u[s] + offset;
      }
    }
    function.evaluate(arguments, n * shifts.length, 0, values);
    List<Start> starts = new ArrayList<>();
    for (int k = 0; k < shifts.length; k++) {
      double rating = rating(values, k * n);
      if (Double.isFinite(rating)) {
        starts.add(new Start(scale, scale * shifts[k], rating));
      }
    }
    return starts;
  }

  private double rating(double[] values, int from) {
    int n = u.length;
    double mean = 0;
    for (int s = 0; s < n; s++) {
      mean += values[from + s];
    }
    mean /= n;
    double own = 0;
    double cross = 0;
    for (int s = 0; s < n; s++) {
      double deviation = values[from + s] - mean;
      own += deviation * deviation;
      cross += deviation * v[s];
    }
    return cross * cross / (own * squares);
  }
}
