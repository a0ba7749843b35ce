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
  /** The range of ridges that are looked at, as powers of ten of the largest curvature. */
  private static final double LEAST_POWER = -16;

  private static final double MOST_POWER = 1;

  private final int columns;
  private final double[] s;
  private final double[] vt;

  /** Residuals along U; null if the objective is more than a sum of squares. */
  private final double[] along;

  /** Half the gradient along V. */
  private double[] slope;

  /** Half the gradient in no direction of V; null if there is nothing outside. */
  private double[] outside;

  /** Weight of the square of all parameters. */
  private double ridge;

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
      double curvature = s[i] * s[i] + ridge + lambda;
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
    double loose = ridge + lambda;
    if (outside != null && loose > 0) {
      for (int c = 0; c < columns; c++) {
        double y = outside[c] / loose;
        step[c] -= y;
        decrease += y * y * (loose + lambda);
      }
    }
    return new Trial(step, decrease);
  }

  @Override
  public boolean isCorrectable() {
    return rows != null;
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
      double curvature = s[i] * s[i] + ridge + lambda;
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

  @Override
  public double scale() {
    return s.length == 0 || s[0] == 0 ? 1 : s[0] * s[0];
  }

  @Override
  public double reach() {
    double sum = 0;
    for (int i = 0; i < s.length; i++) {
      double part =
          along != null && ridge == 0 ? along[i] : slope[i] / Math.sqrt(s[i] * s[i] + ridge);
      sum += slope[i] == 0 ? 0 : part * part;
    }
    if (outside != null) {
      for (double part : outside) {
        sum += part == 0 ? 0 : part * part / ridge;
      }
    }
    return sum;
  }

  /** The model of these squares plus {@code weight·|z + step|²}. */
  SpectralModel ridged(double weight, double[] z) {
    SpectralModel ridged =
        new SpectralModel(
            columns, new SingularValues(s, null, vt), along, slope.clone(), z.clone(), rows);
    ridged.ridge = weight;
    for (int i = 0; i < s.length; i++) {
      double part = dot(i, z);
      ridged.slope[i] += weight * part;
      for (int c = 0; c < columns; c++) {
        ridged.outside[c] -= part * vt[i * columns + c];
      }
    }
    for (int c = 0; c < columns; c++) {
      ridged.outside[c] *= weight;
    }
    if (s.length == columns) {
      ridged.outside = null; // rounding alone
    }
    return ridged;
  }

  private double dot(int i, double[] z) {
    double dot = 0;
    for (int c = 0; c < columns; c++) {
      dot += vt[i * columns + c] * z[c];
    }
    return dot;
  }

  /**
   * The weight of a ridge toward 0 by generalised cross-validation (Golub, Heath and Wahba, 1979),
   * each parameter in use counted {@code cost} times, which keeps it from following noise (Kim and
   * Gu, 2004).
   *
   * @param z the parameters
   * @param residual the residuals
   */
  double crossValidated(double[] z, double[] residual, double cost) {
    double[] goal = new double[s.length];
    double rest = 0;
    for (double part : residual) {
      rest += part * part;
    }
    for (int i = 0; i < goal.length; i++) {
      goal[i] = s[i] * dot(i, z) - along[i];
      rest -= along[i] * along[i];
    }
    double best = 0;
    double least = Double.POSITIVE_INFINITY;
    int count = residual.length;
    for (double power = LEAST_POWER; power <= MOST_POWER; power += 0.25) {
      double weight = Math.pow(10, power) * scale();
      double misfit = Math.max(0, rest);
      double used = 0;
      for (int i = 0; i < goal.length; i++) {
        double share = weight / (s[i] * s[i] + weight);
        misfit += share * share * goal[i] * goal[i];
        used += 1 - share;
      }
      double free = count - cost * used;
      double score = free <= 0 ? Double.POSITIVE_INFINITY : misfit / (free * free);
      if (score < least) {
        least = score;
        best = weight;
      }
    }
    return best;
  }
}
