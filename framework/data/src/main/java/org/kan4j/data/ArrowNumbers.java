/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.data;

import java.lang.foreign.Arena;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.kan4j.core.table.Column;

/** Numbers in one vector per batch. */
final class ArrowNumbers implements Column.Numbers {
  private final String name;
  private final NumberPart[] parts;
  private final int[] starts;

  /**
   * A column.
   *
   * @param starts the first row of each batch, then the number of rows
   * @param lifetime ends with the memory of the vectors
   */
  ArrowNumbers(String name, List<FieldVector> vectors, int[] starts, Arena lifetime) {
    this.name = name;
    this.starts = starts;
    parts =
        vectors.stream().map(vector -> NumberPart.of(vector, lifetime)).toArray(NumberPart[]::new);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return starts[parts.length];
  }

  @Override
  public void read(int from, int length, double[] target, int offset) {
    int row = from;
    int end = from + length;
    for (int b = ArrowTexts.batch(starts, from); row < end; b++) {
      int count = Math.min(end, starts[b + 1]) - row;
      parts[b].read(row - starts[b], count, target, offset + row - from);
      row += count;
    }
  }

  @Override
  public void gather(int[] rows, int from, int length, double[] target, int offset) {
    int b = 0;
    for (int r = 0; r < length; r++) {
      int row = rows[from + r];
      if (row < starts[b] || row >= starts[b + 1]) {
        b = ArrowTexts.batch(starts, row);
      }
      target[offset + r] = parts[b].at(row - starts[b]);
    }
  }
}
