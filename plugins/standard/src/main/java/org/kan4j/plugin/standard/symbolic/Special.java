/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.symbolic;

import org.kan4j.spi.function.Operator;
import org.kan4j.spi.function.Ops;

/** Special functions. */
enum Special implements Curve {
  ERF {
    @Override
    public void at(double x, int derivatives, double[] jet) {
      jet[0] = Math.abs(x) < ERF_END ? x * Erf.SERIES.at(x * x) : Math.signum(x);
      double slope = 2 / Math.sqrt(Math.PI) * Math.exp(-x * x);
      set(jet, derivatives, slope, -2 * x * slope, (4 * x * x - 2) * slope);
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      V square = ops.min(ops.mul(x, x), ops.constant(ERF_END * ERF_END));
      V inside = ops.less(ops.apply(Operator.ABS, x), ops.constant(ERF_END));
      V near = ops.mul(x, Erf.SERIES.lower(ops, square));
      // NaN is not inside, and its sign is NaN
      return ops.where(inside, near, ops.apply(Operator.SIGN, x));
    }
  },
  /** Bessel function of the first kind of order 0; far out by Hankel's expansion. */
  BESSEL_J0 {
    @Override
    public void at(double x, int derivatives, double[] jet) {
      double size = Math.abs(x);
      double zero;
      double ratio; // J1(x) / x
      if (size <= Bessel.END) {
        zero = Bessel.ZERO.at(x * x);
        ratio = Bessel.RATIO.at(x * x);
      } else {
        zero = Bessel.far(0, size);
        ratio = Bessel.far(1, size) / size;
      }
      jet[0] = Double.isInfinite(x) ? 0 : zero;
      double twoByX = size < 1e-3 ? x / 8 : (2 * ratio - zero) / x;
      set(jet, derivatives, -x * ratio, ratio - zero, x * ratio - twoByX);
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      V end = ops.constant(Bessel.END);
      V size = ops.apply(Operator.ABS, x);
      V near = ops.min(size, end);
      V far = ops.max(size, end);
      V inner = Bessel.ZERO.lower(ops, ops.mul(near, near));
      return ops.where(
          ops.less(end, size), Bessel.lowerFar(ops, far), ops.add(inner, zeros(ops, x)));
    }
  };

  /** Beyond, the error function is one to the last bit. */
  private static final double ERF_END = 6;

  private static void set(
      double[] jet, int derivatives, double first, double second, double third) {
    double[] all = {jet[0], first, second, third};
    System.arraycopy(all, 0, jet, 0, derivatives + 1);
  }

  /** Zero, and NaN where the argument is: minimum and maximum may swallow it. */
  private static <V> V zeros(Ops<V> ops, V x) {
    V size = ops.apply(Operator.ABS, x);
    return ops.where(
        ops.less(size, ops.constant(Double.MAX_VALUE)), ops.constant(0), ops.sub(x, x));
  }

  /** Abramowitz and Stegun, 7.1.6: a series without cancellation. */
  private static final class Erf {
    static final Chebyshev SERIES = Chebyshev.of(0, ERF_END * ERF_END, 48, Erf::ratio);

    private static double ratio(double square) {
      double term = 1;
      double sum = 1;
      for (int n = 1; term > 1e-18 * sum; n++) {
        term *= 2 * square / (2 * n + 1);
        sum += term;
      }
      return 2 / Math.sqrt(Math.PI) * Math.exp(-square) * sum;
    }
  }

  /** Abramowitz and Stegun, 9.1.18 (the integral, by the trapezoidal rule) and 9.2.5. */
  private static final class Bessel {
    static final double END = 25;
    private static final int TERMS = 24;
    private static final int NODES = 128;
    static final Chebyshev ZERO = Chebyshev.of(0, END * END, 44, u -> zero(Math.sqrt(u)));
    static final Chebyshev RATIO = Chebyshev.of(0, END * END, 44, u -> ratio(Math.sqrt(u)));

    private static double zero(double x) {
      double sum = 0;
      for (int k = 0; k < NODES; k++) {
        sum += Math.cos(x * Math.sin(Math.PI * k / NODES));
      }
      return sum / NODES;
    }

    /** {@code J1(x)/x}, which is {@code mean(sin(x·s)·s)/x} over the circle. */
    private static double ratio(double x) {
      double sum = 0;
      for (int k = 0; k < NODES; k++) {
        double s = Math.sin(Math.PI * k / NODES);
        sum += x * s == 0 ? s * s : Math.sin(x * s) / (x * s) * s * s;
      }
      return sum / NODES;
    }

    /** {@code a[k]·(±1)} of Hankel's expansion for an order. */
    private static double[] terms(int order) {
      double[] terms = new double[TERMS];
      terms[0] = 1;
      for (int k = 1; k < TERMS; k++) {
        double odd = 2 * k - 1;
        terms[k] = terms[k - 1] * (4.0 * order * order - odd * odd) / (8 * k);
      }
      return terms;
    }

    private static final double[] TERMS_0 = terms(0);
    private static final double[] TERMS_1 = terms(1);

    static double far(int order, double x) {
      double[] terms = order == 0 ? TERMS_0 : TERMS_1;
      double inverse = 1 / x;
      double even = 0;
      double odd = 0;
      for (int k = TERMS - 2; k >= 0; k -= 2) {
        even = terms[k] - even * inverse * inverse;
        odd = terms[k + 1] - odd * inverse * inverse;
      }
      double phase = x - (order / 2.0 + 0.25) * Math.PI;
      return Math.sqrt(2 / (Math.PI * x))
          * (even * Math.cos(phase) - odd * inverse * Math.sin(phase));
    }

    static <V> V lowerFar(Ops<V> ops, V x) {
      V inverse = ops.div(ops.constant(1), x);
      V square = ops.mul(inverse, inverse);
      V even = ops.constant(0);
      V odd = ops.constant(0);
      for (int k = TERMS - 2; k >= 0; k -= 2) {
        even = ops.sub(ops.constant(TERMS_0[k]), ops.mul(even, square));
        odd = ops.sub(ops.constant(TERMS_0[k + 1]), ops.mul(odd, square));
      }
      V phase = ops.sub(x, ops.constant(Math.PI / 4));
      V cosine = ops.mul(even, ops.apply(Operator.COS, phase));
      V sine = ops.mul(ops.mul(odd, inverse), ops.apply(Operator.SIN, phase));
      V size = ops.apply(Operator.SQRT, ops.mul(ops.constant(2 / Math.PI), inverse));
      return ops.mul(size, ops.sub(cosine, sine));
    }
  }
}
