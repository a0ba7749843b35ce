/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.symbolic;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.kan4j.spi.function.Operator;
import org.kan4j.spi.function.Ops;

/** Special functions. */
enum Special implements Curve {
  ERF {
    @Override
    public void evaluate(double[] x, int n, int derivatives, double[] values) {
      for (int s = 0; s < n; s++) {
        double at = x[s];
        values[s] = Math.abs(at) < Erf.END ? at * Erf.RATIO.at(at * at) : Math.signum(at);
        if (derivatives > 0) {
          double slope = Erf.FACTOR * Math.exp(-at * at);
          double third = (4 * at * at - 2) * slope;
          Curve.store(values, n, s, derivatives, slope, -2 * at * slope, third);
        }
      }
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      V square = ops.min(ops.mul(x, x), ops.constant(Erf.END * Erf.END));
      V inside = ops.less(ops.apply(Operator.ABS, x), ops.constant(Erf.END));
      V near = ops.mul(x, Erf.Described.RATIO.lower(ops, square));
      // NaN is not inside, and its sign is NaN
      return ops.where(inside, near, ops.apply(Operator.SIGN, x));
    }
  },
  /** Bessel function of the first kind of order 0; far out by Hankel's expansion. */
  BESSEL_J0 {
    @Override
    public void evaluate(double[] x, int n, int derivatives, double[] values) {
      for (int s = 0; s < n; s++) {
        double at = x[s];
        double size = Math.abs(at);
        double zero;
        double ratio = 0; // J1(x) / x
        if (size > Bessel.END) {
          double square = Bessel.END / size * (Bessel.END / size);
          double sine = Math.sin(size);
          double cosine = Math.cos(size);
          double sum = sine + cosine;
          double difference = sine - cosine;
          double height = Math.sqrt(1 / (Math.PI * size));
          zero =
              height
                  * (Bessel.EVEN_0.at(square) * sum - Bessel.ODD_0.at(square) / size * difference);
          if (derivatives > 0) {
            double one =
                Bessel.EVEN_1.at(square) * difference + Bessel.ODD_1.at(square) / size * sum;
            ratio = height * one / size;
          }
        } else {
          zero = Bessel.ZERO.at(at * at);
          if (derivatives > 0) {
            ratio = Bessel.RATIO.at(at * at);
          }
        }
        values[s] = Double.isInfinite(at) ? 0 : zero;
        double twoByX = // J2(x) / x
            size < 0.005 ? at / 8 * (1 - at * at / 12) : (2 * ratio - zero) / at;
        Curve.store(values, n, s, derivatives, -at * ratio, ratio - zero, at * ratio - twoByX);
      }
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      V end = ops.constant(Bessel.END);
      V size = ops.apply(Operator.ABS, x);
      V near = ops.min(size, end);
      V far = ops.max(size, end);
      V inner = Bessel.Described.ZERO.lower(ops, ops.mul(near, near));
      return ops.where(
          ops.less(end, size), Bessel.Described.far(ops, far), ops.add(inner, zeros(ops, x)));
    }
  };

  /** Zero, and NaN where the argument is: minimum and maximum may swallow it. */
  private static <V> V zeros(Ops<V> ops, V x) {
    V size = ops.apply(Operator.ABS, x);
    return ops.where(
        ops.less(size, ops.constant(Double.MAX_VALUE)), ops.constant(0), ops.sub(x, x));
  }

  /** Abramowitz and Stegun: 7.1.6, a series without cancellation, and 7.1.14. */
  private static final class Erf {
    /** Beyond, the error function is one to the last bit. */
    static final double END = 6;

    static final double FACTOR = 2 / Math.sqrt(Math.PI);
    static final Pieces RATIO = Pieces.of(END * END, 48, 14, Erf::ratio);

    /** {@code erf(x)/x} as a function of the square of x. */
    private static double ratio(double square) {
      if (square > 1) {
        double x = Math.sqrt(square);
        return (1 - complement(x)) / x;
      }
      double sum = 1;
      for (int n = 24; n > 0; n--) {
        sum = 1 + 2 * square / (2 * n + 1) * sum;
      }
      return FACTOR * Math.exp(-square) * sum;
    }

    /** What is missing to 1, by a continued fraction. */
    private static double complement(double x) {
      double fraction = x;
      for (int k = 20 + (int) (200 / (x * x)); k > 0; k--) {
        fraction = x + k / 2.0 / fraction;
      }
      return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
    }

    /** As descriptions have it: one polynomial for all. Made only where it is needed. */
    private static final class Described {
      static final Chebyshev RATIO = Chebyshev.of(0, END * END, 48, Erf::ratio);
    }
  }

  /** Abramowitz and Stegun, 9.1.18 (the integral, by the trapezoidal rule) and 9.2.5. */
  private static final class Bessel {
    static final double END = 25;
    private static final int TERMS = 24;
    private static final double[] SINES =
        IntStream.range(0, 32).mapToDouble(k -> Math.sin(Math.PI * k / 32)).toArray();
    static final Pieces ZERO = Pieces.of(END * END, 50, 13, u -> zero(Math.sqrt(u)));
    static final Pieces RATIO = Pieces.of(END * END, 50, 13, u -> ratio(Math.sqrt(u)));

    private static final double[] TERMS_0 = terms(0);
    private static final double[] TERMS_1 = terms(1);
    // Hankel's sums as functions of (END / x)^2
    static final Pieces EVEN_0 = Pieces.of(1, 1, 10, w -> hankel(TERMS_0, 0, w));
    static final Pieces ODD_0 = Pieces.of(1, 1, 10, w -> hankel(TERMS_0, 1, w));
    static final Pieces EVEN_1 = Pieces.of(1, 1, 10, w -> hankel(TERMS_1, 0, w));
    static final Pieces ODD_1 = Pieces.of(1, 1, 10, w -> hankel(TERMS_1, 1, w));

    private static double zero(double x) {
      return mean(s -> Math.cos(x * s));
    }

    /** {@code J1(x)/x}, which is {@code mean(sin(x·s)·s)/x} over the circle. */
    private static double ratio(double x) {
      return mean(s -> x * s == 0 ? s * s : Math.sin(x * s) / (x * s) * s * s);
    }

    /** Over the sines of the circle; streams sum without losing digits. */
    private static double mean(DoubleUnaryOperator of) {
      return Arrays.stream(SINES).map(of).average().orElseThrow();
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

    /** The sum of every other term, from the first or second on. */
    private static double hankel(double[] terms, int first, double w) {
      double square = w / (END * END);
      double sum = 0;
      for (int k = TERMS - 2 + first; k >= 0; k -= 2) {
        sum = terms[k] - sum * square;
      }
      return sum;
    }

    /** As descriptions have it. Made only where it is needed. */
    private static final class Described {
      static final Chebyshev ZERO = Chebyshev.of(0, END * END, 44, u -> zero(Math.sqrt(u)));

      static <V> V far(Ops<V> ops, V x) {
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
}
