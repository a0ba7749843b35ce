/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Column;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;

class TablesTest {
  @TempDir private Path folder;

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static double[] numbers(Table table, String name) {
    double[] values = new double[table.rows()];
    assertInstanceOf(Column.Numbers.class, table.column(name)).read(0, table.rows(), values, 0);
    return values;
  }

  private static List<String> texts(Table table, String name) {
    Column.Texts column = assertInstanceOf(Column.Texts.class, table.column(name));
    return IntStream.range(0, table.rows()).mapToObj(column::get).toList();
  }

  private static String dataError(Path file) {
    KanException failure = assertThrows(KanException.class, () -> Tables.read(file).close());
    assertEquals(KanException.Kind.DATA, failure.kind());
    return failure.getMessage();
  }

  @Test
  void csvOfEveryShape() throws IOException {
    Path file =
        file("a.csv", "\uFEFFx,\"name, full\",y\r\n1, \"a \"\"b\"\"\" ,-2.5e3\r\n\r\nNA,Ünï,\r\n");
    try (Table table = Tables.read(file)) {
      assertEquals(2, table.rows());
      assertEquals(
          List.of("x", "name, full", "y"), table.columns().stream().map(Column::name).toList());
      assertEquals("[1.0, NaN]", Arrays.toString(numbers(table, "x")));
      assertEquals("[-2500.0, NaN]", Arrays.toString(numbers(table, "y")));
      assertEquals("Ünï", texts(table, "name, full").get(1));
    }
  }

  @Test
  void tabsAndFilesWithoutHeader() throws IOException {
    Path file = file("a.tsv", "1\tb\n2\tc\n");
    try (Table table = Tables.read(file, CsvOptions.DEFAULT.withoutHeader())) {
      assertEquals(List.of("b", "c"), texts(table, "x2"));
    }
  }

  @Test
  void aColumnCanBeDeclaredText() throws IOException {
    Path file = file("a.csv", "zip,y\n00123,1\n45,2\n");
    try (Table table = Tables.read(file, CsvOptions.DEFAULT.withTexts(Set.of("zip")))) {
      assertEquals(List.of("00123", "45"), texts(table, "zip"));
    }
    CsvOptions wrong = CsvOptions.DEFAULT.withTexts(Set.of("zap"));
    assertTrue(
        assertThrows(KanException.class, () -> Tables.read(file, wrong))
            .getMessage()
            .contains("no column 'zap'"));
  }

