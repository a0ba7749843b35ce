/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.testkit;

import java.util.Arrays;

/** Functions to minimise that every optimizer must cope with. */
final class Objectives {
  /** Number of variables of {@link #quadratic()}. */
  static final int QUADRATIC_SIZE = 6;

  private Objectives() {}

  /** A convex quadratic of condition 100, minimum 0 at 1, 1, … */
  static HeapProblem quadratic() {
    int size = QUADRATIC_SIZE;
    return HeapProblem.squares(
        size,
        size,
        (x, residual, jacobian) -> {
          for (int i = 0; i < size; i++) {
            double stretch = Math.pow(10, (double) i / (size - 1));
            residual[i] = stretch * (x[i] - 1);
            jacobian[i * size + i] = stretch;
            if (i > 0) {
              residual[i] += 0.3 * (x[i - 1] - 1);
              jacobian[i * size + i - 1] = 0.3;
            }
          }
        });
  }

  /** Rosenbrock's valley, minimum 0 at (1, 1). */
  static HeapProblem rosenbrock() {
    return HeapProblem.squares(
        2,
        2,
        (x, residual, jacobian) -> {
          residual[0] = 10 * (x[1] - x[0] * x[0]);
          residual[1] = 1 - x[0];
          jacobian[0] = -20 * x[0];
          jacobian[1] = 10;
          jacobian[2] = -1;
        });
  }

  /** Defined between -1 and 1 alone, NaN beyond, and steep toward the minimum near 0.9. */
  static HeapProblem barrier() {
    return HeapProblem.of(
        3,
        (x, gradient) -> {
          double sum = 0;
          for (int i = 0; i < x.length; i++) {
            double room = 1 - x[i] * x[i];
            sum += -10 * x[i] - Math.log(room);
            gradient[i] = room > 0 ? -10 + 2 * x[i] / room : Double.NaN;
          }
          return sum;
        });
  }

  /** Not a number anywhere. */
  static HeapProblem undefined() {
    return HeapProblem.of(
        3,
        (x, gradient) -> {
          Arrays.fill(gradient, Double.NaN);
          return Double.NaN;
        });
  }

  /** A bowl whose gradient points the wrong way, so that no step downhill is ever found. */
  static HeapProblem misleading() {
    return HeapProblem.of(
        3,
        (x, gradient) -> {
          double sum = 0;
          for (int i = 0; i < x.length; i++) {
            sum += x[i] * x[i];
            gradient[i] = -2 * x[i];
          }
          return sum;
        });
  }

  /** As {@link #barrier()}, but squares: defined between -1 and 1 alone, minimum 0 at tanh 1.5. */
  static HeapProblem barrierSquares() {
    return HeapProblem.squares(
        3,
        3,
        (x, residual, jacobian) -> {
          for (int i = 0; i < x.length; i++) {
            residual[i] = Math.log((1 + x[i]) / (1 - x[i])) - 3;
            jacobian[i * x.length + i] = 2 / (1 - x[i] * x[i]);
          }
        });
  }

  /** As {@link #undefined()}, but squares. */
  static HeapProblem undefinedSquares() {
    return HeapProblem.squares(
        3,
        4,
        (x, residual, jacobian) -> {
          Arrays.fill(residual, Double.NaN);
          Arrays.fill(jacobian, Double.NaN);
        });
  }

  /** As {@link #misleading()}, but squares. */
  static HeapProblem misleadingSquares() {
    return HeapProblem.squares(
        3,
        3,
        (x, residual, jacobian) -> {
          for (int i = 0; i < x.length; i++) {
            residual[i] = x[i];
            jacobian[i * x.length + i] = -1;
          }
        });
  }
}
