/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.optimizer.leastsquares;

import java.util.Optional;
import org.kan4j.plugin.standard.algebra.LinearAlgebra;
import org.kan4j.plugin.standard.algebra.SingularValues;

/**
 * The model by singular values: one QR decomposition of the Jacobian, then the singular values of
 * its triangle, {@code J = Q·U·diag(s)·Vᵀ}. Each damping costs two products of a matrix and a
 * vector, and no condition number is squared.
 */
final class SpectralModel implements LinearModel {
  private final int columns;
  private final double[] s;
  private final double[] vt;

  /** Residuals along U; null if the objective is more than a sum of squares. */
  private final double[] along;

  /** Half the gradient along V. */
  private final double[] slope;

  /** Half the gradient in no direction of V; null if there is nothing outside. */
  private final double[] outside;

  /** Jacobian and residuals, {@code [rows][columns+1]}; null if there are no residuals. */
  private final double[] rows;

  private SpectralModel(
      int columns,
      SingularValues of,
      double[] along,
      double[] slope,
      double[] outside,
      double[] rows) {
    this.columns = columns;
    this.s = of.s();
    this.vt = of.vt();
    this.along = along;
    this.slope = slope;
    this.outside = outside;
    this.rows = rows;
  }

  /**
   * The model of a sum of squares.
   *
   * @param triangle of the Jacobian with the residuals as its last column, or these themselves,
   *     {@code [height][columns+1]}
   * @param rows Jacobian and residuals, {@code [residuals][columns+1]}; kept, not copied
   */
  static SpectralModel ofSquares(
      LinearAlgebra algebra, double[] triangle, int height, int columns, double[] rows) {
    int k = Math.min(height, columns);
    SingularValues of = decompose(algebra, triangle, k, columns);
    double[] along = new double[k];
    double[] slope = new double[k];
    for (int i = 0; i < k; i++) {
      for (int r = 0; r < k; r++) {
        along[i] += of.ut()[i * k + r] * triangle[r * (columns + 1) + columns];
      }
      slope[i] = of.s()[i] * along[i];
    }
    return new SpectralModel(columns, of, along, slope, null, rows);
  }

  /**
   * The model of an objective with this curvature.
   *
   * @param triangle of the rows of the curvature, with a last column that is not looked at
   * @param half of the gradient, {@code [columns]}
   */
  static SpectralModel ofGradient(
      LinearAlgebra algebra, double[] triangle, int height, double[] half) {
    int columns = half.length;
    int k = Math.min(height, columns);
    SingularValues of = decompose(algebra, triangle, k, columns);
    double[] slope = new double[k];
    double[] outside = half.clone();
    for (int i = 0; i < k; i++) {
      int row = i * columns;
      for (int c = 0; c < columns; c++) {
        slope[i] += of.vt()[row + c] * half[c];
      }
      for (int c = 0; c < columns; c++) {
        outside[c] -= slope[i] * of.vt()[row + c];
      }
    }
    return new SpectralModel(columns, of, null, slope, k < columns ? outside : null, null);
  }

  private static SingularValues decompose(
      LinearAlgebra algebra, double[] triangle, int k, int columns) {
    double[] r = new double[k * columns];
    for (int row = 0; row < k; row++) {
      System.arraycopy(triangle, row * (columns + 1), r, row * columns, columns);
    }
    return algebra.singularValues(r, k, columns);
  }

  @Override
  public Trial solve(double damping) {
    double[] step = new double[columns];
    double lambda = damping * scale();
    double decrease = 0;
    for (int i = 0; i < s.length; i++) {
      double curvature = s[i] * s[i] + lambda;
      if (slope[i] == 0 || curvature == 0) {
        continue;
      }
      double y = -slope[i] / curvature;
      decrease += y * y * (curvature + lambda);
      int row = i * columns;
      for (int c = 0; c < columns; c++) {
        step[c] += y * vt[row + c];
      }
    }
    if (outside != null && lambda > 0) {
      for (int c = 0; c < columns; c++) {
        step[c] -= outside[c] / lambda;
        decrease += outside[c] * outside[c] / lambda;
      }
    }
    return new Trial(step, decrease);
  }

  @Override
  public Optional<double[]> correct(double damping, double[] step, double[] residual) {
    if (rows == null) {
      return Optional.empty();
    }
    double[] pull = new double[columns];
    for (int r = 0, at = 0; r < residual.length; r++, at += columns + 1) {
      double bend = residual[r] - rows[at + columns];
      for (int c = 0; c < columns; c++) {
        bend -= rows[at + c] * step[c];
      }
      for (int c = 0; c < columns; c++) {
        pull[c] += rows[at + c] * bend;
      }
    }
    double[] correction = new double[columns];
    double lambda = damping * scale();
    for (int i = 0; i < s.length; i++) {
      double curvature = s[i] * s[i] + lambda;
      double dot = 0;
      int row = i * columns;
      for (int c = 0; c < columns; c++) {
        dot += vt[row + c] * pull[c];
      }
      for (int c = 0; c < columns && curvature > 0; c++) {
        correction[c] -= dot / curvature * vt[row + c];
      }
    }
    return Optional.of(correction);
  }

  private double scale() {
    return s.length == 0 || s[0] == 0 ? 1 : s[0] * s[0];
  }

  @Override
  public double reach() {
    double sum = 0;
    for (int i = 0; i < s.length; i++) {
      double part = along != null ? along[i] : slope[i] / s[i];
      sum += slope[i] == 0 ? 0 : part * part;
    }
    if (outside != null) {
      for (double part : outside) {
        if (part != 0) {
          return Double.POSITIVE_INFINITY;
        }
      }
    }
    return sum;
  }
}
