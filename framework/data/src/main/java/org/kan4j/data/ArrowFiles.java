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
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;
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

  /** A file without dictionaries is mapped: its columns are where the system has the file. */
  static Table map(Path file) {
    BufferAllocator allocator = new RootAllocator();
    List<VectorSchemaRoot> batches = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        ArrowFileReader reader = new ArrowFileReader(channel, allocator)) {
      Schema schema = reader.getVectorSchemaRoot().getSchema();
      if (reader.getDictionaryVectors().isEmpty()) {
        map(channel, schema, reader.getRecordBlocks(), allocator, batches);
      } else {
        copy(reader, allocator, batches);
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
        ArrowStreamReader reader = new ArrowStreamReader(in, allocator)) {
      copy(reader, allocator, batches);
      return new ArrowTable(file.toString(), batches, allocator);
    } catch (IOException | RuntimeException e) {
      throw free(file, e, batches, allocator);
    }
  }

  private static KanException free(
      Path file, Exception failure, List<VectorSchemaRoot> batches, BufferAllocator allocator) {
    batches.forEach(VectorSchemaRoot::close);
    allocator.close();
    return new KanException(
        KanException.Kind.DATA,
        file + " is damaged, or not an Arrow file: " + failure.getMessage(),
        failure);
  }

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
        slice.getReferenceManager().retain(); // the deserializer gives one reference back
        try (ArrowRecordBatch batch =
            MessageSerializer.deserializeRecordBatch(metadata(segment, block), slice)) {
          new VectorLoader(root).load(batch);
        }
      }
    } finally {
      whole.getReferenceManager().release(); // from here on the vectors hold it
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
