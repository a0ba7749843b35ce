/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import org.kan4j.plugin.standard.cpu.Fan;
import org.kan4j.spi.function.Extrapolation;

/** What a fan does with arguments outside the core interval of its basis. Immutable. */
final class Outside {
  private final Fan fan;

  /** The core interval. */
  final double lower;

  final double upper;

  /** Whether arguments outside are the basis's own affair. */
  private final boolean natural;

  Outside(Fan fan) {
    this.fan = fan;
    lower = (double) fan.basis().shape().lower();
    upper = (double) fan.basis().shape().upper();
    natural = fan.extrapolation() == Extrapolation.ZERO;
  }

  /** Whether arguments outside are asked of the basis, one by one. */
  boolean natural() {
    return natural;
  }

  /**
   * Whether slopes will be needed at the ends of the core interval: whether any argument lies
   * outside, or is NaN. {@code (x-lower)·(upper-x)} tells by its bits: negative outside, beyond
   * those of infinity for NaN.
   */
  boolean any(Arguments x, int rows, Scratch scratch) {
    LongVector signs = DoubleVector.zero(Lanes.SPECIES).reinterpretAsLongs();
    LongVector most = signs;
    for (int r = 0; r < rows; r += Lanes.COUNT) {
      DoubleVector at = DoubleVector.fromArray(Lanes.SPECIES, x.numbers, x.from + r);
      DoubleVector above = at.sub(lower);
      LongVector bits = at.neg().add(upper).mul(above).reinterpretAsLongs();
      signs = signs.or(bits);
      most = most.max(bits);
    }
    signs.reinterpretAsDoubles().intoArray(scratch.lanes, 0);
    most.reinterpretAsDoubles().intoArray(scratch.lanes, Lanes.COUNT);
    boolean any = false;
    for (int k = 0; k < Lanes.COUNT; k++) {
      any |= Math.copySign(1.0, scratch.lanes[k]) < 0;
      any |= Double.isNaN(scratch.lanes[Lanes.COUNT + k]);
    }
    return any;
  }

  /** Corrects the first functions of arguments outside. */
  void first(double[] x, int from, int rows, Scratch scratch, int[] first) {
    for (int r = 0; natural && r < rows; r++) {
      if (beyond(x[from + r])) {
        ask(x[from + r], scratch);
        first[r] = scratch.basis.first[0];
      }
    }
  }

  private boolean beyond(double x) {
    return !(x >= lower && x <= upper);
  }

  private void ask(double x, Scratch scratch) {
    scratch.argument[0] = x;
    fan.extrapolation().evaluate(fan.basis(), scratch.argument, 1, scratch.basis, true);
  }

  /** From values and slopes at the nearest arguments of the core to those at the arguments. */
  void apply(Arguments x, int rows, int support, Scratch scratch, Local to) {
    if (natural) {
      ask(x, rows, support, scratch, to);
    } else if (fan.extrapolation() == Extrapolation.CLAMP) {
      flatten(x, rows, support, to);
    } else {
      for (int r = 0; r < rows; r += Lanes.COUNT) {
        DoubleVector at = DoubleVector.fromArray(Lanes.SPECIES, x.numbers, x.from + r);
        DoubleVector beyond = at.sub(at.max(lower).min(upper));
        for (int j = 0; j < support; j++) {
          int place = to.place(j) + r;
          beyond
              .mul(DoubleVector.fromArray(Lanes.SPECIES, to.slopes, place))
              .add(DoubleVector.fromArray(Lanes.SPECIES, to.values, place))
              .intoArray(to.values, place);
        }
      }
    }
  }

  private void ask(Arguments x, int rows, int support, Scratch scratch, Local to) {
    for (int r = 0; r < rows; r++) {
      double argument = x.numbers[x.from + r];
      if (beyond(argument)) {
        ask(argument, scratch);
        for (int j = 0; j < support; j++) {
          to.values[to.place(j) + r] = (double) scratch.basis.values[j];
          to.slopes[to.place(j) + r] = (double) scratch.basis.values[support + j];
        }
      }
    }
  }

  private void flatten(Arguments x, int rows, int support, Local to) {
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < support && beyond(x.numbers[x.from + r]); j++) {
        to.slopes[to.place(j) + r] = 0;
      }
    }
  }
}
