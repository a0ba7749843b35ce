/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kan4j.core.formula.Formula;
import org.kan4j.core.table.FormulaTable.Sampling;
import org.kan4j.spi.component.KanException;

class FormulaTableTest {
  private static Table draw(String formula, String target, double noise, long seed) {
    return FormulaTable.draw(
        Formula.parse(formula),
        target,
        new Sampling(5000, List.of(-1.0, 2.0), List.of(1.0, 3.0), noise, seed));
  }

  private static double[] numbers(Table table, String column) {
    double[] values = new double[table.rows()];
    ((Column.Numbers) table.column(column)).read(0, values.length, values, 0);
    return values;
  }

  private static void assertRefused(KanException.Kind kind, String message, Runnable draw) {
    KanException failure = assertThrows(KanException.class, draw::run);
    assertEquals(kind, failure.kind());
    assertTrue(failure.getMessage().contains(message), failure.getMessage());
  }

  @Test
  void variablesInOrderThenTheTarget() {
    Table table = draw("b*a + sin(b)", "z", 0, 1);
    assertEquals(List.of("a", "b", "z"), table.columns().stream().map(Column::name).toList());
    double[] a = numbers(table, "a");
    double[] b = numbers(table, "b");
    double[] z = numbers(table, "z");
    for (int r = 0; r < table.rows(); r++) {
      assertTrue(a[r] >= -1 && a[r] < 1 && b[r] >= 2 && b[r] < 3);
      assertEquals(b[r] * a[r] + Math.sin(b[r]), z[r]);
    }
    // the mean of 5000 uniform numbers on an interval of length w lies within 4 w / sqrt(12 * 5000)
    assertEquals(0, Arrays.stream(a).average().orElseThrow(), 0.033);
    assertEquals(2.5, Arrays.stream(b).average().orElseThrow(), 0.017);
  }

  @Test
  void theSeedDecides() {
    assertArrayEquals(
        numbers(draw("a + b", "z", 0.1, 3), "z"), numbers(draw("a + b", "z", 0.1, 3), "z"));
    assertFalse(
        Arrays.equals(
            numbers(draw("a + b", "z", 0, 3), "a"), numbers(draw("a+b", "z", 0, 4), "a")));
  }

  @Test
  void noiseIsOnTheTargetAlone() {
    Table clean = draw("a + b", "z", 0, 5);
    Table noisy = draw("a + b", "z", 0.5, 5);
    assertArrayEquals(numbers(clean, "a"), numbers(noisy, "a"));
    double[] exact = numbers(clean, "z");
    double[] noise = numbers(noisy, "z");
    double squares = 0;
    for (int r = 0; r < exact.length; r++) {
      squares += (noise[r] - exact[r]) * (noise[r] - exact[r]);
    }
    assertEquals(0.5, Math.sqrt(squares / exact.length), 0.025); // 5 standard errors
  }

  @Test
  void whatCannotBeDrawnIsRefused() {
    assertRefused(KanException.Kind.USER, "'a' is also a variable", () -> draw("a+b", "a", 0, 1));
    assertRefused(KanException.Kind.USER, "no variable", () -> draw("1 + pi", "y", 0, 1));
    assertRefused(
        KanException.Kind.USER, "2 numbers for the 1 variables", () -> draw("a", "y", 0, 1));
    assertRefused(KanException.Kind.DATA, "is NaN at [a, b] = ", () -> draw("log(a)+b", "y", 0, 1));
    assertRefused(KanException.Kind.USER, "noise -1.0", () -> draw("a+b", "y", -1, 1));
    assertRefused(KanException.Kind.USER, "noise NaN", () -> draw("a+b", "y", Double.NaN, 1));
    List<Double> zero = List.of(0.0);
    assertRefused(KanException.Kind.USER, "0 rows", () -> new Sampling(0, zero, zero, 0, 1));
    assertRefused(
        KanException.Kind.USER,
        "variable a: lower end 0.0 is not below upper end 0.0",
        () -> FormulaTable.draw(Formula.parse("a"), "y", new Sampling(1, zero, zero, 0, 1)));
    assertRefused(
        KanException.Kind.USER,
        "not finite",
        () ->
            FormulaTable.draw(
                Formula.parse("a"),
                "y",
                new Sampling(1, zero, List.of(Double.POSITIVE_INFINITY), 0, 1)));
  }
}
