/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.physics;

import org.kan4j.core.dataset.PointFunction;

/**
 * The solution of Burgers' equation from {@code -sin πx} as a quotient of two integrals over the
 * heat kernel (Basdevant et al., "Spectral and finite difference solutions of the Burgers
 * equation", 1986), by the trapezoidal rule, which converges exponentially for such integrands.
 */
public record ColeHopf(double viscosity) implements PointFunction {
  private static final int HALF = 400;
  private static final double REACH = 8;

  @Override
  public double value(double... point) {
    double x = point[0];
    double t = point[1];
    if (t <= 0) {
      return -Math.sin(Math.PI * x);
    }
    double width = Math.sqrt(4 * viscosity * t);
    double above = 0;
    double below = 0;
    // of all exponents the largest is taken out: small viscosities would overflow
    double largest = 1 / (2 * Math.PI * viscosity);
    for (int k = -HALF; k <= HALF; k++) {
      double z = REACH * k / HALF;
      double y = x - width * z;
      double weight =
          Math.exp(-z * z - Math.cos(Math.PI * y) / (2 * Math.PI * viscosity) - largest);
      above -= Math.sin(Math.PI * y) * weight;
      below += weight;
    }
    return above / below;
  }
}
