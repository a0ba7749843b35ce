/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.model;

/** Range, mean and unbiased deviation of at least one finite number. */
record Moments(double lower, double upper, double mean, double deviation) {
  static Moments of(double[] values) {
    double lower = Double.POSITIVE_INFINITY;
    double upper = Double.NEGATIVE_INFINITY;
    double mean = 0;
    for (int n = 0; n < values.length; n++) {
      lower = Math.min(lower, values[n]);
      upper = Math.max(upper, values[n]);
      mean += values[n] / (n + 1) - mean / (n + 1);
    }
    mean = Math.min(Math.max(mean, lower), upper);
    double squares = 0;
    double largest = Math.max(upper - mean, mean - lower);
    for (double value : values) {
      double share = largest > 0 ? (value - mean) / largest : 0; // no overflow, no underflow
      squares += share * share;
    }
    double deviation = values.length > 1 ? largest * Math.sqrt(squares / (values.length - 1)) : 0;
    return new Moments(lower, upper, mean, deviation);
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
