/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.symbolic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Function;

/**
 * Fits {@code c·f(a·x + b) + d} to samples of a curve: every start of a lattice over a and b is
 * rated by its correlation on few samples, the best of them are improved by damped Gauss-Newton
 * steps in all four numbers (Levenberg, Marquardt). Immutable; safe for several threads.
 */
public final class CurveSearch {
  private static final int COARSE = 32;
  private static final int MIDDLE = 100;
  private static final int STARTS = 10;
  private static final double[] SCALES =
      DoubleStream.concat(
              DoubleStream.iterate(0.08, size -> size < 16, size -> size * 1.4),
              DoubleStream.of(0.97, 0.999, 1)) // to the ends of functions that have such
          .toArray();
  private static final double[] SHIFTS = {
    0, 0.2, 0.4, 0.6, 0.8, 0.95, 1.02, 1.1, 1.3, 1.7, 2.5, 4, 8
  };

  private final double[] x;
  private final double[] y;
  private final double middle;
  private final double half;
  private final double mean;
  private final double spread;
  private final Samples all;
  private final Samples some;
  private final Samples few;

  /** Samples in units in which arguments span [-1, 1] and values have mean 0 and deviation 1. */
  private record Samples(double[] u, double[] v) {
    Samples thinned(int count) {
      if (u.length <= count) {
        return this;
      }
      int[] at = new int[count];
      for (int s = 0; s < count; s++) {
        at[s] = (int) ((long) s * (u.length - 1) / (count - 1));
      }
      return new Samples(
          Arrays.stream(at).mapToDouble(s -> u[s]).toArray(),
          Arrays.stream(at).mapToDouble(s -> v[s]).toArray());
    }
  }

  /**
   * The samples to fit.
   *
   * @param x arguments, {@code x[n]}, at least 2; not changed
   * @param y values, {@code y[n]}; not changed
   * @throws KanException of kind NUMERIC if a sample is not finite
   */
  public CurveSearch(double[] x, double[] y) {
    if (x.length != y.length || x.length < 2) {
      throw new IllegalArgumentException(x.length + " arguments, " + y.length + " values");
    }
    Integer[] order = new Integer[x.length];
    Arrays.setAll(order, s -> s);
    Arrays.sort(order, Comparator.comparingDouble(s -> x[s]));
    this.x = Arrays.stream(order).mapToDouble(s -> x[s]).toArray();
    this.y = Arrays.stream(order).mapToDouble(s -> y[s]).toArray();
    for (int s = 0; s < x.length; s++) {
      if (!Double.isFinite(x[s]) || !Double.isFinite(y[s])) {
        throw new KanException(
            KanException.Kind.NUMERIC,
            "a curve has the value " + y[s] + " at " + x[s] + ", to which nothing can be fitted");
      }
    }
    double lower = this.x[0];
    double upper = this.x[x.length - 1];
    middle = lower / 2 + upper / 2;
    half = upper > lower ? upper / 2 - lower / 2 : 1;
    mean = Arrays.stream(y).sum() / y.length;
    double squares = Arrays.stream(y).map(value -> (value - mean) * (value - mean)).sum();
    spread = squares > 0 ? Math.sqrt(squares / y.length) : 0;
    double unit = spread > 0 ? spread : 1;
    all =
        new Samples(
            Arrays.stream(this.x).map(at -> (at - middle) / half).toArray(),
            Arrays.stream(this.y).map(at -> (at - mean) / unit).toArray());
    some = all.thinned(MIDDLE);
    few = all.thinned(COARSE);
  }

  /** The best fit of a function; r2 is minus infinity where it has no value on the samples. */
  public AffineFit fit(Function function) {
    if (function.complexity() == 0 || spread == 0) {
      return new AffineFit(function, 1, 0, 0, mean, spread == 0 ? 1 : 0);
    }
    if (function.name().equals("sign")) {
      return rated(function, bestCut());
    }
    AffineFit best = new AffineFit(function, 1, 0, 0, mean, Double.NEGATIVE_INFINITY);
    for (double[] start : starts(function)) {
      double[] rough = new GaussNewton(function, some.u, some.v).improve(start, 8);
      if (rough == null) {
        continue;
      }
      AffineFit fit = rated(function, rough);
      if (fit.r2() > best.r2()) {
        best = fit;
      }
    }
    if (best.r2() == Double.NEGATIVE_INFINITY) {
      return best;
    }
    double[] polished = new GaussNewton(function, all.u, all.v).improve(normalised(best), 40);
    AffineFit fit = polished == null ? best : rated(function, polished);
    return fit.r2() >= best.r2() ? fit : best;
  }

