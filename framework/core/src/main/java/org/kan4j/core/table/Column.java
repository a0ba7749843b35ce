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
  }

  /** Texts. */
  interface Texts extends Column {
    /** The text of a row; null if it is missing. */
    String get(int row);
  }
}