  @Test
  void badFilesAreNamedWithTheirTrouble() throws IOException {
    assertEquals(
        folder.resolve("none.csv") + " is not there", dataError(folder.resolve("none.csv")));
    assertTrue(dataError(folder).contains("is a folder"));
    assertTrue(dataError(file("empty.csv", "")).endsWith("empty.csv is empty"));
    assertTrue(dataError(file("h.csv", "a,b\n")).endsWith("has a header but no rows"));
    assertTrue(
        dataError(file("ragged.csv", "a,b\n1,2\n3\n"))
            .endsWith("line 3: 1 cells, but the first line has 2"));
    assertTrue(dataError(file("long.csv", "a,b\n1,2\n3,4,5\n")).contains("line 3: 3 cells"));
    assertTrue(
        dataError(file("text.csv", "a,b\n1,2\n3,x\n5,6\n"))
            .contains("line 3: column 'b' holds 'x' where a number is expected (2 of its 3 cells"));
    assertTrue(dataError(file("twice.csv", "a,a\n1,2\n")).contains("a name of its own"));
    assertTrue(dataError(file("a.xlsx", "?")).contains("unknown ending '.xlsx'"));
    assertTrue(dataError(file("quote.csv", "a,b\n\"1,2\n")).contains("quote.csv"));
    Path latin = folder.resolve("latin.csv");
    Files.write(latin, "a\ncafé\n".getBytes(StandardCharsets.ISO_8859_1));
    assertTrue(dataError(latin).endsWith("is not UTF-8 text"));
    assertTrue(
        dataError(file("no.arrow", "not arrow at all, but long enough")).contains("damaged"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Infinity", "1d", "0x10", "--1"})
  void whatJavaWouldTakeForANumberIsStillText(String cell) throws IOException {
    assertTrue(
        dataError(file("a.csv", "a\n1\n2\n" + cell + "\n")).contains("holds '" + cell + "'"));
  }

  static Stream<Long> seeds() {
    return new SplittableRandom(42).longs(20).boxed();
  }

  private static Table random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int rows = random.nextInt(1, 300);
    String[] words = new String[rows];
    double[] numbers = new double[rows];
    for (int r = 0; r < rows; r++) {
      boolean missing = random.nextInt(5) == 0;
      numbers[r] =
          missing ? Double.NaN : Math.scalb(random.nextDouble(-1, 1), random.nextInt(60) - 30);
      words[r] =
          random.nextInt(5) == 0
              ? null
              : List.of("ä,b", "\"q\"", "x y", "two\nlines", "∑", "word").get(random.nextInt(6));
    }
    words[0] = "word";
    return ArrayTable.builder("random")
        .numbers("n", numbers)
        .texts("t, \"x\"", words)
        .numbers("whole", random.doubles(rows, -5, 5).map(Math::rint).toArray())
        .build();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatIsWrittenIsReadBackToTheLastBit(long seed) {
    Table table = random(seed);
    for (String name : List.of("a.csv", "a.tsv", "a.arrow")) {
      Path file = folder.resolve(name);
      Tables.write(table, file);
      try (Table back = Tables.read(file)) {
        assertEquals(table.rows(), back.rows(), name);
        assertEquals(texts(table, "t, \"x\""), texts(back, "t, \"x\""), name);
        assertTrue(Arrays.equals(numbers(table, "n"), numbers(back, "n")), name);
        assertTrue(Arrays.equals(numbers(table, "whole"), numbers(back, "whole")), name);
      }
    }
  }

  @Test
  void aMappedFileOfManyBatchesReadsAcrossThem() {
    int rows = 200_000;
    double[] values = new SplittableRandom(1).doubles(rows).toArray();
    Path file = folder.resolve("big.arrow");
    Tables.write(ArrayTable.builder("big").numbers("v", values).build(), file);
    try (Table table = Tables.read(file)) {
      assertTrue(Arrays.equals(values, numbers(table, "v")));
      double[] part = new double[70_000];
      ((Column.Numbers) table.column("v")).read(60_000, part.length, part, 0);
      assertTrue(Arrays.equals(Arrays.copyOfRange(values, 60_000, 130_000), part));
    }
  }

  @ParameterizedTest(name = "cut at {0} %")
  @ValueSource(ints = {1, 10, 50, 90, 99})
  void aTruncatedArrowFileIsRefused(int percent) throws IOException {
    Path file = folder.resolve("a.arrow");
    Tables.write(random(7), file);
    byte[] all = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(all, all.length * percent / 100));
    assertTrue(dataError(file).contains("is damaged, or not an Arrow file"));
  }

  @Test
  void aFailedWriteLeavesTheOldFile() throws IOException {
    Path parent = file("plain.txt", "x");
    KanException failure =
        assertThrows(
            KanException.class, () -> Tables.write(random(1), parent.resolve("out.arrow")));
    assertEquals(KanException.Kind.RESOURCE, failure.kind());
    assertTrue(failure.getMessage().contains("is not a folder"), failure.getMessage());
    assertThrows(KanException.class, () -> Tables.write(random(1), folder.resolve("out.parquetx")));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(parent), files.toList());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"breast_cancer", "diabetes", "digits", "iris", "wine"})
  void everyShippedSetOpens(String name) {
    try (Table table = DataSets.open(name)) {
      assertTrue(table.rows() > 100);
      assertInstanceOf(Column.Numbers.class, table.column(DataSets.entry(name).target()));
      for (Column column : table.columns()) {
        assertFalse(Arrays.stream(numbers(table, column.name())).anyMatch(Double::isNaN));
      }
    }
  }

  @Test
  void columnsCanBeMissing() throws IOException {
    try (Table table = Tables.read(file("a.csv", "a,t\n1,x\n,\n"))) {
      assertNull(texts(table, "t").get(1));
      KanException failure = assertThrows(KanException.class, () -> table.column("b"));
      assertTrue(failure.getMessage().contains("has no column 'b'; known: a, t"));
    }
  }

  @Test
  void aMissingValueInTheOnlyColumnIsStillARow() {
    Path file = folder.resolve("one.csv");
    Tables.write(ArrayTable.builder("one").numbers("v", 1, Double.NaN, 3).build(), file);
    try (Table table = Tables.read(file)) {
      assertEquals("[1.0, NaN, 3.0]", Arrays.toString(numbers(table, "v")));
    }
  }
}
