/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.optimizer.leastsquares;

import java.util.Arrays;
import java.util.Optional;
import org.kan4j.plugin.standard.algebra.Libraries;
import org.kan4j.plugin.standard.algebra.LinearAlgebra;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.training.Curvature;
import org.kan4j.spi.training.LeastSquares;
import org.kan4j.spi.training.Problem;
import org.kan4j.spi.training.Vector;

/** Makes linear models of one problem. Confined to one thread. */
final class Linearization {
  /** How many numbers of a Jacobian with all its columns are held at a time. */
  private static final int BLOCK = 1 << 20;

  /** How many numbers of a Jacobian, or a Krylov space, are held: a quarter of a gigabyte. */
  private static final long WHOLE = 1 << 25;

  /** Which part of the memory the rows of a Jacobian may take where no decomposition needs them. */
  private static final int SHARE = 4;

  private final Curvature curvature;
  private final Optional<LeastSquares> squares;
  private final LevenbergMarquardt method;
  private final LinearAlgebra algebra;
  private final long whole;
  private final int size;
  private final int[] places;
  private final Optional<Smoothing> smoothing;
  private final ColumnNorms columns = new ColumnNorms();
  private final Forcing forcing = new Forcing();

  /**
   * For one problem.
   *
   * @throws KanException of kind USER if the curvature of its loss is not known
   */
  Linearization(Problem problem, LevenbergMarquardt method) {
    this(problem, method, WHOLE);
  }

  /**
   * The same.
   *
   * @param whole up to so many numbers, a Jacobian or a Krylov space is held as a whole
   */
  Linearization(Problem problem, LevenbergMarquardt method, long whole) {
    this.whole = whole;
    squares = problem.leastSquares();
    curvature =
        problem
            .curvature()
            .orElseThrow(() ->
                KanException.user(
                    "levenberg_marquardt needs a loss that is a sum of squares, such as"
                        + " mean_squared_error, or a cross-entropy; take lbfgs or adam for"
                        + " others"));
    this.method = method;
    algebra = Libraries.choose(method.algebra());
    LevenbergMarquardt.Ridge wanted = method.ridge();
    double[] trainable = problem.trainable().toArray();
    size = trainable.length;
    int[] found = new int[size];
    int count = 0;
    for (int p = 0; p < size; p++) {
      if (trainable[p] == 1) {
        found[count++] = p;
      }
    }
    places = Arrays.copyOf(found, count);
    if (wanted == LevenbergMarquardt.Ridge.GCV && squares.isEmpty()) {
      throw KanException.user(
          "levenberg_marquardt: ridge=gcv needs a sum of squares without penalties, such as"
              + " mean_squared_error with lambda 0");
    }
    if (wanted == LevenbergMarquardt.Ridge.GCV && isIterative()) {
      throw KanException.user(
          "levenberg_marquardt: ridge=gcv needs a decomposition, and %d parameters are more than"
              + " iterative_above=%d; raise that, or take ridge=none and early stopping",
          count, method.iterative().above());
    }
    smoothing =
        wanted == LevenbergMarquardt.Ridge.NONE
            ? Optional.empty()
            : Optional.of(new Smoothing(problem.prior(), places, size));
  }

  /** Where the trainable parameters stand in the vector. */
  int[] places() {
    return places;
  }

  /** Number of rows of the Jacobian. */
  int rows() {
    return curvature.rows();
  }

  /**
   * The model at a point; empty if it is not finite there.
   *
   * @param gradient of the whole objective at the same point
   * @param damping that is likely to be asked for
   */
  Optional<LinearModel> at(Vector parameters, Vector gradient, double damping) {
    if (isIterative()) {
      return iterative(parameters, gradient, damping);
    }
    double[] residual = residuals(parameters).orElse(null);
    int width = places.length + 1;
    long numbers = (long) rows() * width;
    boolean held = numbers <= whole || rows() < width;
    double[] a = held ? new double[Math.toIntExact(numbers)] : inBlocks(parameters, residual);
    if (held) {
      fill(parameters, 0, rows(), residual, a, 0);
    }
    if (a == null || !isFinite(a, a.length)) {
      return Optional.empty();
    }
    boolean tall = held && rows() >= width;
    double[] triangle = tall ? algebra.triangle(a, rows(), width) : a;
    int height = triangle.length / width;
    if (residual == null) {
      return Optional.of(SpectralModel.ofGradient(algebra, triangle, height, half(gradient)));
    }
    SpectralModel model =
        SpectralModel.ofSquares(algebra, triangle, height, places.length, held ? a : null);
    return Optional.of(
        smoothing.isEmpty() ? model : smoothing.get().model(model, parameters, residual));
  }

