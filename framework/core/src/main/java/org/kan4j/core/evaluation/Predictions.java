/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.evaluation;

import java.util.List;

/**
 * What a model says of rows.
 *
 * @param rows number of rows
 * @param outputs names: the targets, or the classes
 * @param values {@code [rows][outputs]}, row-major: numbers in the units of the targets, or one
 *     probability per class; shared, not copied
 * @param labels the most probable class of each row; empty for regression
 */
public record Predictions(int rows, List<String> outputs, double[] values, List<String> labels) {
  /** Checks the length. */
  public Predictions {
    outputs = List.copyOf(outputs);
    labels = List.copyOf(labels);
    if (values.length != rows * outputs.size() || !(labels.isEmpty() || labels.size() == rows)) {
      throw new IllegalArgumentException(values.length + " values for " + rows + " rows");
    }
  }

  /** One value. */
  public double get(int row, int output) {
    return values[row * outputs.size() + output];
  }
}
