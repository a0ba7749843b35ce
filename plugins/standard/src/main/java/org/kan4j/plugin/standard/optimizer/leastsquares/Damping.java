/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.optimizer.leastsquares;

/**
 * The damping by the ratio of gain to promise (Nielsen, "Damping Parameter in Marquardt's Method",
 * 1999): it falls smoothly after good steps and grows ever faster after bad ones.
 */
final class Damping {
  /** Below this part of the largest curvature it makes no difference in float64. */
  static final double LEAST = 1e-30;

  private double value;
  private double growth = 2;

  Damping(double first) {
    value = first;
  }

  double value() {
    return value;
  }

  /** After a step that gained this part of what it promised, with the damping given. */
  void accept(double with, double ratio) {
    double good = 2 * ratio - 1;
    value = Math.max(LEAST, with * Math.max(1.0 / 3, 1 - good * good * good));
    growth = 2;
  }

  void reject() {
    value *= growth;
    growth *= 2;
  }

  double[] state() {
    return new double[] {value, growth};
  }

  void restore(double[] state) {
    value = state[0];
    growth = state[1];
  }
}
