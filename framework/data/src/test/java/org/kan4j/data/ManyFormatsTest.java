/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Column;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;

class ManyFormatsTest {
  private static final List<String> WRITTEN =
      List.of("csv", "tsv", "arrow", "ipc", "feather", "arrows", "parquet", "pq");

  @TempDir private Path folder;

  private static Table random(long seed, int rows) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = random.doubles(rows, -10, 10).toArray();
    double[] y = random.doubles(rows).map(v -> v < 0.2 ? Double.NaN : Math.exp(50 * v)).toArray();
    String[] t = new String[rows];
    Arrays.setAll(t, r -> random.nextInt(4) == 0 ? null : "Größe " + random.nextInt(9));
    return ArrayTable.builder("random").numbers("x", x).texts("t", t).numbers("y", y).build();
  }

  private static double[] numbers(Table table, String name) {
    double[] values = new double[table.rows()];
    ((Column.Numbers) table.column(name)).read(0, values.length, values, 0);
    return values;
  }

  private static List<String> texts(Table table, String name) {
    Column.Texts column = (Column.Texts) table.column(name);
    List<String> all = new ArrayList<>();
    for (int r = 0; r < table.rows(); r++) {
      all.add(column.get(r));
    }
    return all;
  }

  private static void assertSame(Table expected, Table found, String which) {
    assertEquals(expected.rows(), found.rows(), which);
    assertEquals(
        expected.columns().stream().map(Column::name).toList(),
        found.columns().stream().map(Column::name).toList(),
        which);
    for (Column column : expected.columns()) {
      if (column instanceof Column.Numbers) {
        assertArrayEquals(numbers(expected, column.name()), numbers(found, column.name()), which);
      } else {
        assertEquals(texts(expected, column.name()), texts(found, column.name()), which);
      }
    }
  }

  private static KanException refused(String place) {
    KanException failure =
        assertThrows(
            KanException.class, () -> Tables.open(place, TableOptions.DEFAULT).close(), place);
    assertEquals(KanException.Kind.DATA, failure.kind(), failure.getMessage());
    return failure;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void whatIsWrittenInChunksIsReadBackToTheLastBit(long seed) {
    Table whole = random(seed, 2000 + (int) seed);
    for (String ending : WRITTEN) {
      Path file = folder.resolve("some rows." + ending);
      Iterator<Table> chunks =
          Stream.of(whole.slice(0, 700), whole.slice(700, 0), whole.slice(700, whole.rows() - 700))
              .iterator();
      Tables.write(chunks, file);
      try (Table found = Tables.read(file)) {
        assertSame(whole, found, ending);
      }
    }
  }

  @Test
  void tablesWithoutRowsKeepTheirColumns() {
    Table none = random(4, 10).slice(3, 0);
    for (String ending : List.of("arrow", "arrows")) {
      Path file = folder.resolve("none." + ending);
      Tables.write(none, file);
      try (Table found = Tables.read(file)) {
        assertSame(none, found, ending);
      }
    }
    KanException failure =
        assertThrows(KanException.class, () -> Tables.write(none, folder.resolve("n.parquet")));
    assertEquals(KanException.Kind.DATA, failure.kind());
  }

  @Test
  void chosenColumnsComeInTheOrderAskedFor() {
    Table whole = random(5, 300);
    for (String ending : List.of("csv", "arrow", "arrows", "parquet")) {
      Path file = folder.resolve("chosen." + ending);
      Tables.write(whole, file);
      try (Table found = Tables.read(file, TableOptions.DEFAULT.only(List.of("y", "x", "y")))) {
        assertEquals(
            List.of("y", "x"), found.columns().stream().map(Column::name).toList(), ending);
        assertArrayEquals(numbers(whole, "x"), numbers(found, "x"), ending);
      }
      KanException failure =
          assertThrows(
              KanException.class,
              () -> Tables.read(file, TableOptions.DEFAULT.only(List.of("x", "why"))).close());
      assertEquals(KanException.Kind.DATA, failure.kind());
      assertTrue(failure.getMessage().contains("no column 'why'"), failure.getMessage());
    }
  }

  @Test
  void manyFilesAreOneTable() throws IOException {
    Table whole = random(6, 900);
    Path parts = Files.createDirectory(folder.resolve("parts"));
    Tables.write(whole.slice(0, 400), parts.resolve("part-0.parquet"));
    Tables.write(whole.slice(400, 1), parts.resolve("part-1.arrow"));
    Tables.write(whole.slice(401, 499), parts.resolve("part-2.csv"));
    Files.createFile(parts.resolve("_SUCCESS"));
    for (String place : List.of(parts.toString(), parts + "/part-*", parts + "/part-[0-2].*")) {
      try (Table found = Tables.open(place, TableOptions.DEFAULT)) {
        assertSame(whole, found, place);
        assertEquals(place + " (3 files)", found.source());
        int[] rows = new SplittableRandom(7).ints(300, 0, 900).toArray();
        assertSame(whole.select(rows), found.select(rows), "selected of " + place);
        assertSame(whole.slice(395, 20), found.slice(395, 20), "slice of " + place);
      }
    }
  }

  @Test
  void aFileThatDoesNotFitIsNamedWithItsColumn() throws IOException {
    Path parts = Files.createDirectory(folder.resolve("parts"));
    Path second = parts.resolve("b.arrow");
    Tables.write(random(8, 5), parts.resolve("a.parquet"));
    Tables.write(ArrayTable.builder("b").numbers("x", 1).texts("t", "a").build(), second);
    String told = refused(parts.toString()).getMessage();
    assertTrue(told.startsWith(second + " has no column 'y'"), told);
    Tables.write(
        ArrayTable.builder("b").numbers("x", 1).numbers("t", 2).numbers("y", 3).build(), second);
    told = refused(parts.toString()).getMessage();
    assertTrue(told.startsWith(second + ": column 't' holds numbers, but in "), told);
    Tables.write(
        ArrayTable.builder("b")
            .numbers("x", 1)
            .texts("t", "a")
            .numbers("y", 3)
            .numbers("z", 3)
            .build(),
        second);
    told = refused(parts.toString()).getMessage();
    assertTrue(told.startsWith(second + " has a column 'z' that "), told);
    try (Table chosen =
        Tables.open(parts.toString(), TableOptions.DEFAULT.only(List.of("y", "x")))) {
      assertEquals(6, chosen.rows());
    }
  }

  @Test
  void foldersAndPatternsWithoutDataAreRefused() throws IOException {
    Path parts = Files.createDirectory(folder.resolve("parts"));
    assertTrue(refused(parts.toString()).getMessage().contains("without files of data"));
    assertTrue(refused(parts + "/*.parquet").getMessage().contains("fits"));
    assertTrue(refused(parts + "/[.parquet").getMessage().contains("pattern"));
    Files.createFile(parts.resolve("README.md"));
    assertTrue(refused(parts.toString()).getMessage().contains("not a file of data"));
  }

  @Test
  void damagedParquetFilesAreRefused() throws IOException {
    Path file = folder.resolve("bad.parquet");
    Tables.write(random(9, 200), file);
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {0, 3, 100, whole.length / 2, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      String told = refused(file.toString()).getMessage();
      assertTrue(told.startsWith(file + " is damaged, or not a file of the format Parquet"), told);
    }
    Files.writeString(file, "x,y\n1,2\n");
    refused(file.toString());
  }

  @Test
  void aFailureWhileChunksAreMadeLeavesTheOldFileAndNothingElse() throws IOException {
    for (String ending : List.of("csv", "arrow", "parquet")) {
      Path place = Files.createDirectory(folder.resolve(ending));
      Path file = place.resolve("kept." + ending);
      Table old = random(10, 50);
      Tables.write(old, file);
      Iterator<Table> failing =
          Stream.of(1, 2)
              .map(chunk -> {
                if (chunk == 2) {
                  throw KanException.data("no more");
                }
                return random(11, 70_000);
              })
              .iterator();
      KanException failure = assertThrows(KanException.class, () -> Tables.write(failing, file));
      assertEquals("no more", failure.getMessage());
      try (Table found = Tables.read(file);
          Stream<Path> files = Files.list(place)) {
        assertSame(old, found, ending);
        assertEquals(List.of(file), files.toList());
      }
    }
  }

  @Test
  void whatIsTooLargeForMemoryIsAMappedFile() throws IOException {
    Path file = folder.resolve("big.arrows");
    Table whole = random(12, 200_000);
    Tables.write(whole, file);
    BufferAllocator allocator = new RootAllocator();
    Table found;
    try (InputStream in = Files.newInputStream(file);
        ArrowStreamReader reader = new ArrowStreamReader(in, allocator)) {
      found = new BatchStore("big", allocator, 1 << 20).table(reader);
    }
    assertEquals(0, allocator.getAllocatedMemory());
    assertSame(whole, found, "spilled");
    assertEquals("big", found.source());
    found.close();
  }

  @Test
  void orcWithNullsAndTexts() throws IOException {
    Path file = folder.resolve("some.orc");
    try (InputStream in = ManyFormatsTest.class.getResourceAsStream("some.orc")) {
      Files.copy(in, file);
    }
    try (Table found = Tables.read(file)) {
      assertArrayEquals(new double[] {1.5, Double.NaN, -2}, numbers(found, "x"));
      assertArrayEquals(new double[] {7, 8, 9}, numbers(found, "n"));
      assertEquals("a", texts(found, "t").getFirst());
      assertNull(texts(found, "t").get(2));
    }
    KanException failure = assertThrows(KanException.class, () -> Tables.write(random(1, 2), file));
    assertEquals(KanException.Kind.USER, failure.kind());
  }
}
