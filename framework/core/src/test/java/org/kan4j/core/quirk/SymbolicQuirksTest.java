/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.quirk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.formula.Expression;
import org.kan4j.core.formula.Formula;
import org.kan4j.core.hypothesis.FormulaDerivatives;
import org.kan4j.core.hypothesis.Sample;
import org.kan4j.core.hypothesis.Separability;
import org.kan4j.core.model.Kan;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.symbolic.AffineFit;
import org.kan4j.core.symbolic.CurveSearch;
import org.kan4j.core.symbolic.FormulaCompiler;
import org.kan4j.core.symbolic.ModelFormula;
import org.kan4j.core.symbolic.Suggestion;
import org.kan4j.core.symbolic.SymbolicOptions;
import org.kan4j.core.table.Column;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.Fixture;
import org.kan4j.core.training.HelloKan;
import org.kan4j.plugin.standard.pykan.PykanFixture;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.network.EdgeId;

/** Where pykan finds, keeps or writes the wrong functions. */
class SymbolicQuirksTest {
  private static final EdgeId FIRST = new EdgeId(0, 0, 0);
  private final KanRuntime runtime = TestRegistries.runtime();
  private final Table table = HelloKan.table(200, 1);
  private final Kan curves =
      runtime
          .fit(
              KanSpec.builder("y").hidden(2).grid(3).optimizer("lbfgs").steps(30).build(),
              new Split(table, table.select(new int[0]), table.select(new int[0])))
          .kan();

  private Kan fixed(Kan kan, EdgeId edge) {
    return runtime.symbolification().fix(kan, table, edge, ComponentSpec.of("sin"));
  }

  private Kan allFixed() {
    Kan kan = curves;
    for (EdgeId edge : EdgeId.living(curves.network())) {
      kan = fixed(kan, edge);
    }
    return kan;
  }

  private Kan without(Kan kan, EdgeId edge) {
    return runtime.prune(kan, ComponentSpec.parse("list(edges=[" + edge + "])"), table).kan();
  }

  /** pykan's unfix brings pruned edges back to life. */
  @Test
  void prunedEdgesStayDead() {
    for (Kan kan : List.of(without(curves, FIRST), without(fixed(curves, FIRST), FIRST))) {
      KanException error =
          assertThrows(KanException.class, () -> runtime.symbolification().unfix(kan, FIRST));
      assertEquals(KanException.Kind.USER, error.kind());
      assertFalse(kan.network().layers().getFirst().live().lives(0, 0));
    }
  }

  /** pykan's suggestion for a dead or fixed edge leaves it as a gaussian. */
  @Test
  void askingForSuggestionsChangesNothing() {
    SymbolicOptions options = SymbolicOptions.parse(Map.of());
    Kan dead = without(curves, FIRST);
    KanException error =
        assertThrows(
            KanException.class,
            () -> runtime.symbolification().suggest(dead, table, FIRST, options));
    assertTrue(error.getMessage().contains("0:0->0"), error.getMessage());
    Kan kan = fixed(curves, FIRST);
    List<Suggestion> suggestions = runtime.symbolification().suggest(kan, table, FIRST, options);
    assertEquals("sin", suggestions.getFirst().fit().function().name());
    assertEquals(1, suggestions.getFirst().fit().r2(), 1e-9);
    assertEquals(fixed(curves, FIRST).network(), kan.network());
  }

  /** pykan goes on to show the old function of an edge that is a curve again, as 0 or as it was. */
  @Test
  void formulasAreOfWhatTheModelIs() {
    Kan kan = allFixed();
    Expression formula = ModelFormula.of(kan).get("y");
    assertTrue(formula.toString().contains("x1"), formula.toString());
    Kan unfixed = runtime.symbolification().unfix(kan, FIRST);
    KanException error = assertThrows(KanException.class, () -> ModelFormula.of(unfixed));
    assertTrue(error.getMessage().contains("0:0->0"), error.getMessage());
  }

