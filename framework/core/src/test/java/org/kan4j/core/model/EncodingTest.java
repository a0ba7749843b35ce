/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.kan4j.core.spec.DataSpec;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Table;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.component.KanException;

class EncodingTest {
  private static final double NAN = Double.NaN;

  private static DataSpec spec(String key, Object value) {
    return DataSpec.parse(Map.of("target", List.of("y"), key, value));
  }

  private static DataSpec spec() {
    return spec("task", "auto");
  }

  private static double[] column(Columns columns, int c) {
    double[] values = new double[columns.rows()];
    columns.read(c, 0, values.length, values, 0);
    return values;
  }

  private static void assertFails(String part, Executable executable) {
    KanException error = assertThrows(KanException.class, executable);
    assertEquals(KanException.Kind.DATA, error.kind(), error.getMessage());
    assertTrue(error.getMessage().contains(part), error.getMessage());
  }

  @Test
  void numbersAndLevelsBecomeScaledInputs() {
    Table table =
        ArrayTable.builder("t")
            .numbers("x", 2, 4, 3)
            .texts("c", "b", "a", "b")
            .numbers("y", 0.5, 1.5, 2.5)
            .build();
    Encoding encoding = Encoding.learn(table, spec());
    assertEquals(
        List.of("x", "c=a", "c=b"), encoding.features().stream().map(Feature::name).toList());
    Columns inputs = Inputs.of(encoding.features(), table);
    assertArrayEquals(new double[] {-1, 1, 0}, column(inputs, 0));
    assertArrayEquals(new double[] {-1, 1, -1}, column(inputs, 1));
    assertArrayEquals(new double[] {1, -1, 1}, column(inputs, 2));
    Examples examples = Examples.of(encoding.features(), encoding.task(), "", false, table);
    assertArrayEquals(new double[] {-1, 0, 1}, column(examples.targets(), 0), 1e-15);
    Columns standard =
        Inputs.of(Encoding.learn(table, spec("scaling", "standard")).features(), table);
    assertArrayEquals(new double[] {-1, 1, 0}, column(standard, 0), 1e-15);
    Columns plain = Inputs.of(Encoding.learn(table, spec("scaling", "none")).features(), table);
    assertArrayEquals(new double[] {2, 4, 3}, column(plain, 0));
    assertArrayEquals(new double[] {0, 1, 0}, column(plain, 1));
  }

  @Test
  void theTaskFollowsFromTheTarget() {
    assertEquals(List.of("2", "10"), classes(10, 2, 10));
    assertInstanceOf(Task.Regression.class, task(0.5, 2, 10));
    assertInstanceOf(Task.Regression.class, task(-1, 2, 10));
    assertInstanceOf(
        Task.Regression.class, task(IntStream.range(0, 21).asDoubleStream().toArray()));
    assertInstanceOf(
        Task.Classification.class, task(IntStream.range(0, 20).asDoubleStream().toArray()));
    Table texts = ArrayTable.builder("t").numbers("x", 1, 2).texts("y", "no", "yes").build();
    Task task = Encoding.learn(texts, spec()).task();
    assertEquals(new Task.Classification("y", List.of("no", "yes")), task);
    Examples examples =
        Examples.of(Encoding.learn(texts, spec()).features(), task, "", false, texts);
    assertArrayEquals(new double[] {0, 1}, column(examples.targets(), 0));
    Table numbers = numbers(1, 2, 3);
    assertInstanceOf(
        Task.Regression.class, Encoding.learn(numbers, spec("task", "regression")).task());
  }

  private static Table numbers(double... y) {
    double[] x = IntStream.range(0, y.length).asDoubleStream().toArray();
    return ArrayTable.builder("t").numbers("x", x).numbers("y", y).build();
  }

  private static Task task(double... y) {
    return Encoding.learn(numbers(y), spec()).task();
  }

  private static List<String> classes(double... y) {
    return ((Task.Classification) task(y)).classes();
  }

  @Test
  void targetsOfSeveralClassesAreOneColumnEach() {
    Table table = numbers(2, 0, 1, 2);
    Encoding encoding = Encoding.learn(table, spec());
    Examples examples = Examples.of(encoding.features(), encoding.task(), "", false, table);
    assertEquals(3, examples.targets().count());
    assertArrayEquals(new double[] {0, 1, 0, 0}, column(examples.targets(), 0));
    assertArrayEquals(new double[] {1, 0, 0, 1}, column(examples.targets(), 2));
  }

