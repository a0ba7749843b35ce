/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import org.kan4j.core.table.Column;

/** Numbers in an array, shared, not copied. */
record HeapNumbers(String name, double[] values) implements Column.Numbers {
  @Override
  public int size() {
    return values.length;
  }

  @Override
  public void read(int from, int length, double[] target, int offset) {
    System.arraycopy(values, from, target, offset, length);
  }
}
