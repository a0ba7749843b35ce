/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.training;

import java.util.Optional;

/**
 * The curvature of an objective as that of a sum of squares, in float64 on the heap: rows {@code K}
 * such that {@code 2·KᵀK} is, or stands for, the Hessian of the loss (Gauss-Newton; for
 * cross-entropies the Fisher information). Penalties have no part in it.
 */
public interface Curvature {
  /** Number of rows. */
  int rows();

  /**
   * Rows {@code from} to {@code to} at the parameters; zero where not trainable.
   *
   * @param rows receives {@code [to - from][size]}, row-major
   */
  void rows(Vector parameters, int from, int to, double[] rows);

  /**
   * Products with the rows at a point by passes over the network, for which no row is made; empty
   * if only rows are known.
   *
   * @param parameters must not change as long as the products are used
   */
  default Optional<Products> products(Vector parameters) {
    return Optional.empty();
  }

  /** Products with rows at one point. Each is the adjoint of the other. */
  interface Products {
    /** Overwrites {@code product[rows]} with {@code K·v}; {@code v[size]}. */
    void times(double[] v, double[] product);

    /** Overwrites {@code product[size]} with {@code Kᵀ·u}; {@code u[rows]}. */
    void transposed(double[] u, double[] product);
  }
}
