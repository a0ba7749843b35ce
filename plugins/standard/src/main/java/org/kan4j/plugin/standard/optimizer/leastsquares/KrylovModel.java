/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.optimizer.leastsquares;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kan4j.plugin.standard.algebra.LinearAlgebra;

/**
 * The model for many parameters: in the Krylov space of the gradient, from a bidiagonalisation
 * {@code K·V = U·R} (Golub and Kahan, 1965) that needs nothing but products. The space is the same
 * for every damping, so that each costs a small problem; steps are those of damped LSQR (Paige and
 * Saunders, 1982) stopped early.
 */
final class KrylovModel implements LinearModel {
  /** Up to this size every space is looked at, then every few vectors. */
  private static final int SMALL = 10;

  private static final int LOOK = 5;

  private final List<double[]> space;
  private final SpectralModel inside;

  private KrylovModel(List<double[]> space, SpectralModel inside) {
    this.space = space;
    this.inside = inside;
  }

  /**
   * The model.
   *
   * @param half half the gradient; not 0
   * @param damping for which the space shall be large enough
   * @param accuracy the equations of its step are solved to this part of the gradient
   * @param most vectors in it
   */
  static Optional<LinearModel> of(
      Products rows,
      double[] half,
      double damping,
      double accuracy,
      int most,
      LinearAlgebra algebra) {
    double length = Products.norm(half);
    List<double[]> space = new ArrayList<>();
    List<Double> alphas = new ArrayList<>();
    List<Double> betas = new ArrayList<>();
    double[] v = scaled(half, 1 / length);
    double[] u = new double[rows.rows()];
    double beta = 0;
    SpectralModel model = null;
    int largest = Math.min(most, half.length);
    while (true) {
      space.add(v);
      double[] w = rows.times(v);
      Products.subtract(w, beta, u);
      double alpha = Products.norm(w);
      if (!Double.isFinite(alpha)) {
        return Optional.empty();
      }
      alphas.add(alpha);
      u = alpha == 0 ? w : scaled(w, 1 / alpha);
      double[] z = rows.transposed(u);
      Products.subtract(z, alpha, v);
      for (double[] old : space) { // else rounding brings old directions back
        Products.subtract(z, Products.dot(z, old), old);
      }
      beta = Products.norm(z);
      if (!Double.isFinite(beta)) {
        return Optional.empty();
      }
      boolean end =
          space.size() >= largest || alpha == 0 || beta <= Math.ulp(1.0) * alphas.getFirst();
      if (end || space.size() <= SMALL || space.size() % LOOK == 0) {
        model = small(alphas, betas, length, algebra);
        double[] step = model.solve(damping).step();
        double error = alpha * beta * Math.abs(step[step.length - 1]);
        if (end || error <= accuracy * length) {
          return Optional.of(new KrylovModel(space, model));
        }
      }
      betas.add(beta);
      v = scaled(z, 1 / beta);
    }
  }

  /** The model inside the space: a bidiagonal matrix, and a gradient along its first vector. */
  private static SpectralModel small(
      List<Double> alphas, List<Double> betas, double length, LinearAlgebra algebra) {
    int k = alphas.size();
    double[] r = new double[k * (k + 1)];
    for (int i = 0; i < k; i++) {
      r[i * (k + 1) + i] = alphas.get(i);
      if (i + 1 < k) {
        r[i * (k + 1) + i + 1] = betas.get(i);
      }
    }
    double[] first = new double[k];
    first[0] = length;
    return SpectralModel.ofGradient(algebra, r, k, first);
  }

  private static double[] scaled(double[] vector, double factor) {
    double[] scaled = vector.clone();
    for (int c = 0; c < scaled.length; c++) {
      scaled[c] *= factor;
    }
    return scaled;
  }

  @Override
  public Trial solve(double damping) {
    Trial trial = inside.solve(damping);
    double[] step = new double[space.getFirst().length];
    for (int i = 0; i < trial.step().length; i++) {
      Products.subtract(step, -trial.step()[i], space.get(i));
    }
    return new Trial(step, trial.decrease());
  }

  @Override
  public double reach() {
    return inside.reach();
  }

  @Override
  public double scale() {
    return inside.scale();
  }
}
