/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.basis;

import java.util.List;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Ops;

/**
 * Bumps {@code (relu(e - u)·relu(u - s))²·16/(e - s)⁴} over {@code order + 1} grid intervals each,
 * one beginning in every interval (Qiu et al., "ReLU-KAN", 2024).
 */
public final class ReluBumps {
  private static final Option<Integer> GRID =
      Option.integer("grid", 5, 1, 100_000, "number of grid intervals");
  private static final Option<Integer> ORDER =
      Option.integer("order", 3, 1, 50, "a bump spans one interval more than this");

  private static final UnitBasis.Family FAMILY =
      new UnitBasis.Family(
          "relu",
          "bumps made of squares of rectifiers, as in ReLU-KAN",
          List.of(GRID, ORDER),
          GRID,
          options -> new Bumps(options.get(GRID), options.get(ORDER)));

  private ReluBumps() {}

  /** Makes bumps. */
  public static Factory<Basis> factory() {
    return FAMILY.factory();
  }

  private record Bumps(int intervals, int order) implements UnitFunctions {
    @Override
    public int size() {
      return intervals + order;
    }

    @Override
    public int support() {
      return order + 1;
    }

    @Override
    public void evaluate(double[] u, int n, int derivatives, int[] first, double[] values) {
      int support = support();
      int block = n * support;
      double rate = intervals / 2.0;
      double half = support / 2.0;
      // in units of half a bump: ((1 - v)(1 + v))², v from -1 to 1
      double inner = rate / half;
      for (int s = 0; s < n; s++) {
        double place = (u[s] + 1) * rate;
        int from = (int) Math.max(0, Math.min(intervals - 1, Math.floor(place)));
        first[s] = from;
        for (int j = 0; j < support; j++) {
          double v = (place - (from + j - order)) / half - 1;
          int at = s * support + j;
          boolean inside = v >= -1 && v <= 1;
          double q = inside ? (1 - v) * (1 + v) : 0;
          values[at] = q * q;
          if (derivatives > 0) {
            values[block + at] = -4 * v * q * inner;
          }
          if (derivatives > 1) {
            values[2 * block + at] = inside ? (8 * v * v - 4 * q) * inner * inner : 0;
          }
          if (derivatives > 2) {
            values[3 * block + at] = inside ? 24 * v * inner * inner * inner : 0;
          }
        }
      }
    }

    @Override
    public <V> V lower(Ops<V> ops, V u) {
      double[] middles = new double[size()];
      for (int j = 0; j < middles.length; j++) {
        middles[j] = j - order + support() / 2.0;
      }
      V place = ops.mul(ops.add(u, ops.constant(1)), ops.constant(intervals / 2.0));
      V v = ops.mul(ops.sub(place, ops.constant(middles)), ops.constant(2.0 / support()));
      V rise = ops.max(ops.constant(0), ops.add(v, ops.constant(1)));
      V fall = ops.max(ops.constant(0), ops.sub(ops.constant(1), v));
      V product = ops.mul(rise, fall);
      return ops.mul(product, product);
    }
  }
}
