/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Column;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;

class ArrowFilesTest {
  @TempDir private Path folder;

  private static double[] numbers(Table table, String name) {
    double[] values = new double[table.rows()];
    assertInstanceOf(Column.Numbers.class, table.column(name)).read(0, values.length, values, 0);
    return values;
  }

  private void write(Path file, VectorSchemaRoot root, int batches, DictionaryProvider dictionaries)
      throws IOException {
    boolean stream = file.toString().endsWith(".arrows");
    try (FileChannel out =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var writer =
            stream
                ? new ArrowStreamWriter(root, dictionaries, out)
                : new ArrowFileWriter(root, dictionaries, out)) {
      writer.start();
      for (int b = 0; b < batches; b++) {
        writer.writeBatch();
      }
      writer.end();
    }
  }

  @Test
  void everyKindOfNumberFromFilesAndStreams() throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        Float8Vector doubles = new Float8Vector("doubles", allocator);
        Float4Vector floats = new Float4Vector("floats", allocator);
        IntVector ints = new IntVector("ints", allocator);
        BigIntVector longs = new BigIntVector("longs", allocator);
        UInt8Vector unsigned = new UInt8Vector("unsigned", allocator);
        BitVector bits = new BitVector("bits", allocator)) {
      doubles.setSafe(0, -0.0);
      floats.setSafe(0, 0.1f);
      ints.setSafe(0, -7);
      longs.setSafe(0, 1L << 40);
      unsigned.setSafe(0, -1L);
      bits.setSafe(0, 1);
      List<FieldVector> vectors = List.of(doubles, floats, ints, longs, unsigned, bits);
      vectors.forEach(vector -> vector.setValueCount(2)); // the second is missing
      VectorSchemaRoot root = new VectorSchemaRoot(vectors);
      for (String name : List.of("a.arrow", "a.arrows")) {
        Path file = folder.resolve(name);
        write(file, root, 2, null);
        try (Table table = Tables.read(file)) {
          double[] first = {-0.0, 0.1f, -7, 1L << 40, 0x1p64, 1};
          for (int c = 0; c < first.length; c++) {
            double[] expected = {first[c], Double.NaN, first[c], Double.NaN};
            assertArrayEquals(expected, numbers(table, table.columns().get(c).name()), name);
          }
        }
      }
    }
  }

  @Test
  void dictionariesAreTexts() throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        VarCharVector words = new VarCharVector("words", allocator);
        VarCharVector plain = new VarCharVector("class", allocator)) {
      words.setSafe(0, "good".getBytes(StandardCharsets.UTF_8));
      words.setSafe(1, "schön".getBytes(StandardCharsets.UTF_8));
      words.setValueCount(2);
      plain.setSafe(0, "schön".getBytes(StandardCharsets.UTF_8));
      plain.setSafe(2, "good".getBytes(StandardCharsets.UTF_8));
      plain.setValueCount(3);
      Dictionary dictionary = new Dictionary(words, new DictionaryEncoding(1, false, null));
      try (FieldVector encoded = (FieldVector) DictionaryEncoder.encode(plain, dictionary)) {
        DictionaryProvider all = new DictionaryProvider.MapDictionaryProvider(dictionary);
        for (String name : List.of("d.arrow", "d.arrows")) {
          Path file = folder.resolve(name);
          write(file, new VectorSchemaRoot(List.of(encoded)), 1, all);
          try (Table table = Tables.read(file)) {
            Column.Texts texts = assertInstanceOf(Column.Texts.class, table.column("class"));
            assertEquals(
                Arrays.asList("schön", null, "good"),
                Arrays.asList(texts.get(0), texts.get(1), texts.get(2)),
                name);
          }
        }
      }
    }
  }

  @Test
  void aFileWithoutBatchesHasItsColumns() throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        Float8Vector doubles = new Float8Vector("x", allocator)) {
      for (String name : List.of("e.arrow", "e.arrows")) {
        Path file = folder.resolve(name);
        write(file, new VectorSchemaRoot(List.of(doubles)), 0, null);
        try (Table table = Tables.read(file)) {
          assertEquals(0, table.rows(), name);
          assertEquals("x", table.columns().getFirst().name(), name);
        }
      }
    }
  }

  /** Closing checks that the allocator is at zero: a leak throws. */
  @Test
  void selectedRowsReadTheSameBits() {
    SplittableRandom random = new SplittableRandom(3);
    double[] values = random.doubles(70_000).map(v -> v < 0.1 ? Double.NaN : v).toArray();
    Path file = folder.resolve("s.arrow");
    Tables.write(ArrayTable.builder("s").numbers("v", values).build(), file);
    try (Table table = Tables.read(file)) {
      int[] rows = random.ints(1000, 0, values.length).toArray();
      double[] expected = Arrays.stream(rows).mapToDouble(r -> values[r]).toArray();
      assertArrayEquals(expected, numbers(table.select(rows), "v"));
    }
  }

  @Test
  void aFlippedByteGivesValuesOrADataErrorAndNeverACrash() throws IOException {
    Path file = folder.resolve("f.arrow");
    Tables.write(
        ArrayTable.builder("f")
            .numbers("x", 1, Double.NaN, 3)
            .texts("t", "one", null, "three")
            .build(),
        file);
    byte[] good = Files.readAllBytes(file);
    int refused = 0;
    for (int at = 0; at < good.length; at++) {
      for (int mask : new int[] {0x01, 0x80, 0xff}) {
        byte[] bad = good.clone();
        bad[at] ^= (byte) mask;
        Files.write(file, bad);
        refused += readsOrIsRefused(file, at, mask) ? 0 : 1;
      }
    }
    assertTrue(refused > good.length / 10, refused + " of " + 3 * good.length);
  }

  private static boolean readsOrIsRefused(Path file, int at, int mask) {
    try (Table table = Tables.read(file)) {
      for (Column column : table.columns()) {
        if (column instanceof Column.Texts texts) {
          for (int r = 0; r < texts.size(); r++) {
            texts.get(r);
          }
        } else {
          numbers(table, column.name());
        }
      }
      return true;
    } catch (KanException e) {
      assertEquals(KanException.Kind.DATA, e.kind());
      return false;
    } catch (RuntimeException | Error e) {
      throw new AssertionError("byte " + at + " ^ " + mask + ": " + e, e);
    }
  }

  @Test
  void compressedBatchesAreReadByTheNativeLibrary() throws IOException {
    Path file = folder.resolve("c.arrow");
    try (BufferAllocator allocator = new RootAllocator();
        Float8Vector doubles = new Float8Vector("x", allocator)) {
      doubles.setSafe(0, 1.5);
      doubles.setValueCount(1);
      VectorSchemaRoot root = new VectorSchemaRoot(List.of(doubles));
      try (FileChannel out =
              FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          ArrowFileWriter writer = StoredCodec.writer(root, out)) {
        writer.start();
        writer.writeBatch();
        writer.end();
      }
    }
    try (Table table = Tables.read(file)) {
      assertArrayEquals(new double[] {1.5}, numbers(table, "x"));
    }
  }

  @Test
  void afterTheTableIsClosedReadingIsRefusedAndNeverACrash() {
    Path file = folder.resolve("closed.arrow");
    Tables.write(ArrayTable.builder("c").numbers("x", 1, 2, 3).build(), file);
    Table table = Tables.read(file);
    Column.Numbers column = (Column.Numbers) table.column("x");
    table.close();
    assertThrows(IllegalStateException.class, () -> column.read(0, 3, new double[3], 0));
  }

  @Test
  void aTruncatedFileIsRefusedWhereverItEnds() throws IOException {
    Path file = folder.resolve("t.arrow");
    double[] values = new SplittableRandom(5).doubles(500).toArray();
    Tables.write(ArrayTable.builder("t").numbers("x", values).build(), file);
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += 97) {
      Files.write(file, Arrays.copyOf(whole, length));
      KanException failure = assertThrows(KanException.class, () -> Tables.read(file).close());
      assertEquals(KanException.Kind.DATA, failure.kind());
      assertTrue(failure.getMessage().startsWith(file.toString()), failure.getMessage());
    }
  }
}
