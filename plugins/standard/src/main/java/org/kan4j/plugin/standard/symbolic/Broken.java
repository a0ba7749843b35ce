/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.symbolic;

import org.kan4j.spi.function.Operator;
import org.kan4j.spi.function.Ops;

/** Functions with a kink or a jump at 0, whose derivatives there are 0. */
enum Broken implements Curve {
  ABS {
    @Override
    public void at(double x, int derivatives, double[] jet) {
      constant(x, derivatives, jet);
      jet[0] = Math.abs(x);
      if (derivatives > 0) {
        jet[1] = Math.signum(x);
      }
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      return ops.apply(Operator.ABS, x);
    }
  },
  SIGN {
    @Override
    public void at(double x, int derivatives, double[] jet) {
      constant(x, derivatives, jet);
      jet[0] = Math.signum(x);
    }

    @Override
    public <V> V lower(Ops<V> ops, V x) {
      return ops.apply(Operator.SIGN, x);
    }
  };

  private static void constant(double x, int derivatives, double[] jet) {
    for (int d = 1; d <= derivatives; d++) {
      jet[d] = Double.isNaN(x) ? x : 0;
    }
  }
}
