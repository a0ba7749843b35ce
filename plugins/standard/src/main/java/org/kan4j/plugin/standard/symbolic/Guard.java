/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.symbolic;

import java.util.function.DoubleUnaryOperator;
import org.kan4j.spi.function.Operator;
import org.kan4j.spi.function.Ops;

/**
 * What stands in for a function where it would be too large or is not defined: {@code constant +
 * slope·x + step·sign(x)} in a region, and elsewhere the function, its domain made whole by
 * symmetry. As pykan's singularity-avoiding variants, but continuous at the square root, where
 * pykan's jumps. Edge and numbers depend on the largest size that values may have.
 */
record Guard(
    Region region,
    DoubleUnaryOperator edge,
    DoubleUnaryOperator constant,
    DoubleUnaryOperator slope,
    DoubleUnaryOperator step,
    Symmetry symmetry) {

  /** Where the function is replaced. */
  enum Region {
    /** {@code |x| < edge}. */
    NEAR_ZERO,
    /** {@code x > edge}. */
    ABOVE,
    /** {@code |x| >= edge}. */
    FAR,
    /** Where values are larger than the limit, which then is the value. */
    LARGE
  }

  /** How a function of positive numbers goes on to negative ones. */
  enum Symmetry {
    NONE,
    EVEN,
    ODD
  }

  static final Guard LARGE = new Guard(Region.LARGE, y -> 0, y -> 0, y -> 0, y -> 0, Symmetry.NONE);
  static final Guard EXP =
      new Guard(Region.ABOVE, Math::log, y -> y, y -> 0, y -> 0, Symmetry.NONE);
  static final Guard LOG =
      new Guard(
          Region.NEAR_ZERO,
          y -> Math.max(Math.exp(-y), Double.MIN_NORMAL),
          y -> -y,
          y -> 0,
          y -> 0,
          Symmetry.EVEN);
  static final Guard SQRT =
      new Guard(Region.NEAR_ZERO, y -> 1 / (y * y), y -> 0, y -> y, y -> 0, Symmetry.ODD);
  static final Guard INVERSE_SQRT =
      new Guard(Region.NEAR_ZERO, y -> 1 / (y * y), y -> y, y -> 0, y -> 0, Symmetry.EVEN);
  static final Guard POWER1_5 =
      new Guard(Region.NEAR_ZERO, y -> 0, y -> 0, y -> 0, y -> 0, Symmetry.ODD);
  static final Guard ARCSIN =
      new Guard(Region.FAR, y -> 1, y -> 0, y -> 0, y -> Math.PI / 2, Symmetry.NONE);
  static final Guard ARCCOS =
      new Guard(Region.FAR, y -> 1, y -> Math.PI / 2, y -> 0, y -> -Math.PI / 2, Symmetry.NONE);
  static final Guard ARCTANH =
      new Guard(Region.FAR, y -> Math.tanh(y) - 1e-4, y -> 0, y -> 0, y -> y, Symmetry.NONE);

  /** For {@code 1/x^order}. */
  static Guard pole(int order) {
    DoubleUnaryOperator edge = y -> Math.pow(y, -1.0 / order);
    return order % 2 == 0
        ? new Guard(Region.NEAR_ZERO, edge, y -> y, y -> 0, y -> 0, Symmetry.NONE)
        : new Guard(
            Region.NEAR_ZERO,
            edge,
            y -> 0,
            y -> y * Math.pow(y, 1.0 / order),
            y -> 0,
            Symmetry.NONE);
  }

  /** The guarded curve and its derivatives, as those of {@link Curve#evaluate}. */
  void evaluate(Curve curve, double limit, double[] x, int n, int derivatives, double[] values) {
    curve.evaluate(mirrored(x, n), n, derivatives, values);
    double from = edge.applyAsDouble(limit);
    double offset = constant.applyAsDouble(limit);
    double rise = slope.applyAsDouble(limit);
    double jump = step.applyAsDouble(limit);
    for (int s = 0; s < n; s++) {
      double at = x[s];
      boolean replaced =
          switch (region) {
            case NEAR_ZERO -> Math.abs(at) < from;
            case ABOVE -> at > from;
            case FAR -> Math.abs(at) >= from;
            case LARGE -> Math.abs(values[s]) > limit;
          };
      if (replaced) {
        values[s] =
            region == Region.LARGE
                ? Math.copySign(limit, values[s])
                : offset + rise * at + jump * Math.signum(at);
        Curve.store(values, n, s, derivatives, rise, 0, 0);
      } else if (symmetry != Symmetry.NONE && at < 0) {
        for (int d = symmetry == Symmetry.ODD ? 0 : 1; d <= derivatives; d += 2) {
          values[d * n + s] = -values[d * n + s];
        }
      }
    }
  }

  /** The arguments at which a curve with a symmetry is asked. */
  private double[] mirrored(double[] x, int n) {
    if (symmetry == Symmetry.NONE) {
      return x;
    }
    double[] sizes = new double[n];
    for (int s = 0; s < n; s++) {
      sizes[s] = x[s] < 0 ? -x[s] : x[s];
    }
    return sizes;
  }

  /** The guarded curve in the common vocabulary. */
  <V> V lower(Curve curve, double limit, Ops<V> ops, V x) {
    V size = ops.apply(Operator.ABS, x);
    V sign = ops.apply(Operator.SIGN, x);
    V value =
        switch (symmetry) {
          case NONE -> curve.lower(ops, x);
          case EVEN -> curve.lower(ops, size);
          case ODD -> ops.mul(sign, curve.lower(ops, size));
        };
    if (region == Region.LARGE) {
      return ops.max(ops.min(value, ops.constant(limit)), ops.constant(-limit));
    }
    V from = ops.constant(edge.applyAsDouble(limit));
    V line =
        ops.add(
            ops.constant(constant.applyAsDouble(limit)),
            ops.add(
                ops.mul(ops.constant(slope.applyAsDouble(limit)), x),
                ops.mul(ops.constant(step.applyAsDouble(limit)), sign)));
    return switch (region) {
      case NEAR_ZERO -> ops.where(ops.less(size, from), line, value);
      case ABOVE -> ops.where(ops.less(from, x), line, value);
      case FAR -> ops.where(ops.less(size, from), value, line);
      case LARGE -> throw new IllegalStateException();
    };
  }
}
