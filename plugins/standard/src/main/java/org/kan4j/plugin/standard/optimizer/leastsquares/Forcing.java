/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.optimizer.leastsquares;

/**
 * How accurately the equations of a step are solved: roughly as long as gradients hardly fall, for
 * then linear models do not hold far, and better the faster they fall (choice 2 of Eisenstat and
 * Walker, "Choosing the Forcing Terms in an Inexact Newton Method", 1996).
 */
final class Forcing {
  private static final double MOST = 0.1;
  private static final double LEAST = 0.01;
  private static final double SHARE = 0.9;

  /** Above this, the accuracy of the last step bounds that of the next. */
  private static final double SAFE = 0.1;

  private double value = MOST;
  private double last = Double.NaN;

  /** The residual of the equations, as part of the gradient, at a point of this gradient. */
  double at(double gradient) {
    if (!Double.isNaN(last)) {
      double fall = gradient / last;
      double wanted = SHARE * fall * fall;
      double before = SHARE * value * value;
      value = Math.clamp(before > SAFE ? Math.max(wanted, before) : wanted, LEAST, MOST);
    }
    last = gradient;
    return value;
  }

  /** What {@link #restore} takes. */
  double[] state() {
    return new double[] {value, last};
  }

  void restore(double[] state) {
    value = state[0];
    last = state[1];
  }
}
