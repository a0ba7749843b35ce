/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.data;

import java.nio.ByteOrder;
import java.util.List;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.FloatingPointVector;
import org.apache.arrow.vector.UInt8Vector;
import org.kan4j.core.table.Column;

/** Numbers in one vector per batch. */
final class ArrowNumbers implements Column.Numbers {
  private static final int SHORT = 16; // below, a view of the memory costs more than it saves
  private static final int LONGEST = 1 << 24; // a view of the memory has at most 2^31 bytes

  private final String name;
  private final List<FieldVector> parts;
  private final int[] starts;
  private final boolean[] whole; // per batch: no value is missing; Arrow counts anew when asked

  /**
   * A column.
   *
   * @param starts the first row of each batch, then the number of rows
   */
  ArrowNumbers(String name, List<FieldVector> parts, int[] starts) {
    this.name = name;
    this.parts = parts;
    this.starts = starts;
    whole = new boolean[parts.size()];
    for (int b = 0; b < whole.length; b++) {
      whole[b] = parts.get(b).getNullCount() == 0;
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return starts[parts.size()];
  }

  @Override
  public void read(int from, int length, double[] target, int offset) {
    int row = from;
    int end = from + length;
    for (int b = ArrowTexts.batch(starts, from); row < end; b++) {
      int last = Math.min(end, starts[b + 1]);
      while (row < last) {
        int count = Math.min(last - row, LONGEST);
        read(b, row - starts[b], count, target, offset + row - from);
        row += count;
      }
    }
  }

  private void read(int batch, int from, int count, double[] target, int offset) {
    FieldVector part = parts.get(batch);
    if (part instanceof Float8Vector && whole[batch] && count >= SHORT) {
      part.getDataBuffer()
          .nioBuffer(8L * from, 8 * count)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asDoubleBuffer()
          .get(target, offset, count);
      return;
    }
    for (int r = 0; r < count; r++) {
      boolean missing = !whole[batch] && part.isNull(from + r);
      target[offset + r] = missing ? Double.NaN : value(part, from + r);
    }
  }

  private static double value(FieldVector part, int row) {
    return switch (part) {
      case FloatingPointVector floats -> floats.getValueAsDouble(row);
      case UInt8Vector unsigned -> unsigned(unsigned.get(row));
      case BaseIntVector whole -> whole.getValueAsLong(row);
      case BitVector bits -> bits.get(row);
      default -> Double.NaN;
    };
  }

  /** The halved number keeps its last bit, so that it is rounded once. */
  private static double unsigned(long bits) {
    return bits >= 0 ? bits : 2.0 * ((bits >>> 1) | (bits & 1));
  }
}
