/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.symbolic;

import org.kan4j.spi.function.Operator;
import org.kan4j.spi.function.Ops;

/** Circular functions, in radians, and their inverses. */
enum Trigonometric implements Curve {
  SIN {
    @Override
    public void evaluate(double[] x, int n, int derivatives, double[] values) {
      for (int s = 0; s < n; s++) {
        double sine = Math.sin(x[s]);
        values[s] = sine;
        if (derivatives > 0) {
          double cosine = Math.cos(x[s]);
          Curve.store(values, n, s, derivatives, cosine, -sine, -cosine);
        }
      }
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      return ops.apply(Operator.SIN, x);
    }
  },
  COS {
    @Override
    public void evaluate(double[] x, int n, int derivatives, double[] values) {
      for (int s = 0; s < n; s++) {
        double cosine = Math.cos(x[s]);
        values[s] = cosine;
        if (derivatives > 0) {
          double sine = Math.sin(x[s]);
          Curve.store(values, n, s, derivatives, -sine, -cosine, sine);
        }
      }
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      return ops.apply(Operator.COS, x);
    }
  },
  TAN {
    @Override
    public void evaluate(double[] x, int n, int derivatives, double[] values) {
      for (int s = 0; s < n; s++) {
        double t = Math.tan(x[s]);
        double slope = 1 + t * t;
        values[s] = t;
        Curve.store(values, n, s, derivatives, slope, 2 * t * slope, 2 * slope * (1 + 3 * t * t));
      }
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      return ops.div(ops.apply(Operator.SIN, x), ops.apply(Operator.COS, x));
    }
  },
  ARCSIN {
    @Override
    public void evaluate(double[] x, int n, int derivatives, double[] values) {
      for (int s = 0; s < n; s++) {
        values[s] = Math.asin(x[s]);
      }
      slopes(x, n, derivatives, values, 1);
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
    public void evaluate(double[] x, int n, int derivatives, double[] values) {
      for (int s = 0; s < n; s++) {
        values[s] = Math.acos(x[s]);
      }
      slopes(x, n, derivatives, values, -1);
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      return ops.sub(ops.constant(Math.PI / 2), ARCSIN.lower(ops, x));
    }
  },
  ARCTAN {
    @Override
    public void evaluate(double[] x, int n, int derivatives, double[] values) {
      for (int s = 0; s < n; s++) {
        double at = x[s];
        double u = 1 / (1 + at * at);
        values[s] = Math.atan(at);
        double third = (6 * at * at - 2) * u * u * u;
        Curve.store(values, n, s, derivatives, u, -2 * at * u * u, third);
      }
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

  /** The derivatives of the inverse sine, times a sign. */
  private static void slopes(double[] x, int n, int derivatives, double[] values, double sign) {
    for (int s = 0; s < n && derivatives > 0; s++) {
      double at = x[s];
      double w = 1 / Math.sqrt((1 - at) * (1 + at));
      double cube = sign * w * w * w;
      double third = (1 + 2 * at * at) * cube * w * w;
      Curve.store(values, n, s, derivatives, sign * w, at * cube, third);
    }
  }

  /** Kept apart, so that it is made only where it is needed. */
  private static final class Series {
    static final Chebyshev ARCTAN =
        Chebyshev.of(0, 1, 24, u -> u == 0 ? 1 : Math.atan(Math.sqrt(u)) / Math.sqrt(u));
  }
}
