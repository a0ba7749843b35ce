/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.symbolic;

import org.kan4j.spi.function.Operator;
import org.kan4j.spi.function.Ops;

/** Circular functions, in radians, and their inverses. */
enum Trigonometric implements Curve {
  SIN {
    @Override
    public void at(double x, int derivatives, double[] jet) {
      circle(jet, derivatives, Math.sin(x), derivatives > 0 ? Math.cos(x) : 0);
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      return ops.apply(Operator.SIN, x);
    }
  },
  COS {
    @Override
    public void at(double x, int derivatives, double[] jet) {
      circle(jet, derivatives, Math.cos(x), derivatives > 0 ? -Math.sin(x) : 0);
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      return ops.apply(Operator.COS, x);
    }
  },
  TAN {
    @Override
    public void at(double x, int derivatives, double[] jet) {
      double t = Math.tan(x);
      double slope = 1 + t * t;
      set(jet, derivatives, t, slope, 2 * t * slope, 2 * slope * (1 + 3 * t * t));
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      return ops.div(ops.apply(Operator.SIN, x), ops.apply(Operator.COS, x));
    }
  },
  ARCSIN {
    @Override
    public void at(double x, int derivatives, double[] jet) {
      double w = 1 / Math.sqrt((1 - x) * (1 + x));
      double cube = w * w * w;
      set(jet, derivatives, Math.asin(x), w, x * cube, (1 + 2 * x * x) * cube * w * w);
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      V one = ops.constant(1);
      V root = ops.apply(Operator.SQRT, ops.mul(ops.sub(one, x), ops.add(one, x)));
      return ARCTAN.lower(ops, ops.div(x, root));
    }
  },
  ARCCOS {
    @Override
    public void at(double x, int derivatives, double[] jet) {
      ARCSIN.at(x, derivatives, jet);
      jet[0] = Math.acos(x);
      for (int d = 1; d <= derivatives; d++) {
        jet[d] = -jet[d];
      }
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      return ops.sub(ops.constant(Math.PI / 2), ARCSIN.lower(ops, x));
    }
  },
  ARCTAN {
    @Override
    public void at(double x, int derivatives, double[] jet) {
      double u = 1 / (1 + x * x);
      set(jet, derivatives, Math.atan(x), u, -2 * x * u * u, (6 * x * x - 2) * u * u * u);
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      V one = ops.constant(1);
      V size = ops.apply(Operator.ABS, x);
      V far = ops.less(one, size);
      V near = ops.where(far, ops.div(one, size), size);
      V angle = ops.mul(near, Series.ARCTAN.lower(ops, ops.mul(near, near)));
      V whole = ops.where(far, ops.sub(ops.constant(Math.PI / 2), angle), angle);
      return ops.mul(ops.apply(Operator.SIGN, x), whole);
    }
  };

  /** A function whose derivatives go round a circle. */
  private static void circle(double[] jet, int derivatives, double value, double slope) {
    set(jet, derivatives, value, slope, -value, -slope);
  }

  private static void set(
      double[] jet, int derivatives, double value, double first, double second, double third) {
    double[] all = {value, first, second, third};
    System.arraycopy(all, 0, jet, 0, derivatives + 1);
  }

  /** Kept apart, so that it is made only where it is needed. */
  private static final class Series {
    static final Chebyshev ARCTAN =
        Chebyshev.of(0, 1, 24, u -> u == 0 ? 1 : Math.atan(Math.sqrt(u)) / Math.sqrt(u));
  }
}
