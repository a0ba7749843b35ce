/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.symbolic;

import org.kan4j.spi.function.Operator;
import org.kan4j.spi.function.Ops;

/** Functions with a kink or a jump at 0, whose derivatives there are 0. */
enum Broken implements Curve {
  ABS {
    @Override
    public void evaluate(double[] x, int n, int derivatives, double[] values) {
      for (int s = 0; s < n; s++) {
        values[s] = Math.abs(x[s]);
        double none = none(x[s]);
        Curve.store(values, n, s, derivatives, Math.signum(x[s]), none, none);
      }
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      return ops.apply(Operator.ABS, x);
    }
  },
  SIGN {
    @Override
    public void evaluate(double[] x, int n, int derivatives, double[] values) {
      for (int s = 0; s < n; s++) {
        values[s] = Math.signum(x[s]);
        double none = none(x[s]);
        Curve.store(values, n, s, derivatives, none, none, none);
      }
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      return ops.apply(Operator.SIGN, x);
    }
  };

  private static double none(double x) {
    return Double.isNaN(x) ? x : 0;
  }
}
