/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.symbolic;

import org.kan4j.spi.function.Operator;
import org.kan4j.spi.function.Ops;

/** Exponential and hyperbolic functions and their inverses. */
enum Exponential implements Curve {
  EXP {
    @Override
    public void at(double x, int derivatives, double[] jet) {
      double value = Math.exp(x);
      for (int d = 0; d <= derivatives; d++) {
        jet[d] = value;
      }
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      return ops.apply(Operator.EXP, x);
    }
  },
  LOG {
    @Override
    public void at(double x, int derivatives, double[] jet) {
      jet[0] = Math.log(x);
      double inverse = x < 0 ? Double.NaN : 1 / x;
      slopes(jet, derivatives, inverse, -inverse * inverse, 2 * inverse * inverse * inverse);
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      return ops.apply(Operator.LOG, x);
    }
  },
  SINH {
    @Override
    public void at(double x, int derivatives, double[] jet) {
      jet[0] = Math.sinh(x);
      slopes(jet, derivatives, Math.cosh(x), jet[0], Math.cosh(x));
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      return ops.mul(ops.constant(0.5), ops.sub(exp(ops, x), exp(ops, negative(ops, x))));
    }
  },
  COSH {
    @Override
    public void at(double x, int derivatives, double[] jet) {
      jet[0] = Math.cosh(x);
      slopes(jet, derivatives, Math.sinh(x), jet[0], Math.sinh(x));
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      return ops.mul(ops.constant(0.5), ops.add(exp(ops, x), exp(ops, negative(ops, x))));
    }
  },
  TANH {
    @Override
    public void at(double x, int derivatives, double[] jet) {
      double t = Math.tanh(x);
      double cosh = Math.cosh(x);
      double slope = 1 / (cosh * cosh); // 1 - t*t would lose all digits far out
      jet[0] = t;
      slopes(jet, derivatives, slope, -2 * t * slope, slope * (6 * t * t - 2));
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      return ops.apply(Operator.TANH, x);
    }
  },
  ARCTANH {
    @Override
    public void at(double x, int derivatives, double[] jet) {
      jet[0] = (Math.log1p(x) - Math.log1p(-x)) / 2;
      double v = Math.abs(x) > 1 ? Double.NaN : 1 / ((1 - x) * (1 + x));
      slopes(jet, derivatives, v, 2 * x * v * v, (2 + 6 * x * x) * v * v * v);
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
    public void at(double x, int derivatives, double[] jet) {
      double e = Math.exp(-Math.abs(x));
      double slope = e / ((1 + e) * (1 + e));
      jet[0] = (x < 0 ? e : 1) / (1 + e);
      double second = slope * Math.copySign((1 - e) / (1 + e), -x);
      slopes(jet, derivatives, slope, second, slope * (1 - 6 * slope));
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      V one = ops.constant(1);
      return ops.div(one, ops.add(one, exp(ops, negative(ops, x))));
    }
  },
  GAUSSIAN {
    @Override
    public void at(double x, int derivatives, double[] jet) {
      double g = Math.exp(-x * x);
      jet[0] = g;
      double third = x * g * (12 - 8 * x * x);
      slopes(jet, derivatives, -2 * x * g, (4 * x * x - 2) * g, third);
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      return exp(ops, negative(ops, ops.mul(x, x)));
    }
  };

  private static void slopes(
      double[] jet, int derivatives, double first, double second, double third) {
    double[] all = {jet[0], first, second, third};
    System.arraycopy(all, 0, jet, 0, derivatives + 1);
  }

  private static <V> V exp(Ops<V> ops, V x) {
    return ops.apply(Operator.EXP, x);
  }

  private static <V> V negative(Ops<V> ops, V x) {
    return ops.apply(Operator.NEG, x);
  }
}