  /** By products, of parameters that are measured by what they do. */
  private Optional<LinearModel> iterative(Vector parameters, Vector gradient, double damping) {
    Products plain = products(parameters);
    double[] lengths = columns.at(plain);
    if (!isFinite(lengths, lengths.length)) {
      return Optional.empty();
    }
    Products rows = new ScaledProducts(plain, lengths);
    double[] half = ScaledProducts.divided(half(gradient), lengths);
    double accuracy = forcing.at(Products.norm(half));
    int most = method.iterative().iterations();
    Optional<LinearModel> model =
        (long) most * places.length <= whole
            ? KrylovModel.of(rows, half, damping, accuracy, most, algebra)
            : ConjugateModel.of(rows, half, accuracy, most, algebra);
    return model.map(inside -> new ScaledModel(inside, lengths));
  }

  private Products products(Vector parameters) {
    return curvature
        .products(parameters)
        .<Products>map(passes -> new PassProducts(passes, rows(), places, size))
        .orElseGet(() -> {
          long room = Runtime.getRuntime().maxMemory() / Double.BYTES / SHARE;
          return new RowProducts(curvature, parameters, places, room);
        });
  }

  /** The triangle of more rows than are held at a time: of that so far and the next rows. */
  private double[] inBlocks(Vector parameters, double[] residual) {
    int width = places.length + 1;
    int run = Math.max(width, BLOCK / width);
    double[] stack = new double[Math.multiplyExact(width + run, width)];
    int above = 0;
    for (int from = 0; from < rows(); from += run) {
      int to = Math.min(rows(), from + run);
      fill(parameters, from, to, residual, stack, above * width);
      int rows = above + to - from;
      if (!isFinite(stack, rows * width)) {
        return null;
      }
      double[] triangle = algebra.triangle(stack, rows, width);
      System.arraycopy(triangle, 0, stack, 0, triangle.length);
      above = width;
    }
    return Arrays.copyOf(stack, width * width);
  }

  private static boolean isFinite(double[] numbers, int count) {
    for (int e = 0; e < count; e++) {
      if (!Double.isFinite(numbers[e])) {
        return false;
      }
    }
    return true;
  }

  private boolean isIterative() {
    return places.length > method.iterative().above();
  }

  private double[] half(Vector gradient) {
    double[] all = gradient.toArray();
    double[] half = new double[places.length];
    for (int c = 0; c < half.length; c++) {
      half[c] = all[places[c]] / 2;
    }
    return half;
  }

  /** What holding back from noise adds to the objective. */
  double penalty(Vector parameters) {
    return smoothing.map(of -> of.penalty(parameters.toArray())).orElse(0.0);
  }

  /** What must be kept to go on with equal bits. */
  double[] state() {
    return smoothing.map(Smoothing::state).orElse(new double[0]);
  }

  /** The lengths of columns that steps by products go by. */
  ColumnNorms columns() {
    return columns;
  }

  /** How accurately such steps are solved for. */
  Forcing forcing() {
    return forcing;
  }

  void restore(double[] state) {
    smoothing.ifPresent(of -> of.restore(state));
  }

  /** Residuals at a point; empty if the objective is more than their squares. */
  Optional<double[]> residuals(Vector parameters) {
    return squares.map(of -> {
      double[] residual = new double[of.residuals()];
      of.residuals(parameters, residual);
      return residual;
    });
  }

  /** Rows of the Jacobian by trainable parameters, and of the residuals if there are any. */
  private void fill(
      Vector parameters, int first, int last, double[] residual, double[] a, int start) {
    int width = places.length + 1;
    int run = Math.clamp(BLOCK / size, 1, Math.max(1, last - first));
    double[] block = new double[Math.multiplyExact(run, size)];
    for (int from = first; from < last; from += run) {
      int to = Math.min(last, from + run);
      curvature.rows(parameters, from, to, block);
      int count = to - from;
      smoothing.ifPresent(of -> of.divide(block, count));
      for (int r = from; r < to; r++) {
        int source = (r - from) * size;
        int target = start + (r - first) * width;
        for (int c = 0; c < places.length; c++) {
          a[target + c] = block[source + places[c]];
        }
        a[target + places.length] = residual == null ? 0 : residual[r];
      }
    }
  }
}
