/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.kan4j.plugin.standard.cpu.Fan;
import org.kan4j.spi.function.Extrapolation;

/**
 * Evaluates the basis and the base function of a fan over a chunk of rows: uniform B-splines and
 * the usual base functions in vectors, all others by asking them. Immutable.
 */
final class Evaluator {
  private static final String SILU = "silu";

  private final Fan fan;
  private final UniformSpline spline;
  private final boolean silu;

  /** Whether arguments outside the grid are the basis's own affair. */
  private final boolean natural;

  Evaluator(Fan fan) {
    this.fan = fan;
    spline = UniformSpline.of(fan.basis().shape(), fan.extrapolation());
    natural = fan.extrapolation() == Extrapolation.ZERO;
    silu = fan.hasBase() && fan.base().name().equals(SILU);
  }

  Fan fan() {
    return fan;
  }

  /**
   * Finds the first basis function of each row.
   *
   * @param x arguments, from {@code from} on; room for whole vectors behind them
   * @param first receives them
   */
  void first(double[] x, int from, int rows, Scratch scratch, int[] first) {
    if (spline == null) {
      for (int r = 0; r < rows; r++) {
        scratch.argument[r] = x[from + r];
      }
      fan.extrapolation().evaluate(fan.basis(), scratch.argument, rows, scratch.basis, true);
      System.arraycopy(scratch.basis.first, 0, first, 0, rows);
      return;
    }
    spline.first(x, from, rows, first);
    for (int r = 0; natural && r < rows; r++) {
      if (!spline.inside(x[from + r])) {
        single(x[from + r], scratch);
        first[r] = scratch.basis.first[0];
      }
    }
  }

  /** Asks the basis about one argument. */
  private void single(double x, Scratch scratch) {
    scratch.argument[0] = x;
    fan.extrapolation().evaluate(fan.basis(), scratch.argument, 1, scratch.basis, true);
  }

  /**
   * The values of the local basis functions, after {@link #first}.
   *
   * @param x the arguments in the order wanted, from {@code from} on
   * @param order their rows in the order of before; null if that order is kept
   * @param to receives values, and slopes if asked: function {@code j} of row {@code r} in {@code
   *     [j*chunk + r]}
   */
  void values(double[] x, int from, int[] order, int rows, Scratch scratch, Local to) {
    int support = fan.support();
    int chunk = scratch.chunk;
    if (spline == null) {
      copy(scratch.basis.values, 0, order, rows, support, chunk, to.values);
      if (to.wanted) {
        copy(scratch.basis.values, rows * support, order, rows, support, chunk, to.slopes);
      }
    } else {
      spline.values(x, from, rows, chunk, to);
      for (int r = 0; natural && r < rows; r++) {
        if (!spline.inside(x[from + r])) {
          single(x[from + r], scratch);
          for (int j = 0; j < support; j++) {
            to.values[j * chunk + r] = (double) scratch.basis.values[j];
            to.slopes[j * chunk + r] = (double) scratch.basis.values[support + j];
          }
        }
      }
    }
    if (fan.hasBase()) {
      base(x, from, rows, support * chunk, scratch, to);
    }
  }

  private static void copy(
      /*exact*/ double[] from,
      int start,
      int[] order,
      int rows,
      int support,
      int chunk,
      double[] to) {
    for (int j = 0; j < support; j++) {
      for (int r = 0; r < rows; r++) {
        int row = order == null ? r : order[r];
        to[j * chunk + r] = (double) from[start + row * support + j];
      }
    }
  }

  private void base(double[] x, int from, int rows, int at, Scratch scratch, Local to) {
    if (silu) {
      silu(x, from, rows, at, to);
      return;
    }
    for (int r = 0; r < rows; r++) {
      scratch.argument[r] = x[from + r];
    }
    fan.base().evaluate(scratch.argument, rows, to.wanted ? 1 : 0, scratch.function);
    for (int r = 0; r < rows; r++) {
      to.values[at + r] = (double) scratch.function[r];
    }
    for (int r = 0; to.wanted && r < rows; r++) {
      to.slopes[at + r] = (double) scratch.function[rows + r];
    }
  }

  /** {@code x·sigmoid(x)}; one division and one exponential per vector bound it. */
  private static void silu(double[] x, int from, int rows, int at, Local to) {
    DoubleVector one = DoubleVector.broadcast(Lanes.SPECIES, 1.0);
    for (int r = 0; r < rows; r += Lanes.COUNT) {
      DoubleVector v = DoubleVector.fromArray(Lanes.SPECIES, x, from + r);
      DoubleVector e = Exponential.of(v.abs().neg());
      DoubleVector q = one.div(one.add(e));
      VectorMask<Double> negative = v.compare(VectorOperators.LT, 0.0);
      DoubleVector sigmoid = q.blend(e.mul(q), negative);
      v.mul(sigmoid).intoArray(to.values, at + r);
      if (to.wanted) {
        v.mul(e.mul(q).mul(q)).add(sigmoid).intoArray(to.slopes, at + r);
      }
    }
  }

  /** Where values go, and slopes if they are wanted. */
  static final class Local {
    double[] values = new double[0];
    double[] slopes = new double[0];
    boolean wanted;

    /** Room for so many numbers. */
    void reserve(int numbers, boolean slopesWanted) {
      wanted = slopesWanted;
      if (values.length < numbers) {
        values = new double[numbers];
      }
      // outside the grid, values need slopes
      if (slopes.length < numbers) {
        slopes = new double[numbers];
      }
    }
  }
}
