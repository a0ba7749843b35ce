/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.network;

/**
 * A dense matrix, row-major. The array is shared, not copied: whoever makes it says who may write.
 *
 * @param rows number of rows
 * @param columns number of columns
 * @param values {@code values[row*columns + column]}
 */
public record Matrix(int rows, int columns, double[] values) {
  /** Checks the length. */
  public Matrix {
    if (values.length != rows * columns) {
      throw new IllegalArgumentException(values.length + " values for " + rows + "x" + columns);
    }
  }

  /** A matrix of zeros. */
  public static Matrix zero(int rows, int columns) {
    return new Matrix(rows, columns, new double[rows * columns]);
  }

  /** One entry. */
  public double get(int row, int column) {
    return values[row * columns + column];
  }

  /** Changes one entry. */
  public void set(int row, int column, double value) {
    values[row * columns + column] = value;
  }
}
