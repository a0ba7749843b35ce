/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.symbolic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.evaluation.Predictor;
import org.kan4j.core.formula.Expression;
import org.kan4j.core.formula.Formula;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.Fixture;
import org.kan4j.plugin.standard.pykan.Agreement;
import org.kan4j.plugin.standard.pykan.PykanFixture;
import org.kan4j.plugin.standard.pykan.PykanNames;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.network.EdgeId;
import org.kan4j.spi.network.Network;

/** Functions and formulas in words, and edges made symbolic, as pykan does it. */
class PykanFormulasTest {
  private static final List<String> X1_X2 = List.of("x1", "x2");
  private final JsonNode auto =
      stream(PykanFixture.read("symbolic_formula").json().get("cases"))
          .filter(of -> of.has("lib"))
          .findFirst()
          .orElseThrow();
  private final Network curves =
      PykanFixture.read("symbolic_formula").network(auto.get("model_before"));
  private final Kan model =
      new Kan(
          curves,
          X1_X2.stream()
              .<Feature>map(
                  name -> new Feature.Numeric(name, Scaling.NONE, -1, 1, OptionalDouble.empty()))
              .toList(),
          new Task.Regression(List.of("y"), List.of(Scaling.NONE)),
          List.of());
  private final Table table =
      ArrayTable.builder("pykan")
          .numbers("x1", Fixture.column(auto.get("x"), 0))
          .numbers("x2", Fixture.column(auto.get("x"), 1))
          .numbers("y", Fixture.column(auto.get("y_before"), 0))
          .build();

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static Expression sympy(String text) {
    return Formula.parse(text.replace("**", "^").replace("Abs", "abs"));
  }

  @Test
  void functionsAreWrittenAsSympyWritesThem() {
    int compared = 0;
    for (JsonNode of : PykanFixture.read("symbolic_lib").json().get("functions")) {
      String name = of.get("name").asText();
      Function function = PykanNames.function(name);
      Expression ours = FunctionFormula.of(function, new Expression.Variable("x"));
      Expression theirs = sympy(of.get("sympy").asText());
      double[] f = Fixture.flat(of.get("f"));
      double[] x = Fixture.flat(of.get("x"));
      for (int s = 0; s < x.length; s++) {
        double[] at = {x[s]};
        String where = name + " at " + x[s];
        if (Double.isFinite(f[s])) {
          Agreement.within(1e-12, "symbolic_lib", "formulas")
              .of(f[s], ours.evaluate(List.of("x"), at), where);
          assertEquals(
              f[s], theirs.evaluate(List.of("x"), at), 1e-12 * Math.max(1, Math.abs(f[s])));
          compared++;
        }
      }
    }
    assertTrue(compared > 300, compared + " values");
  }

  @Test
  void formulasOfPykanHaveTheValuesOfTheModels() {
    PykanFixture fixture = PykanFixture.read("symbolic_formula");
    for (JsonNode of : fixture.json().get("cases")) {
      if (of.has("formula")) {
        Expression formula = sympy(of.get("formula").get(0).asText());
        List<String> names = stream(of.get("variables")).map(JsonNode::asText).toList();
        for (int row = 0; row < of.get("x").size(); row++) {
          Agreement.within(1e-9, "symbolic_formula", "values of pykan's formulas")
              .of(
                  of.get("formula_values").get(row).get(0).doubleValue(),
                  formula.evaluate(names, Fixture.flat(of.get("x").get(row))),
                  of.get("case").asText());
        }
      }
    }
  }

  /** The function and numbers that pykan gave each edge. */
  private Network asPykanFixedIt() {
    Network network = curves;
    for (EdgeId edge : EdgeId.living(curves)) {
      String name = at(auto.get("funs_name"), edge).asText();
      double[] affine = Fixture.flat(at(auto.get("affine"), edge));
      network =
          SymbolicEdges.fix(
              network,
              edge,
              new AffineFit(
                  PykanNames.function(name), affine[0], affine[1], affine[2], affine[3], 0));
    }
    return network;
  }

  private static JsonNode at(JsonNode array, EdgeId edge) {
    return array.get(edge.layer()).get(edge.subnode()).get(edge.input());
  }

  private double[] outputs(Network network) {
    Kan kan = new Kan(network, model.features(), model.task(), List.of());
    try (Predictor predictor = new Predictor(kan, TestRegistries.cpu(), Precision.FLOAT64)) {
      return predictor.predict(table).values();
    }
  }

  @Test
  void edgesFixedAsPykanFixedThemComputeTheSame() {
    Agreement.within(1e-9, "symbolic_formula", "outputs before and after auto_symbolic")
        .of(Fixture.flat(auto.get("y_before")), outputs(curves), "before");
    Agreement.within(1e-9, "symbolic_formula", "outputs before and after auto_symbolic")
        .of(Fixture.flat(auto.get("y_after")), outputs(asPykanFixedIt()), "after");
  }

  /** With pykan's weight of simplicity its choices come out, edge by edge. */
  @Test
  void suggestionsWithPykansWeightAreThoseOfPykan() {
    SymbolicOptions options =
        SymbolicOptions.parse(
            Map.of(
                "library",
                stream(auto.get("lib"))
                    .map(name -> PykanNames.function(name.asText()).name())
                    .toList(),
                "simplicity",
                0.8));
    for (EdgeId edge : EdgeId.living(curves)) {
      List<Suggestion> ranked =
          TestRegistries.runtime().symbolification().suggest(model, table, edge, options);
      Agreement.exact("symbolic_formula", "functions chosen with pykan's weight")
          .same(
              PykanNames.function(at(auto.get("funs_name"), edge).asText()).name(),
              ranked.getFirst().fit().function().name(),
              edge + ": " + ranked);
    }
  }

  /**
   * pykan takes the two edges of the first layer for 0 and so ends with a constant. Here the loss
   * decides as well, and what no function of the library is stays a curve.
   */
  @Test
  void theModelIsNotLostWherePykanLosesIt() {
    double[] before = Fixture.flat(auto.get("y_before"));
    double[] pykan = Fixture.flat(auto.get("y_after"));
    assertEquals(1, Arrays.stream(pykan).distinct().count());
    SymbolicOptions options =
        SymbolicOptions.parse(
            Map.of(
                "library",
                stream(auto.get("lib"))
                    .map(name -> PykanNames.function(name.asText()).name())
                    .toList()));
    Symbolized symbolized = TestRegistries.runtime().symbolification().auto(model, table, options);
    double ours = error(before, outputs(symbolized.kan().network()));
    assertTrue(ours < 0.05 * error(before, pykan), ours + " " + symbolized.decisions());
  }

  private static double error(double[] expected, double[] actual) {
    double sum = 0;
    for (int row = 0; row < expected.length; row++) {
      sum += (actual[row] - expected[row]) * (actual[row] - expected[row]);
    }
    return Math.sqrt(sum / expected.length);
  }
}
