/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import java.util.ArrayList;
import java.util.List;

/**
 * An axis: where a number stands, and which numbers are marked.
 *
 * @param label what the numbers are
 * @param lower the number at the start
 * @param upper the number at the end, above {@code lower}
 * @param logarithmic whether equal distances are equal ratios; both ends are then positive
 */
record Axis(String label, double lower, double upper, boolean logarithmic) {
  /** A mark. */
  record Tick(double value, String text) {}

  /** An axis over numbers, with a little room at both ends; numbers it cannot show are left out. */
  static Axis over(String label, double[] values, boolean logarithmic) {
    double lower = Double.POSITIVE_INFINITY;
    double upper = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      if (Double.isFinite(value) && (!logarithmic || value > 0)) {
        lower = Math.min(lower, value);
        upper = Math.max(upper, value);
      }
    }
    if (lower > upper) {
      return new Axis(label, logarithmic ? 0.1 : 0, 1, logarithmic);
    }
    if (logarithmic) {
      double room = Math.max(Math.pow(upper / lower, 0.06), 1.05);
      return new Axis(
          label,
          Math.max(lower / room, Double.MIN_NORMAL),
          Math.min(upper * room, Double.MAX_VALUE),
          true);
    }
    double half = upper / 2 - lower / 2;
    double room = half > 0 ? half * 0.1 : Math.max(Math.abs(upper) * 0.1, 1e-9);
    return new Axis(label, lower - room, upper + room, false);
  }

  /** The part of the way from start to end; NaN for a number that has no place. */
  double part(double value) {
    if (logarithmic) {
      return value > 0 ? Math.log(value / lower) / Math.log(upper / lower) : Double.NaN;
    }
    return (value - lower) / (upper - lower);
  }

  /** The marks, about {@code wanted} of them, ascending. */
  List<Tick> ticks(int wanted) {
    if (logarithmic && upper / lower > 8) {
      return decades(wanted);
    }
    double raw = (upper - lower) / wanted;
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double step = power * 10;
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= raw * 0.999) {
        step = factor * power;
        break;
      }
    }
    List<Tick> ticks = new ArrayList<>();
    for (double at = Math.ceil(lower / step); at <= Math.floor(upper / step); at++) {
      int digits = (int) Math.ceil(Math.log10(Math.max(1, Math.abs(at)) + 1)) + 1;
      double value = at * step + 0.0;
      ticks.add(new Tick(value, Numbers.readable(at == 0 ? 0 : value, digits)));
    }
    return ticks;
  }

  private List<Tick> decades(int wanted) {
    int first = (int) Math.ceil(Math.log10(lower));
    int last = (int) Math.floor(Math.log10(upper));
    int every = Math.max(1, Math.ceilDiv(last - first + 1, wanted));
    List<Tick> ticks = new ArrayList<>();
    for (int exponent = first; exponent <= last; exponent++) {
      if (exponent % every == 0) {
        String text =
            Math.abs(exponent) <= 3
                ? Numbers.readable(Math.pow(10, exponent), 1)
                : "1e" + (exponent < 0 ? "−" : "") + Math.abs(exponent);
        ticks.add(new Tick(Math.pow(10, exponent), text));
      }
      if (last - first < 2) {
        for (int factor : new int[] {2, 5}) {
          double value = factor * Math.pow(10, exponent);
          if (value <= upper) {
            ticks.add(new Tick(value, Numbers.readable(value, 1)));
          }
        }
      }
    }
    if (last - first < 2) {
      for (int factor : new int[] {5, 2}) {
        double value = factor * Math.pow(10, first - 1.0);
        if (value >= lower) {
          ticks.addFirst(new Tick(value, Numbers.readable(value, 1)));
        }
      }
    }
    return ticks;
  }
}
