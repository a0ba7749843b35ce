/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.basis;

import java.util.List;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Operator;
import org.kan4j.spi.function.Ops;

/**
 * Piecewise linear functions over equal intervals: coefficients are the values of the curve at
 * their ends. Two differ from zero at one argument. ({@code bspline(order=1)} makes them over knots
 * that follow the data.)
 */
public final class PiecewiseLinear {
  private static final Option<Integer> GRID =
      Option.integer("grid", 8, 2, 100_000, "number of grid intervals");

  private static final UnitBasis.Family FAMILY =
      new UnitBasis.Family(
          "linear",
          "piecewise linear functions",
          List.of(GRID),
          GRID,
          options -> new Hats(options.get(GRID)));

  private PiecewiseLinear() {}

  /** Makes piecewise linear functions. */
  public static Factory<Basis> factory() {
    return FAMILY.factory();
  }

  private record Hats(int intervals) implements UnitFunctions {
    @Override
    public int size() {
      return intervals + 1;
    }

    @Override
    public int support() {
      return 2;
    }

    @Override
    public void evaluate(double[] u, int n, int derivatives, int[] first, double[] values) {
      double rate = intervals / 2.0;
      for (int s = 0; s < n; s++) {
        double place = (u[s] + 1) * rate;
        int at = (int) Math.max(0, Math.min(intervals - 1, Math.floor(place)));
        first[s] = at;
        double left = at + 1 - place;
        double right = place - at;
        // beyond the ends the outermost hat falls to zero
        boolean below = place < 0;
        boolean above = place > intervals;
        values[2 * s] = below ? Math.max(0, 1 + place) : above ? 0 : left;
        values[2 * s + 1] = below ? 0 : above ? Math.max(0, 1 + intervals - place) : right;
        if (derivatives > 0) {
          int slope = 2 * (n + s);
          values[slope] = below ? (place > -1 ? rate : 0) : above ? 0 : -rate;
          values[slope + 1] = below ? 0 : above ? (place < intervals + 1 ? -rate : 0) : rate;
        }
        for (int d = 2; d <= derivatives; d++) {
          values[2 * (d * n + s)] = 0;
          values[2 * (d * n + s) + 1] = 0;
        }
      }
    }

    @Override
    public <V> V lower(Ops<V> ops, V u) {
      double[] centres = new double[size()];
      for (int j = 0; j < centres.length; j++) {
        centres[j] = j;
      }
      V place = ops.mul(ops.add(u, ops.constant(1)), ops.constant(intervals / 2.0));
      V distance = ops.apply(Operator.ABS, ops.sub(place, ops.constant(centres)));
      return ops.max(ops.constant(0), ops.sub(ops.constant(1), distance));
    }
  }
}
