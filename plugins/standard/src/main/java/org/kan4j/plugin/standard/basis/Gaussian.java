/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.basis;

import java.util.List;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Operator;
import org.kan4j.spi.function.Ops;

/**
 * Gaussian radial basis functions about equally spaced centres, {@code exp(-((u - centre) /
 * (width·spacing))²)} (Li, "Kolmogorov-Arnold Networks are Radial Basis Function Networks", 2024).
 */
public final class Gaussian {
  private static final Option<Integer> GRID =
      Option.integer("grid", 7, 1, 10_000, "number of intervals between centres");
  private static final Option<Double> WIDTH =
      Option.real("width", 1, 0.1, 10, "width of a function, in distances between centres");

  private static final UnitBasis.Family FAMILY =
      new UnitBasis.Family(
          "gaussian",
          "Gaussian radial basis functions",
          List.of(GRID, WIDTH),
          GRID,
          options -> new Bells(options.get(GRID), options.get(WIDTH)));

  private Gaussian() {}

  /** Makes Gaussians. */
  public static Factory<Basis> factory() {
    return FAMILY.factory();
  }

  private static final class Bells implements UnitFunctions {
    private final int intervals;
    private final double width;
    private final double spacing;

    /** {@code exp(-(2i+1)/width²)}: what each step away from the nearest centre costs more. */
    private final double[] fading;

    Bells(int intervals, double width) {
      this.intervals = intervals;
      this.width = width;
      spacing = 2.0 / intervals;
      fading = new double[intervals];
      for (int i = 0; i < intervals; i++) {
        fading[i] = Math.exp(-(2 * i + 1) / (width * width));
      }
    }

    @Override
    public int size() {
      return intervals + 1;
    }

    /** The three exponentials of the nearest centre give those of all: each step is a product. */
    @Override
    public void evaluate(double[] u, int n, int derivatives, int[] first, double[] values) {
      int size = size();
      for (int s = 0; s < n; s++) {
        double place = (u[s] + 1) / spacing;
        int nearest = (int) Math.max(0, Math.min(intervals, Math.rint(place)));
        double t = (place - nearest) / width;
        int at = s * size + nearest;
        values[at] = Math.exp(-t * t);
        double up = Math.exp(2 * t / width);
        double down = Math.exp(-2 * t / width);
        for (int i = 0; i < intervals - nearest; i++) {
          values[at + i + 1] = step(values[at + i], up, fading[i]);
        }
        for (int i = 0; i < nearest; i++) {
          values[at - i - 1] = step(values[at - i], down, fading[i]);
        }
      }
      if (derivatives > 0) {
        derive(u, n, derivatives, values);
      }
    }

    /** Far outside a function underflows before its step overflows: then it is 0. */
    private static double step(double value, double rate, double fading) {
      return value == 0 || fading == 0 ? 0 : value * (rate * fading);
    }

    private void derive(double[] u, int n, int derivatives, double[] values) {
      int size = size();
      int block = n * size;
      double inverse = 1 / (width * spacing);
      for (int s = 0; s < n; s++) {
        for (int j = 0; j < size; j++) {
          int at = s * size + j;
          double value = values[at];
          // where a function is 0, its derivatives are, however far away
          double t = value == 0 ? 0 : (u[s] + 1 - j * spacing) * inverse;
          double square = t * t;
          values[block + at] = -2 * t * inverse * value;
          if (derivatives > 1) {
            values[2 * block + at] = (4 * square - 2) * inverse * inverse * value;
          }
          if (derivatives > 2) {
            values[3 * block + at] = (12 - 8 * square) * t * inverse * inverse * inverse * value;
          }
        }
      }
    }

    @Override
    public <V> V lower(Ops<V> ops, V u) {
      double[] centres = new double[size()];
      for (int j = 0; j < centres.length; j++) {
        centres[j] = j * spacing - 1;
      }
      V t = ops.mul(ops.sub(u, ops.constant(centres)), ops.constant(1 / (width * spacing)));
      return ops.apply(Operator.EXP, ops.apply(Operator.NEG, ops.mul(t, t)));
    }
  }
}
