/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.kan4j.core.formula.Expression;
import org.kan4j.core.formula.Formula;
import org.kan4j.spi.component.KanException;

class DerivedTableTest {
  private final Table table =
      ArrayTable.builder("some")
          .numbers("x", 3, 0.5, Double.NaN)
          .numbers("y", 4, -2, 1)
          .texts("kind", "a", "b", "c")
          .build();

  private static SequencedMap<String, Expression> formulas(String... all) {
    SequencedMap<String, Expression> formulas = new LinkedHashMap<>();
    for (int f = 0; f < all.length; f += 2) {
      formulas.put(all[f], Formula.parse(all[f + 1]));
    }
    return formulas;
  }

  private static double[] column(Table of, String name) {
    double[] values = new double[of.rows()];
    ((Column.Numbers) of.column(name)).read(0, values.length, values, 0);
    return values;
  }

  @Test
  void formulasSeeColumnsAndEachOther() {
    Table more =
        DerivedTable.of(table, formulas("r", "sqrt(x^2 + y^2)", "twice", "2*r", "one", "1"));
    assertArrayEquals(new double[] {5, Math.hypot(0.5, 2), Double.NaN}, column(more, "r"), 1e-15);
    assertArrayEquals(
        new double[] {10, 2 * Math.hypot(0.5, 2), Double.NaN}, column(more, "twice"), 1e-15);
    assertArrayEquals(new double[] {1, 1, 1}, column(more, "one"));
    assertSame(table.column("kind"), more.column("kind"));
    assertEquals("some", more.source());
    assertEquals(2, more.rowNumber(1));
    double[] two = new double[2];
    ((Column.Numbers) more.select(new int[] {1, 0}).column("r")).read(0, 2, two, 0);
    assertArrayEquals(new double[] {Math.hypot(0.5, 2), 5}, two, 1e-15);
  }

  private void refused(KanException.Kind kind, String part, String name, String formula) {
    KanException e =
        assertThrows(KanException.class, () -> DerivedTable.of(table, formulas(name, formula)));
    assertEquals(kind, e.kind(), e.getMessage());
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  @Test
  void refusesWhatCannotBeMade() {
    refused(KanException.Kind.USER, "has a column 'x' already", "x", "2*y");
    refused(KanException.Kind.DATA, "no column of numbers 'kind'", "z", "kind + 1");
    refused(KanException.Kind.DATA, "no column of numbers 'z'", "z", "z + 1");
    refused(KanException.Kind.DATA, "some, row 2: log(y) has no value", "z", "log(y)");
  }
}
