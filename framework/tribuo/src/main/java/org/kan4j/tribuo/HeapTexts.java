/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import org.kan4j.core.table.Column;

/** Texts in an array, shared, not copied. */
record HeapTexts(String name, String[] values) implements Column.Texts {
  @Override
  public int size() {
    return values.length;
  }

  @Override
  public String get(int row) {
    return values[row];
  }
}