  /** A step has no slope to follow: the cut that explains most, of all there are. */
  private double[] bestCut() {
    int n = all.u.length;
    double total = Arrays.stream(all.v).sum();
    double left = 0;
    double most = -1;
    double[] best = {1, 2, 0, 0};
    for (int s = 1; s < n; s++) {
      left += all.v[s - 1];
      double explained = left * left / s + (total - left) * (total - left) / (n - s);
      if (all.u[s] > all.u[s - 1] && explained > most) {
        most = explained;
        double low = left / s;
        double high = (total - left) / (n - s);
        double cut = all.u[s - 1] / 2 + all.u[s] / 2;
        best = new double[] {1, -cut, (high - low) / 2, (high + low) / 2};
      }
    }
    return best;
  }

  private double[] normalised(AffineFit fit) {
    return new double[] {
      fit.a() * half, fit.b() + fit.a() * middle, fit.c() / spread, (fit.d() - mean) / spread
    };
  }

  private AffineFit rated(Function function, double[] p) {
    AffineFit fit =
        new AffineFit(
            function,
            p[0] / half,
            p[1] - p[0] * middle / half,
            p[2] * spread,
            p[3] * spread + mean,
            0);
    double[] values = fit.values(x);
    double squares = 0;
    for (int s = 0; s < values.length; s++) {
      squares += (values[s] - y[s]) * (values[s] - y[s]);
    }
    double r2 = 1 - squares / (spread * spread * y.length);
    return new AffineFit(
        function,
        fit.a(),
        fit.b(),
        fit.c(),
        fit.d(),
        Double.isNaN(r2) ? Double.NEGATIVE_INFINITY : r2);
  }

  private record Start(double rating, double[] parameters) {}

  /** The best shift for every scale, and of these the best. */
  private List<double[]> starts(Function function) {
    List<Start> starts = new ArrayList<>();
    double[] argument = new double[few.u.length];
    double[] values = new double[few.u.length];
    for (double size : SCALES) {
      for (double scale : new double[] {size, -size}) {
        Start best = null;
        for (double shift : shifts(size)) {
          for (double side : shift == 0 ? new double[] {1} : new double[] {1, -1}) {
            double offset = scale * shift * side;
            for (int s = 0; s < argument.length; s++) {
              argument[s] = scale * few.u[s] + offset;
            }
            function.evaluate(argument, argument.length, 0, values);
            Start start = start(scale, offset, values);
            if (start != null && (best == null || start.rating > best.rating)) {
              best = start;
            }
          }
        }
        if (best != null) {
          starts.add(best);
        }
      }
    }
    return starts.stream()
        .sorted(Comparator.comparingDouble(Start::rating).reversed())
        .limit(STARTS)
        .map(Start::parameters)
        .toList();
  }

  /** Of the lattice, and the one with which the argument just reaches 1 on one side. */
  private static double[] shifts(double size) {
    if (size >= 1) {
      return SHIFTS;
    }
    double[] shifts = Arrays.copyOf(SHIFTS, SHIFTS.length + 1);
    shifts[SHIFTS.length] = (1 - 1e-12) / size - 1;
    return shifts;
  }

  /** Null where the function has no value. */
  private Start start(double scale, double offset, double[] values) {
    double average = 0;
    double averageV = 0;
    for (int s = 0; s < values.length; s++) {
      average += values[s] / values.length;
      averageV += few.v[s] / values.length;
    }
    double own = 0;
    double cross = 0;
    double target = 0;
    for (int s = 0; s < values.length; s++) {
      double deviation = values[s] - average;
      own += deviation * deviation;
      cross += deviation * (few.v[s] - averageV);
      target += (few.v[s] - averageV) * (few.v[s] - averageV);
    }
    double rating = cross * cross / (own * target);
    if (!Double.isFinite(rating)) {
      return null;
    }
    double c = cross / own;
    return new Start(rating, new double[] {scale, offset, c, averageV - c * average});
  }
}
