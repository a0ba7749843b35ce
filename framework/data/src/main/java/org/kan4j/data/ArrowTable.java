/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.data;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FloatingPointVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.kan4j.core.table.Column;
import org.kan4j.core.table.Table;

/**
 * A table over record batches outside the heap. Floating-point, whole and boolean columns are
 * numbers (whole numbers beyond 2^53 lose digits), all others texts. It owns the batches and their
 * allocator: {@link #close()} frees them, after which no column may be read.
 */
public final class ArrowTable implements Table {
  private final String source;
  private final List<VectorSchemaRoot> batches;
  private final BufferAllocator allocator;
  private final List<Column> columns;
  private final int rows;
  private boolean closed;

  /**
   * A table that takes over the batches, which have one schema, and their allocator.
   *
   * @param source where they come from, for messages
   */
  ArrowTable(String source, List<VectorSchemaRoot> batches, BufferAllocator allocator) {
    this.source = source;
    this.batches = List.copyOf(batches);
    this.allocator = allocator;
    int[] starts = new int[batches.size() + 1];
    for (int b = 0; b < batches.size(); b++) {
      starts[b + 1] = Math.addExact(starts[b], batches.get(b).getRowCount());
    }
    rows = starts[batches.size()];
    List<Column> all = new ArrayList<>();
    int count = batches.isEmpty() ? 0 : batches.getFirst().getFieldVectors().size();
    for (int c = 0; c < count; c++) {
      int column = c;
      List<FieldVector> parts = batches.stream().map(b -> b.getVector(column)).toList();
      String name = parts.getFirst().getName();
      all.add(
          isNumbers(parts.getFirst())
              ? new ArrowNumbers(name, parts, starts)
              : new ArrowTexts(name, parts, starts));
    }
    columns = List.copyOf(all);
  }

  private static boolean isNumbers(FieldVector vector) {
    return vector instanceof FloatingPointVector
        || vector instanceof BaseIntVector
        || vector instanceof BitVector
        || vector instanceof NullVector;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public List<Column> columns() {
    return columns;
  }

  @Override
  public String source() {
    return source;
  }

  /** Frees the memory; a second call does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      batches.forEach(VectorSchemaRoot::close);
      allocator.close();
    }
  }
}
