/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.algebra;

import java.util.Optional;
import org.ejml.EjmlVersion;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.SingularOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.kan4j.spi.component.KanException;

/**
 * EJML: plain Java, works everywhere. Triangles are {@link Reflections}' own, because EJML's QR
 * decompositions refuse columns of zeros.
 */
public final class Ejml implements LinearAlgebra {
  /** The library; does no work. */
  public Ejml() {}

  @Override
  public String name() {
    return "ejml";
  }

  @Override
  public String library() {
    return "EJML " + EjmlVersion.VERSION;
  }

  @Override
  public Optional<String> unavailable() {
    return Optional.empty();
  }

  @Override
  public double[] triangle(double[] a, int rows, int columns) {
    return Reflections.triangle(a, rows, columns);
  }

  @Override
  public SingularValues singularValues(double[] a, int rows, int columns) {
    SingularValueDecomposition_F64<DMatrixRMaj> svd =
        DecompositionFactory_DDRM.svd(rows, columns, true, true, true);
    if (!svd.decompose(DMatrixRMaj.wrap(rows, columns, a))) {
      throw KanException.numeric(
          "the singular values of %d x %d numbers do not converge", rows, columns);
    }
    int k = Math.min(rows, columns);
    DMatrixRMaj w = svd.getW(null);
    DMatrixRMaj ut = svd.getU(null, true);
    DMatrixRMaj vt = svd.getV(null, true);
    SingularOps_DDRM.descendingOrder(ut, true, w, vt, true);
    double[] s = new double[k];
    for (int i = 0; i < k; i++) {
      s[i] = w.get(i, i);
    }
    return new SingularValues(s, first(ut, k), first(vt, k));
  }

  private static double[] first(DMatrixRMaj rows, int k) {
    return rows.getNumRows() == k
        ? rows.data
        : CommonOps_DDRM.extract(rows, 0, k, 0, rows.getNumCols()).data;
  }
}
