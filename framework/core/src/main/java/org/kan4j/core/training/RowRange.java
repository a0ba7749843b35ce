/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import org.kan4j.spi.backend.Columns;

/** Some consecutive rows of other columns. */
record RowRange(Columns all, int first, int rows) implements Columns {
  /** Rows {@code first} to {@code first + rows}; the columns themselves if these are all. */
  static Columns of(Columns all, int first, int rows) {
    return first == 0 && rows == all.rows() ? all : new RowRange(all, first, rows);
  }

  /** How many rows of so many columns are looked at together: 8 MB, but not too few. */
  static int together(int columns) {
    return Math.clamp((1 << 20) / Math.max(1, columns), 1024, 1 << 16);
  }

  @Override
  public int count() {
    return all.count();
  }

  @Override
  public void read(int column, int from, int length, double[] target, int offset) {
    all.read(column, first + from, length, target, offset);
  }

  @Override
  public void read(int column, int from, int length, float[] target, int offset) {
    all.read(column, first + from, length, target, offset);
  }
}
