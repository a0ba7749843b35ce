/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.algebra;

import java.util.Optional;

/**
 * A library of dense linear algebra in float64. Others than EJML are found by {@link
 * java.util.ServiceLoader}; they need a public constructor without arguments, which must do no
 * work. Safe for use by several threads. Each call computes on the calling thread alone, so that
 * its bits depend on nothing but its arguments. Matrices are row-major.
 */
public interface LinearAlgebra {
  /** The name by which users ask for it, such as {@code openblas}. */
  String name();

  /** Library and version, for provenance; asked for only if it is not {@link #unavailable()}. */
  String library();

  /** Why it cannot work here and what would help; empty if it can. */
  Optional<String> unavailable();

  /**
   * A triangle with the Gram matrix of a tall matrix, that of its QR decomposition up to the signs
   * and the order of rows: {@code RᵀR = AᵀA}.
   *
   * @param a {@code [rows][columns]}, all finite, at least as many rows as columns; overwritten
   * @return {@code R[columns][columns]}, zero below its diagonal
   */
  double[] triangle(double[] a, int rows, int columns);

  /**
   * The thin singular value decomposition {@code A = U·diag(s)·Vᵀ}.
   *
   * @param a {@code [rows][columns]}, all finite; overwritten
   */
  SingularValues singularValues(double[] a, int rows, int columns);
}
