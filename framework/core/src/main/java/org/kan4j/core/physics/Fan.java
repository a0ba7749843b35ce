/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.physics;

import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.network.Block;

/**
 * The numeric edges from one input through one block on some rows: basis functions and base
 * function with their derivatives up to the third, extrapolation applied.
 */
final class Fan {
  /** Derivatives that are carried, the values first. */
  static final int ORDERS = 4;

  final int[] first;

  /** Function {@code first[row] + j}: {@code basis[order][row*support + j]}. */
  final double[][] basis;

  /** {@code base[order][row]}; null without a base function. */
  final double[][] base;

  Fan(Block block, int input, Extrapolation extrapolation, double[] x) {
    int rows = x.length;
    int support = block.support();
    Basis of = block.bases().get(input);
    BasisShape shape = of.shape();
    first = new int[rows];
    basis = new double[ORDERS][rows * support];
    double[] inside = x.clone();
    if (extrapolation != Extrapolation.ZERO) {
      for (int r = 0; r < rows; r++) {
        inside[r] = Math.min(Math.max(x[r], shape.lower()), shape.upper());
      }
    }
    double[] values = new double[ORDERS * rows * support];
    of.evaluate(finite(inside), rows, ORDERS - 1, first, values);
    for (int d = 0; d < ORDERS; d++) {
      System.arraycopy(values, d * rows * support, basis[d], 0, rows * support);
    }
    for (int r = 0; r < rows; r++) {
      double beyond = x[r] - inside[r];
      if (beyond != 0) {
        outside(r * support, support, extrapolation == Extrapolation.CLAMP, beyond);
      }
    }
    base = block.hasBase() ? new double[ORDERS][rows] : null;
    if (base != null) {
      double[] all = new double[ORDERS * rows];
      block.base().evaluate(x, rows, ORDERS - 1, all);
      for (int d = 0; d < ORDERS; d++) {
        System.arraycopy(all, d * rows, base[d], 0, rows);
      }
    }
  }

  /** Bases take finite arguments alone; a number that is none makes NaN through {@code beyond}. */
  private static double[] finite(double[] inside) {
    double[] cut = inside;
    for (int r = 0; r < inside.length; r++) {
      if (!Double.isFinite(inside[r])) {
        cut = cut == inside ? inside.clone() : cut;
        cut[r] = 0;
      }
    }
    return cut;
  }

  private void outside(int at, int support, boolean clamped, double beyond) {
    for (int j = at; j < at + support; j++) {
      if (Double.isNaN(beyond)) {
        basis[0][j] = Double.NaN;
      } else if (clamped) {
        basis[1][j] = 0;
      } else {
        basis[0][j] += beyond * basis[1][j];
      }
      basis[2][j] = 0;
      basis[3][j] = 0;
    }
  }
}
