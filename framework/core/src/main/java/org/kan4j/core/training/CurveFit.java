/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.QRDecomposition;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Extrapolation;

/**
 * Least squares for curves on one basis: any number of curves, any number of samples, taken in
 * piece by piece. Rows are folded into a triangular factor by Householder reflections, so the
 * condition of the problem is not squared; what the samples do not determine is chosen of least
 * norm, so there is always a finite answer. Confined to one thread.
 */
public final class CurveFit {
  private static final int CHUNK = 512;

  private final Basis basis;
  private final Extrapolation extrapolation;
  private final int size;
  private final int curves;
  private final Extrapolation.Scratch scratch = new Extrapolation.Scratch();
  private final DMatrixRMaj factor;
  private final DMatrixRMaj right;
  private long rows;

  /**
   * A fit without samples.
   *
   * @param basis the basis
   * @param extrapolation what the basis does outside its core interval
   * @param curves number of curves
   */
  public CurveFit(Basis basis, Extrapolation extrapolation, int curves) {
    this.basis = basis;
    this.extrapolation = extrapolation;
    this.size = basis.shape().size();
    this.curves = curves;
    factor = new DMatrixRMaj(size, size);
    right = new DMatrixRMaj(size, curves);
  }

  /**
   * Takes in samples.
   *
   * @param x the arguments, {@code x[n]}; not changed
   * @param y the values, {@code y[n][curves]}, row-major; not changed
   * @param weight how much a residual counts before it is squared
   */
  public void add(double[] x, double[] y, double weight) {
    for (int from = 0; from < x.length; from += CHUNK) {
      int to = Math.min(x.length, from + CHUNK);
      fold(Arrays.copyOfRange(x, from, to), y, from, weight);
    }
    rows += x.length;
  }

  private void fold(double[] x, double[] y, int from, double weight) {
    int n = x.length;
    DMatrixRMaj left = new DMatrixRMaj(size + n, size);
    DMatrixRMaj values = new DMatrixRMaj(size + n, curves);
    System.arraycopy(factor.data, 0, left.data, 0, size * size);
    System.arraycopy(right.data, 0, values.data, 0, size * curves);
    extrapolation.evaluate(basis, x, n, scratch, false);
    int support = basis.shape().support();
    for (int s = 0; s < n; s++) {
      int at = (size + s) * size + scratch.first[s];
      for (int j = 0; j < support; j++) {
        left.data[at + j] = weight * scratch.values[s * support + j];
      }
      for (int c = 0; c < curves; c++) {
        values.data[(size + s) * curves + c] = weight * y[(from + s) * curves + c];
      }
    }
    requireFinite(left.data);
    requireFinite(values.data);
    QRDecomposition<DMatrixRMaj> qr = DecompositionFactory_DDRM.qr(size + n, size);
    qr.decompose(left); // false says that a column is zero, which leaves it as it is
    CommonOps_DDRM.multTransA(qr.getQ(null, true), values, right);
    factor.setTo(qr.getR(null, true));
  }

  /**
   * The coefficients {@code [size][curves]}, row-major, that fit best; of all that do, those of
   * least norm.
   */
  public double[] solve() {
    SingularValueDecomposition_F64<DMatrixRMaj> svd =
        DecompositionFactory_DDRM.svd(size, size, true, true, true);
    if (!svd.decompose(factor.copy())) {
      throw KanException.numeric("curves of %d basis functions could not be fitted", size);
    }
    double[] singular = svd.getSingularValues();
    double largest = Arrays.stream(singular).max().orElse(0);
    double cut = largest * Math.max(size, rows) * Math.ulp(1.0);
    DMatrixRMaj rotated = new DMatrixRMaj(size, curves);
    CommonOps_DDRM.multTransA(svd.getU(null, false), right, rotated);
    for (int j = 0; j < size; j++) {
      double inverse = singular[j] > cut ? 1 / singular[j] : 0;
      for (int c = 0; c < curves; c++) {
        rotated.data[j * curves + c] *= inverse;
      }
    }
    DMatrixRMaj coefficients = new DMatrixRMaj(size, curves);
    CommonOps_DDRM.mult(svd.getV(null, false), rotated, coefficients);
    requireFinite(coefficients.data);
    return coefficients.data;
  }

  private static void requireFinite(double[] values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw KanException.numeric("a curve to be fitted is not finite");
      }
    }
  }
}
