/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.symbolic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.formula.Formula;
import org.kan4j.core.model.EdgeFunction;
import org.kan4j.core.model.Kan;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.table.FormulaTable;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.EdgeId;

class SymbolificationTest {
  private final KanRuntime runtime = TestRegistries.runtime();
  private final Table table =
      FormulaTable.draw(
          Formula.parse("sin(2*u) + v^2"),
          "y",
          new FormulaTable.Sampling(300, List.of(-3.0), List.of(2.0), 0, 4));
  private final Kan curves =
      runtime
          .fit(
              KanSpec.builder("y").hidden().grid(8).steps(60).build(), Split.random(table, 1, 0, 1))
          .kan();

  @Test
  void unfixBringsTheCurvesBackBitForBit() {
    Kan fixed = curves;
    for (EdgeId edge : EdgeId.living(curves.network())) {
      fixed = runtime.symbolification().fix(fixed, table, edge, ComponentSpec.of("sin"));
    }
    assertTrue(SymbolicEdges.numeric(fixed.network()).isEmpty());
    for (EdgeId edge : EdgeId.living(curves.network()).reversed()) {
      fixed = runtime.symbolification().unfix(fixed, edge);
    }
    assertEquals(curves.network(), fixed.network());
  }

  @Test
  void plainNumbersAreOfTheRawColumnsAndTheCurvesGone() {
    Kan symbolic =
        runtime.symbolification().auto(curves, table, SymbolicOptions.parse(Map.of())).kan();
    assertEquals("sin(2*u) + v^2", ModelFormula.of(symbolic).get("y").toString());
    // a curve of the scaled inputs would mean something else here
    KanException error =
        assertThrows(
            KanException.class,
            () -> runtime.symbolification().unfix(symbolic, new EdgeId(0, 0, 0)));
    assertTrue(error.getMessage().contains("no curve to go back to"), error.getMessage());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void allNiceConstantsTogetherStayWithinTheBudget(long seed) {
    double noise = 0.1;
    double off = 0.03; // of each slope: its square is 0.03 of the noise's, below the budget
    Table near =
        FormulaTable.draw(
            Formula.parse(
                "%s*p + %s*q + %s*r + %s*s".formatted(1 + off, 2 - off, 3 + off, 4 - off)),
            "y",
            new FormulaTable.Sampling(400, List.of(-1.0), List.of(1.0), noise, seed));
    Kan sums =
        runtime
            .fit(
                KanSpec.builder("y").hidden().grid(3).steps(60).build(),
                Split.random(near, 1, 0, 1))
            .kan();
    double budget = 0.05;
    double precise = automatic(sums, near, budget, false).lossAfter();
    Symbolized nice = automatic(sums, near, budget, true);
    long set = nice.decisions().stream().filter(text -> text.contains(" set to ")).count();
    assertTrue(set > 0, nice.decisions().toString());
    assertTrue(
        nice.lossAfter() <= precise * (1 + budget),
        () -> "%s → %s by %s".formatted(precise, nice.lossAfter(), nice.decisions()));
  }

  private Symbolized automatic(Kan kan, Table data, double budget, boolean nice) {
    return runtime
        .symbolification()
        .auto(kan, data, SymbolicOptions.parse(Map.of("budget", budget, "nice", nice)));
  }

  @Test
  void anEdgeCanBeAnyFunctionByHand() {
    AffineFit by = new AffineFit(CurveSearchTest.function("cos"), 2, 0.5, -3, 1, Double.NaN);
    Kan fixed = runtime.symbolification().fix(curves, new EdgeId(0, 1, 0), by);
    double[] x = {-0.7, 0, 0.9};
    double[] expected = {
      1 - 3 * Math.cos(2 * x[0] + 0.5), 1 - 3 * Math.cos(0.5), 1 - 3 * Math.cos(2 * x[2] + 0.5)
    };
    assertArrayEquals(expected, new EdgeFunction(fixed.network(), 0, 1, 0).values(x), 1e-14);
    assertEquals("[2.0, 0.5, -3.0, 1.0]", fixed.operations().getLast().details().get("numbers"));
    assertEquals(
        curves.network(), runtime.symbolification().unfix(fixed, new EdgeId(0, 1, 0)).network());
    AffineFit wrong = new AffineFit(by.function(), Double.NaN, 0, 1, 0, 1);
    assertThrows(
        KanException.class,
        () -> runtime.symbolification().fix(curves, new EdgeId(0, 1, 0), wrong));
  }

  @Test
  void onlyASymbolicEdgeIsUnfixed() {
    KanException error =
        assertThrows(
            KanException.class, () -> runtime.symbolification().unfix(curves, new EdgeId(0, 0, 0)));
    assertTrue(error.getMessage().contains("is not symbolic"), error.getMessage());
  }
}
