/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.model;

import org.kan4j.core.table.Column;

/** Range, mean and unbiased deviation of at least one finite number. */
record Moments(double lower, double upper, double mean, double deviation) {
  /** Of the numbers of a column that are not missing; it is read twice. */
  static Moments of(Column.Numbers column) {
    Range range = new Range();
    Numbers.each(column, (first, values, count) -> range.add(values, count));
    range.mean = Math.min(Math.max(range.mean, range.lower), range.upper);
    double largest = Math.max(range.upper - range.mean, range.mean - range.lower);
    double[] squares = new double[1];
    Numbers.each(
        column,
        (first, values, count) -> {
          for (int r = 0; r < count; r++) {
            if (!Double.isNaN(values[r])) {
              double share = largest > 0 ? (values[r] - range.mean) / largest : 0; // no overflow
              squares[0] += share * share;
            }
          }
        });
    double deviation = range.number > 1 ? largest * Math.sqrt(squares[0] / (range.number - 1)) : 0;
    return new Moments(range.lower, range.upper, range.mean, deviation);
  }

  /** Of what was added. */
  private static final class Range {
    private double lower = Double.POSITIVE_INFINITY;
    private double upper = Double.NEGATIVE_INFINITY;
    private double mean;
    private int number;

    void add(double[] values, int count) {
      for (int r = 0; r < count; r++) {
        if (!Double.isNaN(values[r])) {
          lower = Math.min(lower, values[r]);
          upper = Math.max(upper, values[r]);
          mean += values[r] / (number + 1) - mean / (number + 1);
          number++;
        }
      }
    }
  }

  /** Whether all numbers are equal, as far as a scale can tell. */
  boolean constant() {
    return !(upper / 2 - lower / 2 > Double.MIN_NORMAL);
  }

  /** The scaling of that name; of constant numbers, one that maps them to 0. */
  Scaling scaling(String name) {
    if (name.equals("none")) {
      return Scaling.NONE;
    }
    if (constant()) {
      return new Scaling(lower, 1);
    }
    return name.equals("range") ? Scaling.range(lower, upper) : new Scaling(mean, 1 / deviation);
  }
}
