/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.data;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.kan4j.core.table.Column;
import org.kan4j.core.table.Table;

/** Rows of tables as record batches: numbers as 64-bit floats, texts as UTF-8. */
final class ArrowChunks {
  /** Rows per batch: large enough to read fast, small enough to be held twice. */
  static final int BATCH = 65_536;

  private static final ArrowType NUMBER =
      new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
  private static final ArrowType TEXT = new ArrowType.Utf8();

  private ArrowChunks() {}

  /** The columns of a table. */
  static Schema schema(Table table) {
    return new Schema(
        table.columns().stream()
            .map(column ->
                Field.nullable(column.name(), column instanceof Column.Texts ? TEXT : NUMBER))
            .toList());
  }

  /** An empty batch for the columns of a table. */
  static VectorSchemaRoot root(Table table, BufferAllocator allocator) {
    return VectorSchemaRoot.create(schema(table), allocator);
  }

  /** Overwrites a batch with rows of a table. */
  static void fill(Table table, VectorSchemaRoot root, int from, int count) {
    double[] numbers = new double[count];
    List<Column> columns = table.columns();
    for (int c = 0; c < columns.size(); c++) {
      FieldVector vector = root.getVector(c);
      vector.setInitialCapacity(count);
      vector.allocateNew();
      switch (columns.get(c)) {
        case Column.Numbers column -> {
          column.read(from, count, numbers, 0);
          Float8Vector target = (Float8Vector) vector;
          for (int r = 0; r < count; r++) {
            if (!Double.isNaN(numbers[r])) {
              target.setSafe(r, numbers[r]);
            }
          }
        }
        case Column.Texts column -> {
          VarCharVector target = (VarCharVector) vector;
          for (int r = 0; r < count; r++) {
            String text = column.get(from + r);
            if (text != null) {
              target.setSafe(r, text.getBytes(StandardCharsets.UTF_8));
            }
          }
        }
        default -> throw new IllegalArgumentException("column of unknown kind");
      }
      vector.setValueCount(count);
    }
    root.setRowCount(count);
  }
}
