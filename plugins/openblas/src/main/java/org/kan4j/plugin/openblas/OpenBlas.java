/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.openblas;

import java.io.IOException;
import java.util.Optional;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.openblas.global.openblas;
import org.kan4j.plugin.standard.algebra.LinearAlgebra;
import org.kan4j.plugin.standard.algebra.SingularValues;
import org.kan4j.spi.component.KanException;

/**
 * OpenBLAS, pinned to one thread: its bits would depend on their number. A matrix by rows is its
 * transpose by columns, so nothing is transposed: {@code A = QR} is asked for as {@code Aᵀ = LQᵀ}.
 */
public final class OpenBlas implements LinearAlgebra {
  /** The library; does no work. */
  public OpenBlas() {}

  /** What came of loading the native code, once per process. */
  private static final class Native {
    static final Optional<String> TROUBLE = load();

    private static Optional<String> load() {
      try {
        openblas.blas_set_num_threads(1);
        return Optional.empty();
      } catch (LinkageError | RuntimeException e) {
        return Optional.of(
            "its native code does not load here (%s); put org.bytedeco:openblas and javacpp for"
                    .formatted(e)
                + " this platform on the class path");
      }
    }
  }

  @Override
  public String name() {
    return "openblas";
  }

  @Override
  public String library() {
    require();
    try {
      return "OpenBLAS %s, 1 thread".formatted(Loader.getVersion("org.bytedeco", "openblas"));
    } catch (IOException e) {
      return "OpenBLAS, 1 thread"; // a jar without a version in it
    }
  }

  @Override
  public Optional<String> unavailable() {
    return Native.TROUBLE;
  }

  private static void require() {
    Native.TROUBLE.ifPresent(why -> {
      throw KanException.resource("openblas is not available: %s", why);
    });
    // another user of the library in this process may have changed it
    openblas.blas_set_num_threads(1);
  }

  @Override
  public double[] triangle(double[] a, int rows, int columns) {
    require();
    int height = columns;
    double[] r = new double[height * columns];
    try (PointerScope _ = new PointerScope()) {
      DoublePointer matrix = new DoublePointer((long) rows * columns).put(a, 0, rows * columns);
      DoublePointer tau = new DoublePointer(height);
      check(
          openblas.LAPACKE_dgelqf(openblas.LAPACK_COL_MAJOR, columns, rows, matrix, columns, tau),
          "QR decomposition");
      matrix.get(r, 0, r.length);
    }
    for (int row = 1; row < height; row++) {
      for (int c = 0; c < row; c++) {
        r[row * columns + c] = 0;
      }
    }
    return r;
  }

  @Override
  public SingularValues singularValues(double[] a, int rows, int columns) {
    require();
    int k = Math.min(rows, columns);
    double[] s = new double[k];
    double[] vt = new double[k * columns];
    double[] ut = new double[k * rows];
    try (PointerScope _ = new PointerScope()) {
      DoublePointer matrix = new DoublePointer((long) rows * columns).put(a, 0, rows * columns);
      DoublePointer values = new DoublePointer(k);
      DoublePointer v = new DoublePointer((long) columns * k);
      DoublePointer u = new DoublePointer((long) k * rows);
      check(
          openblas.LAPACKE_dgesdd(
              openblas.LAPACK_COL_MAJOR,
              (byte) 'S',
              columns,
              rows,
              matrix,
              columns,
              values,
              v,
              columns,
              u,
              k),
          "singular values");
      values.get(s);
      v.get(vt);
      double[] byColumns = new double[k * rows];
      u.get(byColumns);
      for (int row = 0; row < rows; row++) {
        for (int i = 0; i < k; i++) {
          ut[i * rows + row] = byColumns[row * k + i];
        }
      }
    }
    return new SingularValues(s, ut, vt);
  }

  private static void check(int info, String what) {
    if (info != 0) {
      throw KanException.numeric("OpenBLAS finds no %s (LAPACK info %d)", what, info);
    }
  }
}
