/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Fills Arrow vectors cell by cell; a cell that is not set is missing. */
final class ArrowTableBuilder implements AutoCloseable {
  private final String source;
  private final BufferAllocator allocator = new RootAllocator();
  private final List<FieldVector> vectors = new ArrayList<>();

  ArrowTableBuilder(String source) {
    this.source = source;
  }

  void column(String name, boolean text, int rows) {
    FieldVector vector =
        text ? new VarCharVector(name, allocator) : new Float8Vector(name, allocator);
    vectors.add(vector);
    vector.setInitialCapacity(rows);
    vector.allocateNew();
  }

  void number(int column, int row, double value) {
    ((Float8Vector) vectors.get(column)).setSafe(row, value);
  }

  void text(int column, int row, String value) {
    ((VarCharVector) vectors.get(column)).setSafe(row, value.getBytes(StandardCharsets.UTF_8));
  }

  /** The table, which now owns the memory. */
  ArrowTable build(int rows) {
    vectors.forEach(vector -> vector.setValueCount(rows));
    VectorSchemaRoot batch = new VectorSchemaRoot(vectors);
    return new ArrowTable(source, List.of(batch), allocator);
  }

  /** Frees all, if no table was built. */
  @Override
  public void close() {
    vectors.forEach(FieldVector::close);
    allocator.close();
  }
}
