/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import org.kan4j.spi.function.Operator;

/** Derivatives of the operators, by the chain rule, over columns of numbers. */
final class Slopes {
  private Slopes() {}

  /** Two arguments and their derivatives. */
  record Pair(double[] a, double[] b, double[] da, double[] db) {}

  /**
   * Of an operator of one argument.
   *
   * @param a the argument
   * @param z the value
   * @param da derivative of the argument
   * @param dz receives that of the value
   * @return false if it is zero everywhere, and not written
   */
  static boolean one(
      Operator operator, double[] a, double[] z, double[] da, double[] dz, int rows) {
    switch (operator) {
      case FLOOR, SIGN -> {
        return false;
      }
      case NEG -> {
        for (int r = 0; r < rows; r++) {
          dz[r] = -da[r];
        }
      }
      case ABS -> {
        for (int r = 0; r < rows; r++) {
          dz[r] = Math.signum(a[r]) * da[r];
        }
      }
      case EXP -> {
        for (int r = 0; r < rows; r++) {
          dz[r] = z[r] * da[r];
        }
      }
      case LOG -> {
        for (int r = 0; r < rows; r++) {
          dz[r] = da[r] / a[r];
        }
      }
      case SQRT -> {
        for (int r = 0; r < rows; r++) {
          dz[r] = da[r] / (z[r] + z[r]);
        }
      }
      case SIN, COS -> {
        Sines.of(a, operator == Operator.SIN ? 1 : 2, dz, rows);
        for (int r = 0; r < rows; r++) {
          dz[r] *= da[r];
        }
      }
      case TANH -> {
        for (int r = 0; r < rows; r++) {
          dz[r] = (1 - z[r] * z[r]) * da[r];
        }
      }
      default -> throw new IllegalArgumentException(operator.name());
    }
    return true;
  }

  /** Of an operator of two arguments. */
  static void two(Operator operator, Pair of, double[] z, double[] dz, int rows) {
    double[] a = of.a;
    double[] b = of.b;
    double[] da = of.da;
    double[] db = of.db;
    switch (operator) {
      case ADD -> {
        for (int r = 0; r < rows; r++) {
          dz[r] = da[r] + db[r];
        }
      }
      case SUB -> {
        for (int r = 0; r < rows; r++) {
          dz[r] = da[r] - db[r];
        }
      }
      case MUL -> {
        for (int r = 0; r < rows; r++) {
          dz[r] = da[r] * b[r] + a[r] * db[r];
        }
      }
      case DIV -> {
        for (int r = 0; r < rows; r++) {
          dz[r] = (da[r] - z[r] * db[r]) / b[r];
        }
      }
      case MIN -> {
        for (int r = 0; r < rows; r++) {
          dz[r] = a[r] <= b[r] ? da[r] : db[r];
        }
      }
      case MAX -> {
        for (int r = 0; r < rows; r++) {
          dz[r] = a[r] >= b[r] ? da[r] : db[r];
        }
      }
      default -> throw new IllegalArgumentException(operator.name());
    }
  }
}
