/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.data;

import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.kan4j.core.table.Column;

/**
 * Texts, or whatever has a text form, in one vector per batch.
 *
 * @param starts the first row of each batch, then the number of rows
 */
record ArrowTexts(String name, List<FieldVector> parts, int[] starts) implements Column.Texts {
  @Override
  public int size() {
    return starts[parts.size()];
  }

  @Override
  public String get(int row) {
    int batch = batch(starts, row);
    Object value = parts.get(batch).getObject(row - starts[batch]);
    return value == null ? null : value.toString();
  }

  /** The batch that holds a row; batches without rows are passed over. */
  static int batch(int[] starts, int row) {
    int found = Arrays.binarySearch(starts, row);
    int batch = found >= 0 ? found : -found - 2;
    while (batch + 1 < starts.length - 1 && starts[batch + 1] <= row) {
      batch++;
    }
    return batch;
  }
}
