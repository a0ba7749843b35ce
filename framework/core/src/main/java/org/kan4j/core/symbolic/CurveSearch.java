/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.symbolic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.kan4j.core.symbolic.GaussNewton.Effort;
import org.kan4j.core.symbolic.GaussNewton.Point;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Function;

/**
 * Fits {@code c·f(a·x + b) + d} to samples of a curve. Every start of a lattice over a and b is
 * rated by its correlation with few samples, the best are improved by damped Gauss-Newton steps on
 * some of the samples, the best of these on all. Immutable; safe for several threads.
 */
public final class CurveSearch {
  private static final int FEW = 32;
  private static final int SOME = 100;
  private static final int STARTS = 18;
  private static final int FINALISTS = 7;
  private static final int WINNERS = 2;

  /** Points whose errors differ by less are on the way to the same curve. */
  private static final double SAME = 1e-3;

  private static final Effort SKETCH = new Effort(5, 1e-3);
  private static final Effort DRAFT = new Effort(20, 1e-6);
  private static final Effort TRIAL = new Effort(2, 1e-3);
  private static final Effort POLISH = new Effort(30, 1e-8);

  private final double[] x;
  private final double[] y;
  private final double mean;
  private final double spread;
  private final Samples all;
  private final Samples some;
  private final Lattice lattice;

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
    mean = Arrays.stream(y).sum() / y.length;
    double squares = Arrays.stream(y).map(value -> (value - mean) * (value - mean)).sum();
    spread = squares > 0 ? Math.sqrt(squares / y.length) : 0;
    double unit = spread > 0 ? spread : 1;
    all = Samples.of(this.x, Arrays.stream(this.y).map(at -> (at - mean) / unit).toArray());
    some = all.thinned(SOME);
    lattice = new Lattice(all.thinned(FEW));
  }

  /** The best fit of a function; r2 is minus infinity where it has no value on the samples. */
  public AffineFit fit(Function function) {
    if (function.complexity() == 0 || spread == 0) {
      return new AffineFit(function, 1, 0, 0, mean, spread == 0 ? 1 : 0);
    }
    if (function.name().equals("sign")) {
      return stepped(function);
    }
    AffineFit best = new AffineFit(function, 1, 0, 0, mean, Double.NEGATIVE_INFINITY);
    GaussNewton onAll = new GaussNewton(function, all);
    for (Point finalist : finalists(function, onAll)) {
      AffineFit fit = rated(function, onAll.improve(finalist.a(), finalist.b(), POLISH));
      best = fit.r2() > best.r2() ? fit : best;
    }
    return best;
  }

  /** Different curves that are worth a polish, the best first. */
  private List<Point> finalists(Function function, GaussNewton onAll) {
    List<Lattice.Start> starts = lattice.best(function, STARTS);
    GaussNewton onSome = new GaussNewton(function, some);
    List<Point> sketches =
        sorted(starts.stream().map(start -> onSome.improve(start.a(), start.b(), SKETCH)));
    List<Point> tried =
        sorted(
            sketches.stream()
                .limit(FINALISTS)
                .map(point -> onSome.improve(point.a(), point.b(), DRAFT))
                .map(point -> onAll.improve(point.a(), point.b(), TRIAL)));
    if (tried.isEmpty()) { // a pole or an end between the samples that were asked
      tried = sorted(starts.stream().map(start -> onAll.improve(start.a(), start.b(), TRIAL)));
    }
    List<Point> different = new ArrayList<>();
    for (Point point : tried) {
      if (different.isEmpty() || point.error() > different.getLast().error() * (1 + SAME)) {
        different.add(point);
      }
    }
    return different.subList(0, Math.min(WINNERS, different.size()));
  }

  /** Those with a value, the best first. */
  private static List<Point> sorted(Stream<Point> points) {
    return points.filter(Point::hasValue).sorted(Comparator.comparingDouble(Point::error)).toList();
  }

  /** A step has no slope to follow: the cut that explains most, of all there are. */
  private AffineFit stepped(Function function) {
    double[] u = all.u();
    double[] v = all.v();
    int n = u.length;
    double total = Arrays.stream(v).sum();
    double left = 0;
    double most = -1;
    AffineFit best = new AffineFit(function, 1, 2, 0, 0, 0);
    for (int s = 1; s < n; s++) {
      left += v[s - 1];
      double explained = left * left / s + (total - left) * (total - left) / (n - s);
      if (u[s] > u[s - 1] && explained > most) {
        most = explained;
        double low = left / s;
        double high = (total - left) / (n - s);
        double cut = u[s - 1] / 2 + u[s] / 2;
        best = new AffineFit(function, 1, -cut, (high - low) / 2, (high + low) / 2, 0);
      }
    }
    return rated(best);
  }

  private AffineFit rated(Function function, Point point) {
    return rated(new AffineFit(function, point.a(), point.b(), point.c(), point.d(), 0));
  }

  /** In the units of the samples, with the share of them that it explains. */
  private AffineFit rated(AffineFit of) {
    Function function = of.function();
    double a = all.scale(of.a());
    double b = all.offset(of.a(), of.b());
    double c = of.c() * spread;
    double d = of.d() * spread + mean;
    double[] values = new AffineFit(function, a, b, c, d, 0).values(x);
    double squares = 0;
    for (int s = 0; s < values.length; s++) {
      squares += (values[s] - y[s]) * (values[s] - y[s]);
    }
    double r2 = 1 - squares / (spread * spread * y.length);
    double share = Double.isNaN(r2) ? Double.NEGATIVE_INFINITY : r2;
    return new AffineFit(function, a, b, c, d, share);
  }
}
