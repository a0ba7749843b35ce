/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Iterator;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.ArrowWriter;
import org.kan4j.core.file.AtomicFile;
import org.kan4j.core.table.Table;

/** Writes tables with the same columns, one after the other, as Arrow IPC. */
final class TableWriting {
  private TableWriting() {}

  static void file(Iterator<Table> chunks, Path file) {
    write(chunks, file, (root, out) -> new ArrowFileWriter(root, null, out));
  }

  static void stream(Iterator<Table> chunks, Path file) {
    write(chunks, file, (root, out) -> new ArrowStreamWriter(root, null, out));
  }

  @FunctionalInterface
  private interface Opening {
    ArrowWriter open(VectorSchemaRoot root, WritableByteChannel out);
  }

  private static void write(Iterator<Table> chunks, Path file, Opening opening) {
    AtomicFile.write(file, out -> write(chunks, out, opening));
  }

  private static void write(Iterator<Table> chunks, OutputStream out, Opening opening)
      throws IOException {
    Table chunk = chunks.next();
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = ArrowChunks.root(chunk, allocator);
        ArrowWriter writer = opening.open(root, Channels.newChannel(out))) {
      writer.start();
      while (true) {
        for (int from = 0; from < chunk.rows(); from += ArrowChunks.BATCH) {
          ArrowChunks.fill(chunk, root, from, Math.min(ArrowChunks.BATCH, chunk.rows() - from));
          writer.writeBatch();
        }
        if (!chunks.hasNext()) {
          break;
        }
        chunk = chunks.next();
      }
      writer.end();
    }
  }
}
