/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.data;

import java.io.IOException;
import java.util.Iterator;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.kan4j.core.table.Table;

/** Hands tables to whatever reads Arrow, one after the other, a batch at a time. */
final class ChunkReader extends ArrowReader {
  private final Iterator<Table> chunks;
  private Table chunk;
  private int next;
  private RuntimeException failure;

  /** A reader of at least one table; all have the same columns. */
  ChunkReader(Iterator<Table> chunks, BufferAllocator allocator) {
    super(allocator);
    this.chunks = chunks;
    chunk = chunks.next();
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    try {
      while (next == chunk.rows()) {
        if (!chunks.hasNext()) {
          return false;
        }
        chunk = chunks.next();
        next = 0;
      }
      int count = Math.min(ArrowChunks.BATCH, chunk.rows() - next);
      ArrowChunks.fill(chunk, getVectorSchemaRoot(), next, count);
      next += count;
      return true;
    } catch (RuntimeException e) {
      failure = e; // native code passes on no more than its text
      throw e;
    }
  }

  /** Throws what making a chunk threw. */
  void rethrow() {
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  protected void closeReadSource() {}

  @Override
  protected Schema readSchema() {
    return ArrowChunks.schema(chunk);
  }
}
