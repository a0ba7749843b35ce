/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.optimizer.leastsquares;

import java.util.Optional;
import org.kan4j.plugin.standard.algebra.LinearAlgebra;

/**
 * The model for so many parameters that no Krylov space of theirs is held: the equations {@code
 * (KᵀK + λ)·step = -half} by conjugate gradients in factored form (CGLS; Hestenes and Stiefel,
 * 1952), anew for every damping, in a few vectors. Unlike with {@link KrylovModel} each damping
 * costs its products.
 */
final class ConjugateModel implements LinearModel {
  /** So large a space tells the largest curvature well enough for a scale. */
  private static final int SCALE = 10;

  private final Products rows;
  private final double[] half;
  private final double scale;
  private final double accuracy;
  private final int most;

  private ConjugateModel(Products rows, double[] half, double scale, double accuracy, int most) {
    this.rows = rows;
    this.half = half;
    this.scale = scale;
    this.accuracy = accuracy;
    this.most = most;
  }

  /**
   * The model; empty if it is not finite.
   *
   * @param half half the gradient; not 0
   * @param accuracy the equations of a step are solved to this part of the gradient
   * @param most products with the rows per damping
   */
  static Optional<LinearModel> of(
      Products rows, double[] half, double accuracy, int most, LinearAlgebra algebra) {
    return KrylovModel.of(rows, half, Damping.LEAST, 0, SCALE, algebra)
        .map(small -> new ConjugateModel(rows, half, small.scale(), accuracy, most));
  }

  @Override
  public Trial solve(double damping) {
    double lambda = damping * scale;
    double[] step = new double[half.length];
    double[] rest = half.clone();
    Products.subtract(rest, 2, half); // minus half the gradient
    double[] along = rest.clone();
    double[] image = new double[rows.rows()];
    double length = Products.norm(half);
    double square = Products.dot(rest, rest);
    for (int k = 0; k < most && square > accuracy * accuracy * length * length; k++) {
      double[] q = rows.times(along);
      double bend = Products.dot(q, q) + lambda * Products.dot(along, along);
      if (!(bend > 0) || Double.isInfinite(bend)) {
        break;
      }
      double alpha = square / bend;
      Products.subtract(step, -alpha, along);
      Products.subtract(image, -alpha, q);
      double[] z = rows.transposed(q);
      for (int c = 0; c < rest.length; c++) {
        rest[c] -= alpha * (z[c] + lambda * along[c]);
      }
      double next = Products.dot(rest, rest);
      double beta = next / square;
      for (int c = 0; c < along.length; c++) {
        along[c] = rest[c] + beta * along[c];
      }
      square = next;
    }
    return new Trial(step, -2 * Products.dot(half, step) - Products.dot(image, image));
  }

  @Override
  public double reach() {
    return Double.POSITIVE_INFINITY;
  }

  @Override
  public double scale() {
    return scale;
  }

  @Override
  public boolean isCheap() {
    return false;
  }
}
