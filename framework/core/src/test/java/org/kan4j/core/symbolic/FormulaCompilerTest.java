/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.symbolic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.dataset.Equation;
import org.kan4j.core.dataset.Feynman;
import org.kan4j.core.dataset.Variable;
import org.kan4j.core.evaluation.Predictor;
import org.kan4j.core.formula.Expression;
import org.kan4j.core.formula.Formula;
import org.kan4j.core.model.Kan;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.training.Fixture;
import org.kan4j.plugin.standard.pykan.Agreement;
import org.kan4j.plugin.standard.pykan.PykanFixture;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.component.KanException;

class FormulaCompilerTest {
  private static final int ROWS = 1000;

  private static Kan compile(String formula) {
    return new FormulaCompiler(TestRegistries.standard())
        .compile(Formula.parse(formula), "target", Map.of());
  }

  static List<Equation> equations() {
    return Feynman.equations();
  }

  private static double[] predictions(Kan kan, List<String> names, double[][] columns) {
    ArrayTable.Builder table = ArrayTable.builder("points");
    for (int c = 0; c < columns.length; c++) {
      table.numbers(names.get(c), columns[c]);
    }
    try (Predictor predictor = new Predictor(kan, TestRegistries.cpu(), Precision.FLOAT64)) {
      return predictor.predict(table.build()).values();
    }
  }

  @ParameterizedTest
  @MethodSource("equations")
  void everyEquationIsANetworkAndBack(Equation equation) {
    SplittableRandom random = new SplittableRandom(equation.number());
    List<String> names = equation.names();
    double[][] columns = new double[names.size()][];
    for (int c = 0; c < columns.length; c++) {
      Variable variable = equation.variables().get(c);
      columns[c] = random.doubles(ROWS, variable.lower(), variable.upper()).toArray();
    }
    Map<String, FormulaCompiler.Range> ranges =
        equation.variables().stream()
            .collect(
                Collectors.toMap(
                    Variable::name, v -> new FormulaCompiler.Range(v.lower(), v.upper())));
    Kan kan =
        new FormulaCompiler(TestRegistries.standard())
            .compile(equation.formula(), "value of it", ranges);
    double[] expected = equation.formula().evaluate(names, columns, ROWS);
    double[] values = predictions(kan, names, columns);
    Expression back = Formula.parse(ModelFormula.of(kan).get("value of it").toString());
    double[] again = back.evaluate(names, columns, ROWS);
    for (int row = 0; row < ROWS; row++) {
      double tolerance = 1e-12 * Math.max(1, Math.abs(expected[row]));
      assertEquals(expected[row], values[row], tolerance, equation + " row " + row);
      assertEquals(expected[row], again[row], tolerance, equation + " as " + back);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x + sin(x)",
        "x^2.5 + x^7",
        "x^0.3 * y^-6",
        "x^y",
        "2^x",
        "max(x, y) - min(x, y*x)",
        "log10(x) + log2(y)",
        "1/(1 + 1/(1 + x))",
        "sigmoid(erf(bessel_j0(x)))",
        "3*x*y + 2",
        "x",
        "5 - x",
        "sinh(x)*cosh(y) + atanh(x/9) + acos(y/9) + asin(x/9)",
        "(x + y)*(x - y)*(x + 2*y)*3 - abs(x - 2)^1.5",
        "tan(x/4)/sqrt(x*y) + sign(x - y)"
      })
  void otherFormulas(String text) {
    Kan kan = compile(text);
    SplittableRandom random = new SplittableRandom(3);
    List<String> names = kan.features().stream().map(f -> f.name()).toList();
    double[][] columns = new double[names.size()][];
    for (int c = 0; c < columns.length; c++) {
      columns[c] = random.doubles(ROWS, 0.5, 3).toArray();
    }
    double[] expected = Formula.parse(text).evaluate(names, columns, ROWS);
    double[] values = predictions(kan, names, columns);
    for (int row = 0; row < ROWS; row++) {
      double tolerance = 1e-12 * Math.max(1, Math.abs(expected[row]));
      assertEquals(expected[row], values[row], tolerance, text + " row " + row);
    }
  }

  @Test
  void agreesWithPykan() {
    int checked = 0;
    for (JsonNode of : PykanFixture.read("symbolic_formula").json().get("kanpiler")) {
      Kan kan = compile(of.get("expr").asText());
      List<String> names = List.of(of.get("variables").asText().split(" "));
      double[] expected = Fixture.flat(of.get("y"));
      double[][] columns = new double[names.size()][];
      for (int c = 0; c < columns.length; c++) {
        columns[c] = Fixture.column(of.get("x"), c);
      }
      double[] values = predictions(kan, names, columns);
      for (int row = 0; row < expected.length; row++) {
        Agreement.within(1e-9, "symbolic_formula", "outputs of compiled formulas")
            .of(expected[row], values[row], of.get("expr").asText());
      }
      checked++;
    }
    assertEquals(4, checked);
  }

  @Test
  void hasTheShapeOfTheFormula() {
    assertEquals(List.of(2, 1, 1), compile("exp(sin(pi*x) + y^2)").widths());
    assertEquals(3, compile("exp(sin(pi*x) + y^2)").network().edges());
    assertEquals(List.of(3, 1), compile("(a+b)*(b+c)*sin(a)").widths());
  }

  @Test
  void refusesWhatANetworkIsNot() {
    KanException floor = assertThrows(KanException.class, () -> compile("floor(x)"));
    assertTrue(floor.getMessage().contains("no function 'floor'"), floor.getMessage());
    KanException constant = assertThrows(KanException.class, () -> compile("1 + 2"));
    assertTrue(constant.getMessage().contains("no variable"), constant.getMessage());
    KanException target = assertThrows(KanException.class, () -> compile("target + x"));
    assertEquals(KanException.Kind.USER, target.kind());
  }
}
