/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.data;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.ValueVectorUtility;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;

/**
 * Collects record batches in memory outside the heap. When they grow too large for that they go to
 * a temporary file, which is then mapped: how much memory is taken does not depend on how much data
 * there is.
 */
final class BatchStore {
  /** What is held in memory, in bytes. */
  static final long IN_MEMORY = 256L << 20;

  private final String source;
  private final BufferAllocator allocator;
  private final long limit;
  private final List<VectorSchemaRoot> batches = new ArrayList<>();
  private long bytes;
  private Spill spill;

  /** The file that batches go to. */
  private record Spill(
      Path file, FileChannel channel, VectorSchemaRoot root, ArrowFileWriter writer) {
    void add(VectorSchemaRoot batch) throws IOException {
      try (ArrowRecordBatch content = new VectorUnloader(batch).getRecordBatch()) {
        new VectorLoader(root).load(content);
      }
      writer.writeBatch();
      root.clear();
    }

    void close() throws IOException {
      try (channel;
          root;
          writer) {
        root.clear();
      }
    }
  }

  /**
   * An empty store.
   *
   * @param source where the batches come from, for messages
   * @param allocator goes to the table, or is closed with what is in it by the caller if there is
   *     none
   */
  BatchStore(String source, BufferAllocator allocator) {
    this(source, allocator, IN_MEMORY);
  }

  BatchStore(String source, BufferAllocator allocator, long limit) {
    this.source = source;
    this.allocator = allocator;
    this.limit = limit;
  }

  /** All batches of a reader as a table, which owns the allocator. */
  Table table(ArrowReader reader) throws IOException {
    try {
      VectorSchemaRoot current = reader.getVectorSchemaRoot();
      while (reader.loadNextBatch()) {
        add(current, reader);
      }
      return table(current.getSchema());
    } catch (IOException | RuntimeException e) {
      abandon();
      throw e;
    }
  }

  /**
   * Takes over the content of a batch; the root stays the caller's.
   *
   * @param dictionaries of columns that point to other values; null if there are none
   */
  void add(VectorSchemaRoot current, DictionaryProvider dictionaries) throws IOException {
    VectorSchemaRoot batch = VectorSchemaRoot.create(current.getSchema(), allocator);
    try (ArrowRecordBatch content = new VectorUnloader(current).getRecordBatch()) {
      new VectorLoader(batch).load(content);
    } catch (RuntimeException e) {
      batch.close();
      throw e;
    }
    batches.add(batch);
    ValueVectorUtility.validateFull(batch);
    if (dictionaries != null) {
      batches.removeLast();
      batches.add(decode(batch, dictionaries));
    }
    bytes +=
        batches.getLast().getFieldVectors().stream().mapToLong(FieldVector::getBufferSize).sum();
    if (bytes > limit) {
      spill();
    }
  }

  private void spill() throws IOException {
    try {
      if (spill == null) {
        spill = open(batches.getFirst().getSchema());
      }
      while (!batches.isEmpty()) {
        spill.add(batches.getFirst());
        batches.removeFirst().close();
      }
    } catch (IOException e) {
      throw new KanException(
          KanException.Kind.RESOURCE,
          "%s is larger than %d MB and cannot be put into a file in %s: %s"
              .formatted(source, limit >> 20, System.getProperty("java.io.tmpdir"), e.getMessage()),
          e);
    }
  }

  private Spill open(Schema schema) throws IOException {
    Path file = Files.createTempFile("kan4j-", ".arrow");
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
    VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
    ArrowFileWriter writer = new ArrowFileWriter(root, null, channel);
    writer.start();
    return new Spill(file, channel, root, writer);
  }

  /**
   * The table of all batches.
   *
   * @param schema its columns, if there are no batches
   */
  Table table(Schema schema) throws IOException {
    if (spill == null) {
      if (batches.isEmpty()) {
        batches.add(VectorSchemaRoot.create(schema, allocator));
      }
      return new ArrowTable(source, batches, allocator);
    }
    spill();
    spill.writer.end();
    Path file = spill.file;
    spill.close();
    spill = null;
    try {
      return ArrowFiles.mapOwn(file, source).owning(allocator);
    } finally {
      delete(file); // a mapped file stays as long as it is mapped
    }
  }

  /** Frees what is held; the allocator stays the caller's. */
  void abandon() {
    batches.forEach(VectorSchemaRoot::close);
    batches.clear();
    if (spill != null) {
      try {
        spill.close();
      } catch (IOException | RuntimeException e) {
        // what led here matters more
      }
      delete(spill.file);
      spill = null;
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      file.toFile().deleteOnExit(); // Windows lets nobody delete a file that is mapped
    }
  }

  private static VectorSchemaRoot decode(VectorSchemaRoot root, DictionaryProvider dictionaries) {
    List<FieldVector> vectors = new ArrayList<>();
    for (FieldVector vector : root.getFieldVectors()) {
      if (vector.getField().getDictionary() == null) {
        vectors.add(vector);
        continue;
      }
      Dictionary dictionary = dictionaries.lookup(vector.getField().getDictionary().getId());
      FieldVector decoded = (FieldVector) DictionaryEncoder.decode(vector, dictionary);
      FieldVector named =
          decoded
              .getField()
              .getFieldType()
              .createNewSingleVector(vector.getName(), decoded.getAllocator(), null);
      decoded.makeTransferPair(named).transfer();
      decoded.close();
      vector.close();
      vectors.add(named);
    }
    return new VectorSchemaRoot(vectors);
  }
}
