/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.basis;

import java.util.List;
import java.util.Locale;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.function.Operator;
import org.kan4j.spi.function.Ops;

/**
 * Functions of a coordinate that is stretched towards ends of [-1, 1], so that curves that behave
 * like a square root there, as {@code asin} and {@code sqrt} do, are smooth in it and converge as
 * fast as others: {@code t = sqrt(2(1+u)) - 1} for the lower end, the mirror image for the upper,
 * and {@code t = (sqrt(1+u) - sqrt(1-u))/sqrt(2)} for both, all from [-1, 1] to [-1, 1].
 *
 * @param inner functions of {@code t}
 * @param lower whether the lower end is graded
 * @param upper whether the upper end is graded
 */
record Grading(UnitFunctions inner, boolean lower, boolean upper) implements UnitFunctions {
  /** Which ends are graded. */
  static final Option<String> OPTION =
      Option.choice(
          "grading",
          "none",
          List.of("none", "lower", "upper", "both"),
          "ends towards which the coordinate is stretched, for curves like a square root there");

  /** So far outside the interval lies the end of the stretch: slopes at its ends stay finite. */
  private static final double BEYOND = 1e-5;

  /** The functions with the grading that options ask for. */
  static UnitFunctions of(Options options, UnitFunctions inner) {
    String ends = options.get(OPTION).toUpperCase(Locale.ROOT);
    return ends.equals("NONE")
        ? inner
        : new Grading(inner, !ends.equals("UPPER"), !ends.equals("LOWER"));
  }

  /** The part of t that an end makes: {@code scale*sqrt(1 + side*u + beyond)}. */
  private double scale() {
    return lower && upper ? 1 / Math.sqrt(2) : Math.sqrt(2);
  }

  @Override
  public int size() {
    return inner.size();
  }

  @Override
  public int support() {
    return inner.support();
  }

  @Override
  public void evaluate(double[] u, int n, int derivatives, int[] first, double[] values) {
    double[][] t = new double[4][n];
    for (int s = 0; s < n; s++) {
      if (lower) {
        add(t, s, 1, u[s]);
      }
      if (upper) {
        add(t, s, -1, u[s]);
      }
      if (lower != upper) {
        t[0][s] -= lower ? 1 : -1;
      }
    }
    inner.evaluate(t[0], n, derivatives, first, values);
    int support = inner.support();
    int block = n * support;
    for (int s = 0; s < n; s++) {
      double d1 = t[1][s];
      double d2 = t[2][s];
      double d3 = t[3][s];
      for (int at = s * support; at < (s + 1) * support; at++) {
        double f1 = derivatives > 0 ? values[block + at] : 0;
        double f2 = derivatives > 1 ? values[2 * block + at] : 0;
        if (derivatives > 2) {
          double f3 = values[3 * block + at];
          values[3 * block + at] = f3 * d1 * d1 * d1 + 3 * f2 * d1 * d2 + f1 * d3;
        }
        if (derivatives > 1) {
          values[2 * block + at] = f2 * d1 * d1 + f1 * d2;
        }
        if (derivatives > 0) {
          values[block + at] = f1 * d1;
        }
      }
    }
  }

  /** Adds {@code side*scale*sqrt(1 + side*u)} and its derivatives. */
  private void add(double[][] t, int s, int side, double u) {
    double square = Math.max(BEYOND, 1 + side * u + BEYOND);
    double root = Math.sqrt(square);
    double scale = scale();
    t[0][s] += side * scale * root;
    t[1][s] += scale / (2 * root);
    t[2][s] -= side * scale / (4 * root * square);
    t[3][s] += 3 * scale / (8 * root * square * square);
  }

  @Override
  public <V> V lower(Ops<V> ops, V u) {
    V t = null;
    if (lower) {
      t = part(ops, ops.add(ops.constant(1 + BEYOND), u));
    }
    if (upper) {
      V above = part(ops, ops.sub(ops.constant(1 + BEYOND), u));
      t = t == null ? ops.sub(ops.constant(1), above) : ops.sub(t, above);
    }
    return inner.lower(ops, upper ? t : ops.sub(t, ops.constant(1)));
  }

  private <V> V part(Ops<V> ops, V square) {
    V safe = ops.max(square, ops.constant(BEYOND));
    return ops.mul(ops.apply(Operator.SQRT, safe), ops.constant(scale()));
  }
}
