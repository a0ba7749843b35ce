/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import org.kan4j.plugin.simd.plan.Tape;
import org.kan4j.plugin.standard.cpu.Fan;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.function.Extrapolation;

/**
 * Evaluates the basis and the base function of a fan over a chunk of rows: in vectors where their
 * shape or their description allows, else by asking them. Immutable.
 */
final class Evaluator {
  private static final String SILU = "silu";

  /** Operators up to which columns beat a base function that is asked. */
  private static final int WORTH = 24;

  private final Fan fan;
  private final boolean base;

  /** Basis functions. */
  final int size;

  /** Basis functions that can differ from zero at one argument. */
  final int support;

  /** Numbers per row: those, and the base function if there is one. */
  final int numbers;

  private final Functions functions;
  private final boolean silu;

  /** The base function as it describes itself; null if it is silu, or must be asked. */
  private final Player described;

  Evaluator(Fan fan) {
    this.fan = fan;
    base = fan.hasBase();
    size = fan.size();
    support = fan.support();
    numbers = support + (base ? 1 : 0);
    functions = functions(fan);
    silu = base && fan.base().name().equals(SILU);
    described =
        base && !silu ? Tape.of(fan.base()::lower, 1, WORTH).map(Player::new).orElse(null) : null;
  }

  private static Functions functions(Fan fan) {
    Basis basis = fan.basis();
    Outside outside = new Outside(fan);
    Functions known = null;
    if (basis.shape() instanceof BasisShape.Spline spline) {
      known = UniformSpline.of(spline, outside);
      known = known == null ? KnotSpline.of(spline, outside) : known;
    } else if (basis.shape() instanceof BasisShape.Dense) {
      known = Described.of(basis, outside);
    }
    return known == null ? new Asked(fan) : known;
  }

  /** The splines, if they are cubic on a uniform grid beside silu or nothing; else null. */
  UniformSpline cubic() {
    boolean plain = !base || silu;
    boolean tame = fan.extrapolation() != Extrapolation.ZERO;
    return plain && tame && functions instanceof UniformSpline spline && spline.cubic()
        ? spline
        : null;
  }

  /** Whether functions stay what they are at the ends of the core. */
  boolean clamps() {
    return fan.extrapolation() == Extrapolation.CLAMP;
  }

  /** Whether {@link #values} wants sorted arguments. */
  boolean sorts() {
    return functions.sorts();
  }

  /**
   * Finds the first basis function of each row.
   *
   * @param x arguments, from {@code from} on; room for whole vectors behind them
   * @param first receives them
   */
  void first(double[] x, int from, int rows, Scratch scratch, int[] first) {
    functions.first(x, from, rows, scratch, first);
  }

  /** The values of the local basis functions, and slopes if asked, after {@link #first}. */
  void values(Arguments x, int rows, Scratch scratch, Local to) {
    functions.values(x, rows, scratch, to);
    if (base) {
      base(x, rows, support * to.step, scratch, to);
    }
  }

  /**
   * The values of all functions and of the base function, or false if nothing is gained by that.
   */
  boolean everywhere(Arguments x, int rows, Scratch scratch, Local to) {
    if (!functions.everywhere(x, rows, scratch, to)) {
      return false;
    }
    if (base) {
      base(x, rows, to.place(size), scratch, to);
    }
    return true;
  }

  private void base(Arguments x, int rows, int at, Scratch scratch, Local to) {
    if (silu) {
      silu(x.numbers, x.from, rows, at, to);
      return;
    }
    if (described != null) {
      System.arraycopy(x.numbers, x.from, described.arguments(scratch.columns), 0, rows);
      described.play(scratch.columns, rows, to.wanted, to, at);
      return;
    }
    for (int r = 0; r < rows; r++) {
      scratch.argument[r] = x.numbers[x.from + r];
    }
    fan.base().evaluate(scratch.argument, rows, to.wanted ? 1 : 0, scratch.function);
    for (int r = 0; r < rows; r++) {
      to.values[at + r] = (double) scratch.function[r];
    }
    for (int r = 0; to.wanted && r < rows; r++) {
      to.slopes[at + r] = (double) scratch.function[rows + r];
    }
  }

  /** {@code x·sigmoid(x)} into {@code values[at …]}. */
  static void silu(double[] x, int from, int rows, double[] values, int at) {
    opposites(x, from, rows, values, at);
    Exponential.of(values, at, rows);
    for (int r = 0; r < rows; r += Lanes.COUNT) {
      DoubleVector v = DoubleVector.fromArray(Lanes.SPECIES, x, from + r);
      DoubleVector e = DoubleVector.fromArray(Lanes.SPECIES, values, at + r);
      v.div(e.add(1.0)).intoArray(values, at + r);
    }
  }

  /** {@code x·sigmoid(x)} and its slopes; one division per vector bounds it. */
  private static void silu(double[] x, int from, int rows, int at, Local to) {
    if (!to.wanted) {
      silu(x, from, rows, to.values, at);
      return;
    }
    opposites(x, from, rows, to.values, at);
    Exponential.of(to.values, at, rows);
    DoubleVector one = DoubleVector.broadcast(Lanes.SPECIES, 1.0);
    for (int r = 0; r < rows; r += Lanes.COUNT) {
      DoubleVector v = DoubleVector.fromArray(Lanes.SPECIES, x, from + r);
      DoubleVector e = DoubleVector.fromArray(Lanes.SPECIES, to.values, at + r);
      DoubleVector sigmoid = one.div(e.add(1.0));
      DoubleVector value = v.mul(sigmoid);
      value.intoArray(to.values, at + r);
      value.fma(e.mul(sigmoid), sigmoid).intoArray(to.slopes, at + r);
    }
  }

  /**
   * {@code -x}, bounded for {@link Exponential}. On bits: the vectors' own minimum takes care of
   * NaN and signed zeros, which is six instructions, and these are three.
   */
  private static void opposites(double[] x, int from, int rows, double[] to, int at) {
    LongVector most = DoubleVector.broadcast(Lanes.SPECIES, Exponential.BOUND).reinterpretAsLongs();
    LongVector sign = DoubleVector.broadcast(Lanes.SPECIES, -0.0).reinterpretAsLongs();
    for (int r = 0; r < rows; r += Lanes.COUNT) {
      DoubleVector v = DoubleVector.fromArray(Lanes.SPECIES, x, from + r);
      LongVector opposite = v.neg().reinterpretAsLongs();
      LongVector bounded = v.abs().reinterpretAsLongs().min(most);
      bounded.or(opposite.and(sign)).reinterpretAsDoubles().intoArray(to, at + r);
    }
  }
}
