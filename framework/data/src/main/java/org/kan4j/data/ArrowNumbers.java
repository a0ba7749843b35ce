/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.data;

import java.nio.ByteOrder;
import java.util.List;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.FloatingPointVector;
import org.kan4j.core.table.Column;

/**
 * Numbers in one vector per batch.
 *
 * @param starts the first row of each batch, then the number of rows
 */
record ArrowNumbers(String name, List<FieldVector> parts, int[] starts) implements Column.Numbers {
  @Override
  public int size() {
    return starts[parts.size()];
  }

  @Override
  public void read(int from, int length, double[] target, int offset) {
    int row = from;
    int end = from + length;
    for (int b = ArrowTexts.batch(starts, from); row < end; b++) {
      int count = Math.min(end, starts[b + 1]) - row;
      read(parts.get(b), row - starts[b], count, target, offset + row - from);
      row += count;
    }
  }

  private static void read(FieldVector part, int from, int count, double[] target, int offset) {
    if (part instanceof Float8Vector && part.getNullCount() == 0) {
      part.getDataBuffer()
          .nioBuffer(8L * from, 8 * count)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asDoubleBuffer()
          .get(target, offset, count);
      return;
    }
    for (int r = 0; r < count; r++) {
      target[offset + r] = part.isNull(from + r) ? Double.NaN : value(part, from + r);
    }
  }

  private static double value(FieldVector part, int row) {
    return switch (part) {
      case FloatingPointVector floats -> floats.getValueAsDouble(row);
      case BaseIntVector whole -> whole.getValueAsLong(row);
      case BitVector bits -> bits.get(row);
      default -> Double.NaN;
    };
  }
}
