/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.basis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.function.Ops;
import org.kan4j.spi.function.Refit;

/**
 * Functions of [-1, 1] carried to a core interval, which follows the data: a refit moves the
 * interval alone, or makes more or fewer of the functions. Immutable.
 */
final class UnitBasis implements Basis {
  /**
   * A kind of functions.
   *
   * @param name the name users ask for
   * @param description one line for {@code --help}
   * @param own its options without the ends of the interval
   * @param size which of them a change of size sets
   * @param make the functions of checked options
   */
  record Family(
      String name,
      String description,
      List<Option<?>> own,
      Option<Integer> size,
      java.util.function.Function<Options, UnitFunctions> make) {
    List<Option<?>> options() {
      List<Option<?>> all = new ArrayList<>(own);
      all.add(Interval.LOWER);
      all.add(Interval.UPPER);
      return List.copyOf(all);
    }

    Factory<Basis> factory() {
      return Factory.of(name, description, options(), given -> new UnitBasis(this, given));
    }

    Basis of(int count, double lower, double upper) {
      return factory().create(Map.of(size.key(), count, "lower", lower, "upper", upper));
    }
  }

  private final Family family;
  private final Options options;
  private final Interval interval;
  private final UnitFunctions functions;
  private final double middle;
  private final double scale;

  private UnitBasis(Family family, Options options) {
    this.family = family;
    this.options = options;
    interval = Interval.of(family.name, options);
    functions = family.make.apply(options);
    middle = interval.middle();
    scale = interval.scale();
  }

  @Override
  public String name() {
    return family.name;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public BasisShape shape() {
    int size = functions.size();
    int support = functions.support();
    return support == size
        ? new BasisShape.Dense(size, interval.lower(), interval.upper())
        : new BasisShape.Local(size, support, interval.lower(), interval.upper());
  }

  @Override
  public void evaluate(double[] x, int n, int derivatives, int[] first, double[] values) {
    double[] u = new double[n];
    for (int s = 0; s < n; s++) {
      u[s] = (x[s] - middle) * scale;
    }
    Arrays.fill(first, 0, n, 0);
    functions.evaluate(u, n, derivatives, first, values);
    int block = n * functions.support();
    double factor = scale;
    for (int d = 1; d <= derivatives && scale != 1; d++) {
      for (int v = d * block; v < (d + 1) * block; v++) {
        values[v] *= factor;
      }
      factor *= scale;
    }
  }

  @Override
  public Basis refit(Refit request) {
    Options changed = interval.refit(request).in(options);
    if (request instanceof Refit.ToSize(int count)) {
      try {
        changed = changed.with(family.size, count);
      } catch (IllegalArgumentException e) {
        throw KanException.user(
            "%s: %s: '%d' is not %s",
            family.name, family.size.key(), count, family.size.type().allowed());
      }
    }
    return changed.equals(options) ? this : new UnitBasis(family, changed);
  }

  @Override
  public <V> V lower(Ops<V> ops, V x) {
    V u = x;
    if (middle != 0) {
      u = ops.sub(u, ops.constant(middle));
    }
    if (scale != 1) {
      u = ops.mul(u, ops.constant(scale));
    }
    return functions.lower(ops, u);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UnitBasis basis
        && family.name.equals(basis.family.name)
        && options.equals(basis.options);
  }

  @Override
  public int hashCode() {
    return 31 * family.name.hashCode() + options.hashCode();
  }

  @Override
  public String toString() {
    return family.name + options;
  }
}
