/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.data;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.kan4j.core.table.Column;
import org.kan4j.core.table.Table;

/**
 * A table over record batches outside the heap. Floating-point, whole, decimal and boolean columns
 * are numbers (beyond 2^53 they lose digits), all others texts. It owns the batches and their
 * allocator: {@link #close()} frees them, after which no column can be read.
 */
public final class ArrowTable implements Table {
  private final String source;
  private final List<VectorSchemaRoot> batches;
  private final Map<Long, FieldVector> dictionaries;
  private final BufferAllocator allocator;
  private final Arena lifetime = Arena.ofShared();
  private final List<Column> columns;
  private final int rows;
  private final List<BufferAllocator> others = new ArrayList<>();
  private boolean closed;

  /**
   * A table that takes over the batches, which have one schema, and their allocator.
   *
   * @param source where they come from, for messages
   */
  ArrowTable(String source, List<VectorSchemaRoot> batches, BufferAllocator allocator) {
    this(source, batches, Map.of(), allocator);
  }

  /**
   * The same for batches with columns that point to texts.
   *
   * @param dictionaries these texts, by the number of the dictionary
   */
  ArrowTable(
      String source,
      List<VectorSchemaRoot> batches,
      Map<Long, FieldVector> dictionaries,
      BufferAllocator allocator) {
    this.source = source;
    this.batches = List.copyOf(batches);
    this.dictionaries = Map.copyOf(dictionaries);
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
      all.add(column(batches.stream().map(b -> b.getVector(column)).toList(), starts));
    }
    columns = List.copyOf(all);
  }

  /** Takes over another allocator, which is closed last. */
  ArrowTable owning(BufferAllocator other) {
    others.add(other);
    return this;
  }

  private Column column(List<FieldVector> parts, int[] starts) {
    FieldVector first = parts.getFirst();
    DictionaryEncoding encoding = first.getField().getDictionary();
    if (encoding != null) {
      List<BaseIntVector> numbers = parts.stream().map(BaseIntVector.class::cast).toList();
      return new CodedTexts(first.getName(), dictionaries.get(encoding.getId()), numbers, starts);
    }
    return NumberPart.holds(first)
        ? new ArrowNumbers(first.getName(), parts, starts, lifetime)
        : new ArrowTexts(first.getName(), parts, starts);
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
      lifetime.close();
      dictionaries.values().forEach(FieldVector::close);
      batches.forEach(VectorSchemaRoot::close);
      allocator.close();
      others.forEach(BufferAllocator::close);
    }
  }
}
