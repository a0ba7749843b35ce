/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.dataset;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/**
 * How a column was brought to mean 0 and standard deviation 1.
 *
 * @param column its name
 * @param mean of the training rows
 * @param deviation unbiased standard deviation of the training rows (divisor {@code n-1}); 1 for a
 *     column that is constant, which becomes 0
 */
public record Standardization(String column, double mean, double deviation) {
  /** Checks the numbers. */
  public Standardization {
    requireNonNull(column, "column is null");
    if (!Double.isFinite(mean) || !(deviation > 0) || Double.isInfinite(deviation)) {
      throw new IllegalArgumentException(column + ": mean " + mean + ", deviation " + deviation);
    }
  }

  /** The statistics of a column. */
  static Standardization of(String column, double[] values) {
    if (Arrays.stream(values).distinct().count() < 2) {
      return new Standardization(column, values.length == 0 ? 0 : values[0], 1);
    }
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return new Standardization(column, mean, Math.sqrt(squares / (values.length - 1)));
  }

  /** From raw to standardized. */
  public double apply(double raw) {
    return (raw - mean) / deviation;
  }

  /** From standardized to raw. */
  public double invert(double standardized) {
    return standardized * deviation + mean;
  }
}
