/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.basis;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.function.Ops;
import org.kan4j.spi.function.Refit;

/**
 * B-splines of any order over uniform or adapted knots (de Boor, "A Practical Guide to Splines",
 * 1978; as the basis of KANs: Liu et al., "KAN", 2024). Only {@code order + 1} of them differ from
 * zero at one argument, and only those are computed.
 *
 * <p>The core interval is closed: at its upper end functions and derivatives are those from the
 * left. Outside it they decay to zero over the extended knots. Where knots coincide, 0/0 counts as
 * 0.
 */
public final class BSpline implements Basis {
  private static final String NAME = "bspline";
  private static final int MAX_INTERVALS = 100_000;

  private static final Option<Integer> GRID =
      Option.integer("grid", 5, 1, MAX_INTERVALS, "number of grid intervals");
  private static final Option<Integer> ORDER =
      Option.integer("order", 3, 0, 15, "polynomial degree; 3 is cubic");
  private static final Option<Double> GRID_EPS =
      Option.real("grid_eps", 0.02, 0, 1, "grids from samples: 0 follows quantiles, 1 is uniform");
  private static final Option<Double> LOWER =
      Option.real("lower", -1, -Double.MAX_VALUE, Double.MAX_VALUE, "lower end of the grid");
  private static final Option<Double> UPPER =
      Option.real("upper", 1, -Double.MAX_VALUE, Double.MAX_VALUE, "upper end of the grid");
  private static final Option<List<Double>> KNOTS =
      Option.reals(
          "knots",
          List.of(),
          "all grid + 2*order + 1 knots, in place of grid, lower and upper; empty: uniform");
  private static final List<Option<?>> OPTIONS =
      List.of(GRID, ORDER, GRID_EPS, LOWER, UPPER, KNOTS);

  private final Options options;
  private final int order;
  private final BasisShape.Spline shape;
  private final double[] knots;
  private final SplineKernel kernel;

  private BSpline(Options given) {
    order = given.get(ORDER);
    List<Double> list = given.get(KNOTS);
    if (list.isEmpty()) {
      options = given;
      double lower = given.get(LOWER);
      double upper = given.get(UPPER);
      knots = Knots.extend(Knots.checkedUniform(lower, upper, given.get(GRID)), order);
      Knots.check(knots, order);
    } else {
      knots = list.stream().mapToDouble(Double::doubleValue).toArray();
      Knots.check(knots, order);
      int intervals = knots.length - 1 - 2 * order;
      if (intervals > MAX_INTERVALS) {
        throw KanException.user("bspline: knots: at most %d intervals", MAX_INTERVALS);
      }
      // knots say it all: options that repeat it are made to agree
      options =
          given
              .with(GRID, intervals)
              .with(LOWER, knots[order])
              .with(UPPER, knots[order + intervals]);
    }
    shape = new BasisShape.Spline(order, DoubleStream.of(knots).boxed().toList());
    kernel = new SplineKernel(order, knots);
  }

  /** Makes B-splines. */
  public static Factory<Basis> factory() {
    return Factory.of(NAME, "B-splines of any order", OPTIONS, BSpline::new);
  }

  /** B-splines over uniform knots. */
  public static BSpline uniform(int grid, int order, double lower, double upper) {
    return new BSpline(
        Options.parse(
            NAME, OPTIONS, Map.of("grid", grid, "order", order, "lower", lower, "upper", upper)));
  }

  /** B-splines over the given extended knots {@code knots[grid + 2*order + 1]}, ascending. */
  public static BSpline over(int order, double... knots) {
    List<Double> list = DoubleStream.of(knots).boxed().toList();
    return new BSpline(Options.parse(NAME, OPTIONS, Map.of("order", order, "knots", list)));
  }

