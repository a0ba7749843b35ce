/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.data;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.ForeignAllocation;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.message.ArrowBlock;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.ValueVectorUtility;
import org.kan4j.core.file.AtomicFile;
import org.kan4j.core.table.Column;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;

/** Arrow IPC: files mapped into memory, streams read, tables written. */
final class ArrowFiles {
  /** Rows per batch written: large enough to read fast, small enough to be held twice. */
  private static final int BATCH = 65_536;

  private static final int CONTINUATION = -1;

  private ArrowFiles() {}

  /**
   * A file of plain columns is mapped: they are where the system has the file. One with
   * dictionaries or nested columns is copied.
   */
  static Table map(Path file) {
    BufferAllocator allocator = new RootAllocator();
    List<VectorSchemaRoot> batches = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        ArrowFileReader reader = new ArrowFileReader(channel, allocator, Uncompressed.ALONE)) {
      Schema schema = reader.getVectorSchemaRoot().getSchema();
      if (reader.getDictionaryVectors().isEmpty()
          && schema.getFields().stream().allMatch(field -> field.getChildren().isEmpty())) {
        // on top of the file itself, no more than marks of missing values: a damaged count of rows
        // must not ask for all memory there is
        allocator.setLimit(4 * channel.size() + (16L << 20));
        map(channel, schema, reader.getRecordBlocks(), allocator, batches);
      } else {
        copy(reader, allocator, batches);
      }
      if (batches.isEmpty()) {
        batches.add(VectorSchemaRoot.create(schema, allocator));
      }
      return new ArrowTable(file.toString(), batches, allocator);
    } catch (IOException | RuntimeException e) {
      throw free(file, e, batches, allocator);
    }
  }

  static Table stream(Path file) {
    BufferAllocator allocator = new RootAllocator();
    List<VectorSchemaRoot> batches = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file);
        ArrowStreamReader reader = new ArrowStreamReader(in, allocator, Uncompressed.ALONE)) {
      copy(reader, allocator, batches);
      return new ArrowTable(file.toString(), batches, allocator);
    } catch (IOException | RuntimeException e) {
      throw free(file, e, batches, allocator);
    }
  }

  private static KanException free(
      Path file, Exception failure, List<VectorSchemaRoot> batches, BufferAllocator allocator) {
    try {
      batches.forEach(VectorSchemaRoot::close);
      allocator.close();
    } catch (RuntimeException leak) {
      failure.addSuppressed(leak); // a damaged batch can leave Arrow half-way; that came second
    }
    String trouble =
        failure instanceof Uncompressed.CompressedException
            ? " cannot be read: "
            : " is damaged, or not an Arrow file: ";
    return new KanException(KanException.Kind.DATA, file + trouble + failure.getMessage(), failure);
  }

  @SuppressWarnings("MustBeClosedChecker") // the arena keeps it, and closes with the batches
  private static void map(
      FileChannel channel,
      Schema schema,
      List<ArrowBlock> blocks,
      BufferAllocator allocator,
      List<VectorSchemaRoot> batches)
      throws IOException {
    long size = channel.size();
    Arena arena = Arena.ofShared();
    MemorySegment segment = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
    ArrowBuf whole =
        allocator.wrapForeignAllocation(
            new ForeignAllocation(size, segment.address()) {
              @Override
              protected void release0() {
                arena.close();
              }
            });
    try {
      for (ArrowBlock block : blocks) {
        long body = block.getOffset() + block.getMetadataLength();
        if (block.getOffset() < 0 || body + block.getBodyLength() > size) {
          throw new IOException("a record batch ends after the file");
        }
        VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
        batches.add(root);
        ArrowBuf slice = whole.slice(body, block.getBodyLength());
        RecordBatch metadata = metadata(segment, block);
        slice.getReferenceManager().retain(); // the deserializer gives one reference back
        try (ArrowRecordBatch batch = MessageSerializer.deserializeRecordBatch(metadata, slice)) {
          checkLengths(batch);
          new VectorLoader(root, Uncompressed.ALONE).load(batch);
        }
        ValueVectorUtility.validateFull(root);
      }
    } finally {
      whole.getReferenceManager().release(); // from here on the vectors hold it
    }
  }

  /**
   * Arrow fills up columns that are too short, and the memory of a mapped file bears no writing.
   */
  private static void checkLengths(ArrowRecordBatch batch) throws IOException {
    for (ArrowFieldNode node : batch.getNodes()) {
      if (node.getLength() != batch.getLength()) {
        throw new IOException(
            "a column has %d rows in a batch of %d".formatted(node.getLength(), batch.getLength()));
      }
    }
  }

  private static RecordBatch metadata(MemorySegment segment, ArrowBlock block) throws IOException {
    ByteBuffer bytes =
        segment
            .asSlice(block.getOffset(), block.getMetadataLength())
            .asByteBuffer()
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(bytes.getInt(0) == CONTINUATION ? 8 : 4);
    Message message = Message.getRootAsMessage(bytes.slice().order(ByteOrder.LITTLE_ENDIAN));
    if (message.headerType() != MessageHeader.RecordBatch) {
      throw new IOException("a record batch is expected");
    }
    return (RecordBatch) message.header(new RecordBatch());
  }

  /** Takes over the batches of a reader, dictionaries decoded. */
  private static void copy(
      ArrowReader reader, BufferAllocator allocator, List<VectorSchemaRoot> batches)
      throws IOException {
    VectorSchemaRoot current = reader.getVectorSchemaRoot();
    while (reader.loadNextBatch()) {
      VectorSchemaRoot root = VectorSchemaRoot.create(current.getSchema(), allocator);
      try (ArrowRecordBatch batch = new VectorUnloader(current).getRecordBatch()) {
        new VectorLoader(root).load(batch);
      }
      ValueVectorUtility.validateFull(root);
      batches.add(decode(root, reader));
    }
    if (batches.isEmpty()) {
      batches.add(VectorSchemaRoot.create(current.getSchema(), allocator));
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

  static void write(Table table, Path file) {
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = new VectorSchemaRoot(vectors(table, allocator))) {
      AtomicFile.write(
          file,
          out -> {
            try (ArrowFileWriter writer =
                new ArrowFileWriter(root, null, Channels.newChannel(out))) {
              writer.start();
              for (int from = 0; from < table.rows(); from += BATCH) {
                fill(table, root, from, Math.min(BATCH, table.rows() - from));
                writer.writeBatch();
              }
              writer.end();
            }
          });
    }
  }

  private static List<FieldVector> vectors(Table table, BufferAllocator allocator) {
    return table.columns().stream()
        .<FieldVector>map(column ->
            column instanceof Column.Texts
                ? new VarCharVector(column.name(), allocator)
                : new Float8Vector(column.name(), allocator))
        .toList();
  }

  private static void fill(Table table, VectorSchemaRoot root, int from, int count) {
    double[] numbers = new double[count];
    for (int c = 0; c < table.columns().size(); c++) {
      FieldVector vector = root.getVector(c);
      vector.setInitialCapacity(count);
      vector.allocateNew();
      switch (table.columns().get(c)) {
        case Column.Numbers column -> {
          column.read(from, count, numbers, 0);
          for (int r = 0; r < count; r++) {
            if (!Double.isNaN(numbers[r])) {
              ((Float8Vector) vector).setSafe(r, numbers[r]);
            }
          }
        }
        case Column.Texts column -> {
          for (int r = 0; r < count; r++) {
            String text = column.get(from + r);
            if (text != null) {
              ((VarCharVector) vector).setSafe(r, text.getBytes(StandardCharsets.UTF_8));
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
