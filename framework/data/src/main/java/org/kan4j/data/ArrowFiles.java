/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.data;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.ForeignAllocation;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.message.ArrowBlock;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.TransferPair;
import org.apache.arrow.vector.util.ValueVectorUtility;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;

/** Arrow IPC: files mapped into memory, streams read, tables written. */
final class ArrowFiles {
  private static final int CONTINUATION = -1;

  private ArrowFiles() {}

  /**
   * A file of plain columns is mapped: they are where the system has the file. One with nested
   * columns or compressed batches is read.
   */
  static Table map(Path file, TableOptions options) {
    try {
      return map(file, file.toString(), false);
    } catch (Uncompressed.CompressedException e) {
      return NativeFiles.read(file, NativeFiles.Format.ARROW, options);
    }
  }

  /** A file that this program wrote without dictionaries is mapped, whatever its columns. */
  static ArrowTable mapOwn(Path file, String source) {
    return (ArrowTable) map(file, source, true);
  }

  private static Table map(Path file, String source, boolean own) {
    BufferAllocator allocator = new RootAllocator();
    List<VectorSchemaRoot> batches = new ArrayList<>();
    Map<Long, FieldVector> dictionaries = new HashMap<>();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        ArrowFileReader reader = new ArrowFileReader(channel, allocator, Uncompressed.ALONE)) {
      Schema schema = reader.getVectorSchemaRoot().getSchema();
      Map<Long, Dictionary> coded = reader.getDictionaryVectors();
      boolean texts =
          coded.values().stream().allMatch(words -> words.getVector() instanceof VarCharVector);
      boolean flat = schema.getFields().stream().allMatch(field -> field.getChildren().isEmpty());
      if (own || (texts && flat)) {
        // on top of the file itself, no more than marks of missing values: a damaged count of rows
        // must not ask for all memory there is
        allocator.setLimit(4 * channel.size() + (16L << 20));
        map(channel, reader, allocator, batches, flat);
        coded.forEach((id, words) -> dictionaries.put(id, taken(words.getVector(), allocator)));
        checkCodes(batches, dictionaries);
        if (batches.isEmpty()) {
          batches.add(VectorSchemaRoot.create(schema, allocator));
        }
        return new ArrowTable(source, batches, dictionaries, allocator);
      }
      return new BatchStore(source, allocator).table(reader);
    } catch (IOException | RuntimeException e) {
      throw free(source, e, batches, dictionaries, allocator);
    }
  }

  static Table stream(Path file) {
    BufferAllocator allocator = new RootAllocator();
    try (InputStream in = Files.newInputStream(file);
        ArrowStreamReader reader = new ArrowStreamReader(in, allocator, Uncompressed.ALONE)) {
      return new BatchStore(file.toString(), allocator).table(reader);
    } catch (IOException | RuntimeException e) {
      KanException told = free(file.toString(), e, List.of(), Map.of(), allocator);
      if (e instanceof Uncompressed.CompressedException) {
        throw new KanException(
            KanException.Kind.DATA, file + " cannot be read: " + e.getMessage(), e);
      }
      throw told;
    }
  }

  private static FieldVector taken(FieldVector words, BufferAllocator allocator) {
    TransferPair pair = words.getTransferPair(allocator);
    pair.transfer();
    return (FieldVector) pair.getTo();
  }

  private static void checkCodes(
      List<VectorSchemaRoot> batches, Map<Long, FieldVector> dictionaries) throws IOException {
    for (VectorSchemaRoot batch : batches) {
      for (FieldVector vector : batch.getFieldVectors()) {
        DictionaryEncoding encoding = vector.getField().getDictionary();
        if (encoding == null) {
          continue;
        }
        FieldVector words = dictionaries.get(encoding.getId());
        if (words == null
            || !(vector instanceof BaseIntVector numbers)
            || !CodedTexts.fits(numbers, words.getValueCount())) {
          throw new IOException(
              "column '%s' points outside its dictionary".formatted(vector.getName()));
        }
      }
    }
  }

  private static KanException free(
      String source,
      Exception failure,
      List<VectorSchemaRoot> batches,
      Map<Long, FieldVector> dictionaries,
      BufferAllocator allocator) {
    try {
      batches.forEach(VectorSchemaRoot::close);
      dictionaries.values().forEach(FieldVector::close);
      allocator.close();
    } catch (RuntimeException leak) {
      failure.addSuppressed(leak); // a damaged batch can leave Arrow half-way; that came second
    }
    switch (failure) {
      case KanException told -> throw told;
      case Uncompressed.CompressedException compressed -> throw compressed;
      default -> {
        return new KanException(
            KanException.Kind.DATA,
            source + " is damaged, or not an Arrow file: " + failure.getMessage(),
            failure);
      }
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // the arena keeps it, and closes with the batches
  private static void map(
      FileChannel channel,
      ArrowFileReader reader,
      BufferAllocator allocator,
      List<VectorSchemaRoot> batches,
      boolean flat)
      throws IOException {
    Schema schema = reader.getVectorSchemaRoot().getSchema();
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
      for (ArrowBlock block : reader.getRecordBlocks()) {
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
          if (flat) {
            checkLengths(batch);
          }
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
}
