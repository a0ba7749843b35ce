/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.backend;

/**
 * Rows and columns of numbers that a backend reads as it needs them, a run of one column at a time.
 * Safe for reading by several threads.
 */
public interface Columns {
  /** Number of rows. */
  int rows();

  /** Number of columns. */
  int count();

  /** Copies rows {@code from} to {@code from + length} of a column to {@code target[offset …]}. */
  void read(int column, int from, int length, double[] target, int offset);

  /** The same in single precision, rounded. */
  default void read(int column, int from, int length, float[] target, int offset) {
    double[] exact = new double[length];
    read(column, from, length, exact, 0);
    for (int r = 0; r < length; r++) {
      target[offset + r] = (float) exact[r];
    }
  }

  /** Columns held in arrays, {@code columns[column][row]}; the arrays are not copied. */
  static Columns of(int rows, double[]... columns) {
    return new Columns() {
      @Override
      public int rows() {
        return rows;
      }

      @Override
      public int count() {
        return columns.length;
      }

      @Override
      public void read(int column, int from, int length, double[] target, int offset) {
        System.arraycopy(columns[column], from, target, offset, length);
      }

      @Override
      public void read(int column, int from, int length, float[] target, int offset) {
        double[] source = columns[column];
        for (int r = 0; r < length; r++) {
          target[offset + r] = (float) source[from + r];
        }
      }

      @Override
      public Columns select(int[] selected) {
        return gathered(selected, columns);
      }
    };
  }

  /** A selection of these rows, in the order given. */
  default Columns select(int[] rows) {
    Columns all = this;
    return new Columns() {
      @Override
      public int rows() {
        return rows.length;
      }

      @Override
      public int count() {
        return all.count();
      }

      @Override
      public void read(int column, int from, int length, double[] target, int offset) {
        for (int r = 0; r < length; r++) {
          all.read(column, rows[from + r], 1, target, offset + r);
        }
      }
    };
  }

  private static Columns gathered(int[] rows, double[][] columns) {
    return new Columns() {
      @Override
      public int rows() {
        return rows.length;
      }

      @Override
      public int count() {
        return columns.length;
      }

      @Override
      public void read(int column, int from, int length, double[] target, int offset) {
        double[] source = columns[column];
        for (int r = 0; r < length; r++) {
          target[offset + r] = source[rows[from + r]];
        }
      }

      @Override
      public void read(int column, int from, int length, float[] target, int offset) {
        double[] source = columns[column];
        for (int r = 0; r < length; r++) {
          target[offset + r] = (float) source[rows[from + r]];
        }
      }
    };
  }
}
