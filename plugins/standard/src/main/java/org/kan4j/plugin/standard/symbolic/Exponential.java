/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.symbolic;

import java.util.function.IntToDoubleFunction;
import org.kan4j.spi.function.Operator;
import org.kan4j.spi.function.Ops;

/** Exponential and hyperbolic functions and their inverses. */
enum Exponential implements Curve {
  EXP {
    @Override
    public void evaluate(double[] x, int n, int derivatives, double[] values) {
      for (int s = 0; s < n; s++) {
        values[s] = Math.exp(x[s]);
      }
      for (int d = 1; d <= derivatives; d++) {
        System.arraycopy(values, 0, values, d * n, n);
      }
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      return ops.apply(Operator.EXP, x);
    }
  },
  LOG {
    @Override
    public void evaluate(double[] x, int n, int derivatives, double[] values) {
      for (int s = 0; s < n; s++) {
        values[s] = Math.log(x[s]);
        double inverse = x[s] < 0 ? Double.NaN : 1 / x[s];
        double square = inverse * inverse;
        Curve.store(values, n, s, derivatives, inverse, -square, 2 * inverse * square);
      }
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      return ops.apply(Operator.LOG, x);
    }
  },
  SINH {
    @Override
    public void evaluate(double[] x, int n, int derivatives, double[] values) {
      for (int s = 0; s < n; s++) {
        double size = Math.abs(x[s]);
        double e = Math.exp(size);
        double sine = Math.copySign(Hyperbolic.sine(size, e), x[s]);
        values[s] = sine;
        if (derivatives > 0) {
          double cosine = Hyperbolic.cosine(size, e);
          Curve.store(values, n, s, derivatives, cosine, sine, cosine);
        }
      }
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      return ops.mul(ops.constant(0.5), ops.sub(exp(ops, x), exp(ops, negative(ops, x))));
    }
  },
  COSH {
    @Override
    public void evaluate(double[] x, int n, int derivatives, double[] values) {
      for (int s = 0; s < n; s++) {
        double size = Math.abs(x[s]);
        double e = Math.exp(size);
        double cosine = Hyperbolic.cosine(size, e);
        values[s] = cosine;
        if (derivatives > 0) {
          double sine = Math.copySign(Hyperbolic.sine(size, e), x[s]);
          Curve.store(values, n, s, derivatives, sine, cosine, sine);
        }
      }
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      return ops.mul(ops.constant(0.5), ops.add(exp(ops, x), exp(ops, negative(ops, x))));
    }
  },
  TANH {
    @Override
    public void evaluate(double[] x, int n, int derivatives, double[] values) {
      for (int s = 0; s < n; s++) {
        double t = Math.tanh(x[s]);
        values[s] = t;
        if (derivatives > 0) {
          double e = Math.exp(-2 * Math.abs(x[s]));
          double slope = 4 * e / ((1 + e) * (1 + e)); // 1 - t*t would lose all digits far out
          Curve.store(values, n, s, derivatives, slope, -2 * t * slope, slope * (6 * t * t - 2));
        }
      }
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      return ops.apply(Operator.TANH, x);
    }
  },
  ARCTANH {
    @Override
    public void evaluate(double[] x, int n, int derivatives, double[] values) {
      for (int s = 0; s < n; s++) {
        double at = x[s];
        values[s] = Math.copySign(Hyperbolic.inverseTangent(Math.abs(at)), at);
        double v = Math.abs(at) > 1 ? Double.NaN : 1 / ((1 - at) * (1 + at));
        double third = (2 + 6 * at * at) * v * v * v;
        Curve.store(values, n, s, derivatives, v, 2 * at * v * v, third);
      }
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      V one = ops.constant(1);
      V ratio = ops.div(ops.add(one, x), ops.sub(one, x));
      return ops.mul(ops.constant(0.5), ops.apply(Operator.LOG, ratio));
    }
  },
  SIGMOID {
    @Override
    public void evaluate(double[] x, int n, int derivatives, double[] values) {
      for (int s = 0; s < n; s++) {
        double e = Math.exp(-Math.abs(x[s]));
        double slope = e / ((1 + e) * (1 + e));
        double second = slope * Math.copySign((1 - e) / (1 + e), -x[s]);
        values[s] = (x[s] < 0 ? e : 1) / (1 + e);
        Curve.store(values, n, s, derivatives, slope, second, slope * (1 - 6 * slope));
      }
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      V one = ops.constant(1);
      return ops.div(one, ops.add(one, exp(ops, negative(ops, x))));
    }
  },
  GAUSSIAN {
    @Override
    public void evaluate(double[] x, int n, int derivatives, double[] values) {
      for (int s = 0; s < n; s++) {
        double at = x[s];
        double g = Math.exp(-at * at);
        double third = at * g * (12 - 8 * at * at);
        values[s] = g;
        Curve.store(values, n, s, derivatives, -2 * at * g, (4 * at * at - 2) * g, third);
      }
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      return exp(ops, negative(ops, ops.mul(x, x)));
    }
  };

  private static <V> V exp(Ops<V> ops, V x) {
    return ops.apply(Operator.EXP, x);
  }

  private static <V> V negative(Ops<V> ops, V x) {
    return ops.apply(Operator.NEG, x);
  }

  /** Of the size of an argument; series near 0, where differences would lose digits. */
  private static final class Hyperbolic {
    /** Beyond, the exponential may be infinite where the hyperbolic functions are not yet. */
    private static final double FAR = 700;

    private static final double SINE_END = 1;
    private static final double TANGENT_END = 0.5;
    private static final Pieces SINE =
        Pieces.of(SINE_END * SINE_END, 1, 10, u -> series(u, k -> 1.0 / (2 * k * (2 * k + 1))));
    private static final Pieces TANGENT =
        Pieces.of(
            TANGENT_END * TANGENT_END, 4, 10, u -> series(u, k -> (2 * k - 1.0) / (2 * k + 1)));

    /** 1 + u·r(1)·(1 + u·r(2)·(…)), summed from its small end. */
    private static double series(double u, IntToDoubleFunction ratio) {
      double sum = 1;
      for (int k = 30; k > 0; k--) {
        sum = 1 + u * ratio.applyAsDouble(k) * sum;
      }
      return sum;
    }

    static double sine(double size, double e) {
      if (size < SINE_END) {
        return size * SINE.at(size * size);
      }
      return size < FAR ? (e - 1 / e) / 2 : Math.sinh(size);
    }

    static double cosine(double size, double e) {
      return size < FAR ? (e + 1 / e) / 2 : Math.cosh(size);
    }

    static double inverseTangent(double size) {
      return size < TANGENT_END
          ? size * TANGENT.at(size * size)
          : Math.log((1 + size) / (1 - size)) / 2;
    }
  }
}
