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
  private final boolean base;

  /** Basis functions. */
  final int size;

  /** Basis functions that can differ from zero at one argument. */
  final int support;

  /** Numbers per row: those, and the base function if there is one. */
  final int numbers;

  private final UniformSpline spline;
  private final boolean silu;

  /** Whether arguments outside the grid are the basis's own affair. */
  private final boolean natural;

  Evaluator(Fan fan) {
    this.fan = fan;
    base = fan.hasBase();
    size = fan.size();
    support = fan.support();
    numbers = support + (base ? 1 : 0);
    spline = UniformSpline.of(fan.basis().shape(), fan.extrapolation());
    natural = fan.extrapolation() == Extrapolation.ZERO;
    silu = fan.hasBase() && fan.base().name().equals(SILU);
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
   *     [j*STEP + r]}
   */
  void values(double[] x, int from, int[] order, int rows, Scratch scratch, Local to) {
    if (spline == null) {
      copy(scratch.basis.values, 0, order, rows, to.values);
      if (to.wanted) {
        copy(scratch.basis.values, rows * support, order, rows, to.slopes);
      }
    } else {
      spline.values(x, from, rows, to);
      for (int r = 0; natural && r < rows; r++) {
        if (!spline.inside(x[from + r])) {
          single(x[from + r], scratch);
          for (int j = 0; j < support; j++) {
            to.values[j * Local.STEP + r] = (double) scratch.basis.values[j];
            to.slopes[j * Local.STEP + r] = (double) scratch.basis.values[support + j];
          }
        }
      }
    }
    if (base) {
      base(x, from, rows, support * Local.STEP, scratch, to);
    }
  }

  private void copy(/*exact*/ double[] from, int start, int[] order, int rows, double[] to) {
    for (int j = 0; j < support; j++) {
      for (int r = 0; r < rows; r++) {
        int row = order == null ? r : order[r];
        to[j * Local.STEP + r] = (double) from[start + row * support + j];
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
    /**
     * From a function to the next. A constant, so that all functions of a row are at fixed
     * distances in the code; no power of two, so that they do not share a cache set.
     */
    static final int STEP = 1040;

    double[] values = new double[0];
    double[] slopes = new double[0];
    boolean wanted;

    /** Room for so many functions. */
    void reserve(int functions, boolean slopesWanted) {
      wanted = slopesWanted;
      int numbers = functions * STEP;
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