  /** In pykan's formulas symbolic edges that are masked out appear all the same. */
  @Test
  void prunedFunctionsAreNotInTheFormula() {
    Kan kan = without(without(allFixed(), FIRST), new EdgeId(0, 0, 1));
    Expression formula = ModelFormula.of(kan).get("y");
    assertFalse(formula.toString().contains("x1"), formula.toString());
    double[] values = runtime.predictor(kan).predict(table).values();
    for (int row = 0; row < 20; row++) {
      double[] x = {number("x1", row), number("x2", row)};
      assertEquals(values[row], formula.evaluate(List.of("x1", "x2"), x), 1e-9);
    }
  }

  private double number(String column, int row) {
    double[] one = new double[1];
    ((Column.Numbers) table.column(column)).read(row, 1, one, 0);
    return one[0];
  }

  /** pykan takes factors in steps of two whatever the arity. */
  @ParameterizedTest
  @ValueSource(strings = {"a*b*c + 2*d", "a*b*c*sin(d) + a*d", "exp(a*b*c)*(b + c)*d*a - a*b*d"})
  void productsOfAnyArityAreTheirFormulas(String text) {
    Expression given = Formula.parse(text);
    Kan kan = new FormulaCompiler(runtime.registries()).compile(given, "f", Map.of());
    Expression back = ModelFormula.of(kan).get("f");
    SplittableRandom random = new SplittableRandom(1);
    List<String> names = List.of("a", "b", "c", "d");
    for (int row = 0; row < 50; row++) {
      double[] x = random.doubles(4, -1, 1).toArray();
      assertEquals(given.evaluate(names, x), back.evaluate(names, x), 1e-12, back.toString());
      assertEquals(given.evaluate(names, x), runtime.predictor(kan).predict(x)[0], 1e-12);
    }
  }

  private static Function function(String name) {
    return TestRegistries.standard().functions().factory(name).create(Map.of());
  }

  /** Of sines of size 1e-3 and 1e-4 pykan explains 87 and 6 per cent, of 1/(2x+5) all but 2e-4. */
  @ParameterizedTest(name = "size {0}")
  @ValueSource(doubles = {1e-2, 1e-3, 1e-4, 1e-9, 1e6})
  void smallSignalsAreFitted(double size) {
    double[] x = new SplittableRandom(1).doubles(200, -1, 2).toArray();
    for (String name : List.of("sin", "inverse", "exp")) {
      AffineFit truth = new AffineFit(function(name), 2, 5, size, -size, 1);
      AffineFit fit = new CurveSearch(x, truth.values(x)).fit(function(name));
      assertEquals(1, fit.r2(), 1e-12, name);
    }
  }

  /** pykan's weight of 0.8 takes nothing at all for a function that explains 95 per cent. */
  @Test
  void nothingIsNoSuggestionWhereAFunctionFits() {
    List<Function> library =
        SymbolicOptions.parse(Map.of()).get(SymbolicOptions.LIBRARY).stream()
            .map(SymbolicQuirksTest::function)
            .toList();
    List<Function> withNothing = new ArrayList<>(library);
    withNothing.add(function("zero"));
    for (JsonNode of : PykanFixture.read("suggest_symbolic").json().get("cases")) {
      CurveSearch curve =
          new CurveSearch(Fixture.flat(of.get("edge_x")), Fixture.flat(of.get("edge_y")));
      AffineFit best =
          Suggestion.rank(curve, withNothing, SymbolicOptions.SIMPLICITY.defaultValue())
              .getFirst()
              .fit();
      assertTrue(best.r2() > 0.5, best.toString());
    }
  }

  /** pykan breaks where nothing is separable. */
  @Test
  void whatIsNotSeparableIsOneGroup() {
    SplittableRandom random = new SplittableRandom(3);
    double[][] x = new double[60][];
    for (int row = 0; row < x.length; row++) {
      x[row] = random.doubles(3, 0.5, 2).toArray();
    }
    Sample sample =
        Sample.of(
            new FormulaDerivatives(
                Formula.parse("sin(a*b) + cos(a*c) + exp(b*c)"), List.of("a", "b", "c")),
            x);
    for (Separability.Mode mode : Separability.Mode.values()) {
      Separability found = Separability.of(sample, mode, Separability.THRESHOLD);
      assertEquals(List.of(List.of(0, 1, 2)), found.groups());
    }
  }
}