  /** Extended knots: the inner ones and {@code order} more on each side, at the mean distance. */
  public static double[] extend(double[] inner, int order) {
    return Knots.extend(inner, order);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public BasisShape shape() {
    return shape;
  }

  @Override
  public void evaluate(double[] x, int n, int derivatives, int[] first, double[] values) {
    kernel.evaluate(x, n, derivatives, first, values);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Samples give inner knots of the share {@code grid_eps} from equal distances and the rest
   * from quantiles; the share of equal distances is raised where knots would fall together. Another
   * size gives inner knots resampled linearly, and so does the shape of another spline. All are
   * extended at the mean distance.
   */
  @Override
  public Basis refit(Refit request) {
    return switch (request) {
      case Refit.ToRange(double lower, double upper) -> toRange(lower, upper);
      case Refit.ToShape(BasisShape other) -> toShape(other);
      case Refit.ToCover(double lower, double upper) -> toCover(lower, upper);
      case Refit.ToSamples samples -> toSamples(samples);
      case Refit.ToSize(int size) -> toSize(size);
    };
  }

  private BSpline toRange(double lower, double upper) {
    return isUniform()
        ? new BSpline(options.with(LOWER, lower).with(UPPER, upper))
        : over(Knots.map(knots, order, lower, upper));
  }

  private BSpline toShape(BasisShape other) {
    if (!Double.isFinite(other.lower()) || !Double.isFinite(other.upper())) {
      return this;
    }
    if (other instanceof BasisShape.Spline(int degree, List<Double> list)) {
      double[] inner =
          list.subList(degree, list.size() - degree).stream()
              .mapToDouble(Double::doubleValue)
              .toArray();
      int last = inner.length - 1;
      if (!Arrays.equals(inner, Knots.uniform(inner[0], inner[last], last))) {
        return over(Knots.extend(Knots.resample(inner, options.get(GRID)), order));
      }
    }
    return new BSpline(
        options.with(LOWER, other.lower()).with(UPPER, other.upper()).with(KNOTS, List.of()));
  }

  private BSpline toCover(double lower, double upper) {
    double[] inner = Arrays.copyOfRange(knots, order, knots.length - order);
    int last = inner.length - 1;
    if (lower >= inner[0] && upper <= inner[last]) {
      return this;
    }
    inner[0] = Math.min(inner[0], lower);
    inner[last] = Math.max(inner[last], upper);
    return over(Knots.extend(inner, order));
  }

  private BSpline toSamples(Refit.ToSamples request) {
    double[] sorted = request.sorted();
    if (sorted.length < 2 || !(sorted[0] < sorted[sorted.length - 1])) {
      throw new IllegalArgumentException("a grid needs at least two different samples");
    }
    double share = options.get(GRID_EPS);
    double[] inner = Knots.ofSamples(sorted, options.get(GRID), request.margin(), share);
    if (share == 1) {
      return new BSpline(
          options
              .with(LOWER, inner[0])
              .with(UPPER, inner[inner.length - 1])
              .with(KNOTS, List.of()));
    }
    return over(Knots.extend(inner, order));
  }

  private BSpline toSize(int size) {
    if (size < 1 || size > MAX_INTERVALS) {
      throw KanException.user("bspline: grid: '%d' is not %s", size, GRID.type().allowed());
    }
    if (isUniform()) {
      return new BSpline(options.with(GRID, size));
    }
    double[] inner = Arrays.copyOfRange(knots, order, knots.length - order);
    return over(Knots.extend(Knots.resample(inner, size), order));
  }

  private BSpline over(double[] changed) {
    return new BSpline(options.with(KNOTS, DoubleStream.of(changed).boxed().toList()));
  }

  private boolean isUniform() {
    return options.get(KNOTS).isEmpty();
  }

  @Override
  public <V> V lower(Ops<V> ops, V x) {
    return new CoxDeBoor<>(ops, x, order, knots).basis();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BSpline spline && options.equals(spline.options);
  }

  @Override
  public int hashCode() {
    return options.hashCode();
  }

  @Override
  public String toString() {
    return NAME + options;
  }
}
