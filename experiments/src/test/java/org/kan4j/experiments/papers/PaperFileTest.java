/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.papers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.dataset.Equation;
import org.kan4j.core.dataset.Feynman;
import org.kan4j.core.dataset.SpecialFunction;
import org.kan4j.core.dataset.Variable;
import org.kan4j.spi.component.KanException;

class PaperFileTest {
  static List<String> shipped() {
    return PaperFile.shipped();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shipped")
  void shippedFilesAreRead(String name) {
    PaperTable table = PaperFile.read(name);
    assertEquals(name, table.name());
    assertEquals(List.of(1, 2, 3, 4, 5), table.seeds());
    for (PaperTable.Row row : table.rows()) {
      List<Variable> variables = row.problem().variables();
      double[] inside = new double[variables.size()];
      for (int v = 0; v < inside.length; v++) {
        double part = (v + 1.0) / (inside.length + 1);
        inside[v] = variables.get(v).lower() * (1 - part) + variables.get(v).upper() * part;
      }
      assertTrue(Double.isFinite(row.problem().function().value(inside)), row.name());
    }
  }

  @Test
  void feynmanRowsHaveTheFormulasAndRangesOfTheDataSets() {
    List<PaperTable.Row> rows = PaperFile.read("feynman").rows();
    List<Equation> equations = Feynman.dimensionless();
    assertEquals(27, rows.size());
    for (int r = 0; r < rows.size(); r++) {
      Equation equation = equations.get(r);
      assertEquals(equation.name(), rows.get(r).name());
      List<Variable> variables = rows.get(r).problem().variables();
      assertEquals(Set.copyOf(equation.variables()), Set.copyOf(variables));
      double[] given = equation.variables().stream().mapToDouble(v -> v.lower() + 0.1).toArray();
      double[] ours = variables.stream().mapToDouble(v -> v.lower() + 0.1).toArray();
      assertEquals(equation.value(given), rows.get(r).problem().function().value(ours));
      // the best of the four columns is the number to beat
      double best =
          rows.get(r).columns().values().stream().mapToDouble(Double::parseDouble).min().orElse(0);
      assertEquals(best, rows.get(r).published().orElse(0), rows.get(r).name());
    }
  }

  @Test
  void specialRowsHaveTheRangesOfTheDataSets() {
    List<PaperTable.Row> rows = PaperFile.read("special").rows();
    assertEquals(SpecialFunction.values().length, rows.size());
    for (PaperTable.Row row : rows) {
      assertEquals(SpecialFunction.of(row.name()).variables(), row.problem().variables());
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "did you mean 'shapes'|shape: [[2]]",
        "two rows have the same name|"
            + "rows: [{row: a, formula: x, ranges: {x: [0, 1]}, shapes: [[1]]},"
            + " {row: a, formula: x, ranges: {x: [0, 1]}, shapes: [[1]]}]",
        "formula: variables [x, y], ranges for [x]|"
            + "rows: [{row: a, formula: x*y, ranges: {x: [0, 1]}, shapes: [[1]]}]",
        "is not an interval|rows: [{row: a, formula: x, ranges: {x: [1, 0]}, shapes: [[1]]}]",
        "did you mean 'optimizer'|"
            + "rows: [{row: a, formula: x, ranges: {x: [0, 1]}, shapes: [[1]],"
            + " training: {optimiser: adam}}]",
        "lists of hidden layers|rows: [{row: a, formula: x, ranges: {x: [0, 1]}}]",
        "unknown special function 'jvv'|"
            + "rows: [{row: a, function: jvv, ranges: {x: [0, 1]}, shapes: [[1]]}]",
        "rows: a list of rows is expected|title: nothing"
      })
  void badFilesAreRefusedWithPlaceAndReason(String expectedAndText) {
    String[] parts = expectedAndText.split("\\|", 2);
    KanException refused =
        assertThrows(KanException.class, () -> PaperFile.parse(parts[1], "t.yaml"));
    assertEquals(KanException.Kind.USER, refused.kind());
    assertTrue(refused.getMessage().contains(parts[0]), refused.getMessage());
    assertTrue(refused.getMessage().startsWith("t.yaml"), refused.getMessage());
  }
}
