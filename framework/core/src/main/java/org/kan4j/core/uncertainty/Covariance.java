/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.uncertainty;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.TriangularSolver_DDRM;
import org.ejml.dense.row.decomposition.chol.CholeskyDecompositionInner_DDRM;
import org.kan4j.spi.component.KanException;

/**
 * The inverse of {@code information + prior·1}, by its Cholesky factor, diagonal scaled to one.
 * Immutable.
 */
final class Covariance {
  /** What the scaled diagonal is raised by, for each parameter, so that rounding does no harm. */
  private static final double ROUNDING = 16 * Math.ulp(1.0);

  private final int size;
  private final double prior;

  /** Rows of the inverse of the factor, scaled: {@code L⁻¹·D}, zero above the diagonal. */
  private final double[] inverse;

  /**
   * Inverts.
   *
   * @param information symmetric, {@code [size][size]}; only its upper triangle is read
   * @param prior positive
   */
  Covariance(double[] information, int size, double prior) {
    this.size = size;
    this.prior = prior;
    double[] scale = new double[size];
    for (int i = 0; i < size; i++) {
      scale[i] = 1 / Math.sqrt(information[i * size + i] + prior);
    }
    DMatrixRMaj matrix = new DMatrixRMaj(size, size);
    for (int i = 0; i < size; i++) {
      for (int j = i; j < size; j++) {
        double entry = information[i * size + j] * scale[i] * scale[j];
        matrix.set(i, j, entry);
        matrix.set(j, i, entry);
      }
      matrix.set(i, i, 1 + ROUNDING * size);
    }
    CholeskyDecompositionInner_DDRM cholesky = new CholeskyDecompositionInner_DDRM(true);
    if (!cholesky.decompose(matrix)) {
      throw KanException.numeric(
          "the curvature of the loss has no Cholesky factor: its %d parameters are too far from"
              + " what data pin down for error bars",
          size);
    }
    inverse = cholesky.getT(null).data;
    TriangularSolver_DDRM.invertLower(inverse, size);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        inverse[i * size + j] *= scale[j];
      }
      Arrays.fill(inverse, i * size + i + 1, (i + 1) * size, 0);
    }
  }

  private Covariance(int size, double prior, double[] inverse) {
    this.size = size;
    this.prior = prior;
    this.inverse = inverse;
  }

  /** With all standard errors multiplied; how many parameters are pinned stays. */
  Covariance times(double factor) {
    return new Covariance(
        size,
        prior / (factor * factor),
        Arrays.stream(inverse).map(entry -> factor * entry).toArray());
  }

  /** How many parameters the data pin down, rather than the prior. */
  double pinned() {
    double trace = 0;
    for (double entry : inverse) {
      trace += entry * entry;
    }
    return Math.max(0, size - prior * trace);
  }

  /** The variance of a parameter. */
  double variance(int parameter) {
    double sum = 0;
    for (int i = parameter; i < size; i++) {
      double entry = inverse[i * size + parameter];
      sum += entry * entry;
    }
    return sum;
  }

  /** The variance of a linear combination of the parameters. */
  double variance(double[] slope) {
    return covariance(whiten(slope), null);
  }

  /** A combination in coordinates in which all are independent and of variance 1. */
  double[] whiten(double[] slope) {
    double[] white = new double[size];
    for (int i = 0; i < size; i++) {
      double sum = 0;
      int row = i * size;
      for (int j = 0; j <= i; j++) {
        sum += inverse[row + j] * slope[j];
      }
      white[i] = sum;
    }
    return white;
  }

  /** The covariance of two whitened combinations; the variance of the first if there is none. */
  static double covariance(double[] white, double[] other) {
    double[] second = other == null ? white : other;
    double sum = 0;
    for (int i = 0; i < white.length; i++) {
      sum += white[i] * second[i];
    }
    return sum;
  }
}
