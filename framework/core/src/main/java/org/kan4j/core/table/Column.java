/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.table;

/** One named column of a table: immutable, safe for reading by several threads. */
public interface Column {
  /** The name; unique within a table. */
  String name();

  /** Number of rows. */
  int size();

  /** Numbers. A missing one reads as NaN. */
  interface Numbers extends Column {
    /**
     * Copies rows {@code from} to {@code from + length} to {@code target[offset …]}; missing values
     * become NaN.
     */
    void read(int from, int length, double[] target, int offset);

    /**
     * Copies the values of rows {@code rows[from]} to {@code rows[from + length - 1]} to {@code
     * target[offset …]}; missing values become NaN.
     */
    default void gather(int[] rows, int from, int length, double[] target, int offset) {
      int r = 0;
      while (r < length) { // rows that follow one another are read at once
        int first = rows[from + r];
        int run = 1;
        while (r + run < length && rows[from + r + run] == first + run) {
          run++;
        }
        read(first, run, target, offset + r);
        r += run;
      }
    }
  }

  /** Texts. */
  interface Texts extends Column {
    /** The text of a row; null if it is missing. */
    String get(int row);
  }
}
