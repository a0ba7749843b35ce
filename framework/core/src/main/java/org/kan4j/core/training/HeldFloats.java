/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import org.kan4j.spi.backend.Columns;

/** Columns in single precision, {@code values[column][row]}. */
record HeldFloats(int rows, float[][] values) implements Columns {
  /** Reads some rows, in runs. */
  static Columns read(Columns columns, int[] rows) {
    float[][] values = new float[columns.count()][rows.length];
    for (int c = 0; c < values.length; c++) {
      RowOrder.runs(
          rows,
          c,
          (column, first, count, offset) ->
              columns.read(column, first, count, values[column], offset));
    }
    return new HeldFloats(rows.length, values);
  }

  @Override
  public int count() {
    return values.length;
  }

  @Override
  public void read(int column, int from, int length, double[] target, int offset) {
    float[] source = values[column];
    for (int r = 0; r < length; r++) {
      target[offset + r] = source[from + r];
    }
  }

  @Override
  public void read(int column, int from, int length, float[] target, int offset) {
    System.arraycopy(values[column], from, target, offset, length);
  }

  @Override
  public Columns select(int[] selected) {
    return new Selection(selected, values);
  }

  private record Selection(int[] selected, float[][] values) implements Columns {
    @Override
    public int rows() {
      return selected.length;
    }

    @Override
    public int count() {
      return values.length;
    }

    @Override
    public void read(int column, int from, int length, double[] target, int offset) {
      float[] source = values[column];
      for (int r = 0; r < length; r++) {
        target[offset + r] = source[selected[from + r]];
      }
    }

    @Override
    public void read(int column, int from, int length, float[] target, int offset) {
      float[] source = values[column];
      for (int r = 0; r < length; r++) {
        target[offset + r] = source[selected[from + r]];
      }
    }
  }
}