  @Test
  void missingValuesAreRefusedDroppedOrFilled() {
    Table table =
        ArrayTable.builder("file.csv")
            .numbers("x", 1, NAN, 3, 5)
            .numbers("y", 0.5, 1, NAN, 2)
            .build();
    assertFails("file.csv: row 2, column 'x'", () -> Encoding.learn(table, spec()));
    Encoding dropped = Encoding.learn(table, spec("missing", "drop"));
    Examples examples = Examples.of(dropped.features(), dropped.task(), "", true, table);
    assertArrayEquals(new double[] {-1, 1}, column(examples.inputs(), 0));
    assertEquals(4, examples.table().rowNumber(1));
    Table whole = table.select(new int[] {0, 1, 3});
    Encoding filled = Encoding.learn(whole, spec("missing", "mean"));
    Columns inputs = Inputs.of(filled.features(), whole);
    assertArrayEquals(new double[] {-1, 0, 1}, column(inputs, 0));
    assertFails("row 3, column 'y'", () -> Encoding.learn(table, spec("missing", "mean")));
    assertFails("row 2, column 'x'", () -> Inputs.of(dropped.features(), table));
  }

  @Test
  void rowsAreNumberedAsInTheFileThatASelectionComesFrom() {
    Table table = numbers(0.5, 1, 2, Double.POSITIVE_INFINITY);
    assertFails("row 4, column 'y'", () -> Encoding.learn(table.select(new int[] {2, 3}), spec()));
  }

  @Test
  void whatTrainingDidNotSeeIsRefused() {
    Table train =
        ArrayTable.builder("train")
            .numbers("x", 1, 2)
            .texts("c", "red", "green")
            .texts("y", "no", "yes")
            .build();
    Encoding encoding = Encoding.learn(train, spec());
    Table level = ArrayTable.builder("new").numbers("x", 1).texts("c", "gren").build();
    assertFails(
        "row 1, column 'c': training saw no level 'gren'; known: green, red; did you mean 'green'",
        () -> Inputs.of(encoding.features(), level));
    Table truth =
        ArrayTable.builder("new").numbers("x", 1).texts("c", "red").texts("y", "yess").build();
    assertFails(
        "unknown class 'yess'",
        () -> Examples.of(encoding.features(), encoding.task(), "", false, truth));
    Table infinite =
        ArrayTable.builder("new").numbers("x", Double.NEGATIVE_INFINITY).texts("c", "red").build();
    assertFails("row 1, column 'x': -Infinity", () -> Inputs.of(encoding.features(), infinite));
    Table kind = ArrayTable.builder("new").texts("x", "1").texts("c", "red").build();
    assertFails("column 'x' holds texts", () -> Inputs.of(encoding.features(), kind));
  }

  @Test
  void constantColumnsAreKeptAndTold() {
    Table table =
        ArrayTable.builder("t")
            .numbers("x", 7, 7)
            .texts("c", "a", "a")
            .numbers("y", 1.5, 1.5)
            .build();
    Encoding encoding = Encoding.learn(table, spec());
    assertEquals(3, encoding.notes().size(), encoding.notes().toString());
    assertEquals(new Scaling(7, 1), encoding.features().getFirst().scaling());
    assertFails("single class", () -> Encoding.learn(numbers(1, 1, 1), spec()));
  }

  @Test
  void weightsAreChecked() {
    Table table =
        ArrayTable.builder("t").numbers("x", 1, 2).numbers("y", 1.5, 2).numbers("w", 1, -1).build();
    Encoding encoding = Encoding.learn(table, spec("weight", "w"));
    assertEquals(1, encoding.features().size());
    assertFails(
        "row 2, column 'w': a weight of -1.0",
        () -> Examples.of(encoding.features(), encoding.task(), "w", false, table));
    Table zero =
        ArrayTable.builder("t").numbers("x", 1, 2).numbers("y", 1.5, 2).numbers("w", 0, 0).build();
    assertFails(
        "weights sum to 0",
        () -> Examples.of(encoding.features(), encoding.task(), "w", false, zero));
  }

  @Test
  void tooManyLevelsAreRefused() {
    String[] names = IntStream.range(0, 101).mapToObj(n -> "n" + n).toArray(String[]::new);
    Table table = ArrayTable.builder("t").texts("id", names).numbers("y", new double[101]).build();
    assertFails("column 'id' has more than 100", () -> Encoding.learn(table, spec()));
  }

  @Test
  void extremeNumbersKeepAFiniteScale() {
    Table table =
        ArrayTable.builder("t")
            .numbers("x", -Double.MAX_VALUE, Double.MAX_VALUE)
            .numbers("tiny", 0, Double.MIN_VALUE)
            .numbers("y", 1e300, -1e300)
            .build();
    Encoding encoding = Encoding.learn(table, spec());
    Columns inputs = Inputs.of(encoding.features(), table);
    assertArrayEquals(new double[] {-1, 1}, column(inputs, 0), 1e-15);
    assertArrayEquals(new double[] {0, 0}, column(inputs, 1), 1e-300);
  }
}
