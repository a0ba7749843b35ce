/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.symbolic;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.kan4j.spi.function.Function;

/** Damped Gauss-Newton steps for {@code c·f(a·u + b) + d}. Confined to one thread. */
final class GaussNewton {
  private static final double SMALLEST_GAIN = 1e-10;

  private final Function function;
  private final double[] u;
  private final double[] v;
  private final double[] argument;
  private final double[] jet;
  private final DMatrixRMaj normal = new DMatrixRMaj(4, 4);
  private final DMatrixRMaj damped = new DMatrixRMaj(4, 4);
  private final DMatrixRMaj gradient = new DMatrixRMaj(4, 1);
  private final DMatrixRMaj step = new DMatrixRMaj(4, 1);
  private final LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(4);

  GaussNewton(Function function, double[] u, double[] v) {
    this.function = function;
    this.u = u;
    this.v = v;
    argument = new double[u.length];
    jet = new double[2 * u.length];
  }

  /** The numbers after at most so many steps that each lower the error; null without a value. */
  double[] improve(double[] start, int most) {
    double[] p = start.clone();
    double error = linearise(p);
    if (!Double.isFinite(error)) {
      // at the end of its domain a function can have a value without a slope
      return Double.isFinite(error(p)) ? p : null;
    }
    double damping = 1e-3;
    for (int round = 0; round < most && error > 0; round++) {
      double[] next = null;
      double lower = Double.NaN;
      while (damping < 1e12) {
        next = stepped(p, damping);
        lower = next == null ? Double.NaN : error(next);
        if (lower < error) {
          break;
        }
        damping *= 8;
        next = null;
      }
      if (next == null) {
        break;
      }
      double gain = (error - lower) / error;
      p = next;
      damping = Math.max(damping / 10, 1e-15);
      error = linearise(p);
      if (gain < SMALLEST_GAIN || !Double.isFinite(error)) {
        break;
      }
    }
    return p;
  }

  private void evaluate(double[] p, int derivatives) {
    for (int s = 0; s < u.length; s++) {
      argument[s] = p[0] * u[s] + p[1];
    }
    function.evaluate(argument, u.length, derivatives, jet);
  }

  private double error(double[] p) {
    evaluate(p, 0);
    double sum = 0;
    for (int s = 0; s < u.length; s++) {
      double residual = p[2] * jet[s] + p[3] - v[s];
      sum += residual * residual;
    }
    return sum;
  }

  /** The error, with the normal equations at this point; NaN where they are not finite. */
  private double linearise(double[] p) {
    evaluate(p, 1);
    normal.zero();
    gradient.zero();
    double sum = 0;
    double[] row = new double[4];
    row[3] = 1;
    for (int s = 0; s < u.length; s++) {
      double slope = p[2] * jet[u.length + s];
      row[0] = slope * u[s];
      row[1] = slope;
      row[2] = jet[s];
      double residual = p[2] * jet[s] + p[3] - v[s];
      sum += residual * residual;
      for (int i = 0; i < 4; i++) {
        gradient.data[i] += row[i] * residual;
        for (int j = 0; j <= i; j++) {
          normal.data[4 * i + j] += row[i] * row[j];
        }
      }
    }
    double check = sum;
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < i; j++) {
        normal.data[4 * j + i] = normal.data[4 * i + j];
      }
      check += normal.data[5 * i] + gradient.data[i];
    }
    return Double.isFinite(check) ? sum : Double.NaN;
  }

  private double[] stepped(double[] p, double damping) {
    damped.setTo(normal);
    for (int i = 0; i < 4; i++) {
      // the small absolute part holds where two numbers say the same, as b and c of exp do
      damped.data[5 * i] += damping * normal.data[5 * i] + 1e-14 * normal.data[15] + 1e-300;
    }
    if (!solver.setA(damped)) {
      return null;
    }
    solver.solve(gradient, step);
    double[] next = new double[4];
    for (int i = 0; i < 4; i++) {
      next[i] = p[i] - step.data[i];
      if (!Double.isFinite(next[i])) {
        return null;
      }
    }
    return next;
  }
}
