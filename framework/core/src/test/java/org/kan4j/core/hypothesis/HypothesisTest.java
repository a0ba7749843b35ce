/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.hypothesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.formula.Expression;
import org.kan4j.core.formula.Formula;
import org.kan4j.core.hypothesis.Molecule.Relation;
import org.kan4j.core.hypothesis.Separability.Mode;
import org.kan4j.core.symbolic.FormulaCompiler;
import org.kan4j.plugin.standard.pykan.Agreement;
import org.kan4j.plugin.standard.pykan.PykanFixture;
import org.kan4j.spi.component.KanException;

class HypothesisTest {
  private static final Map<String, Relation> RELATIONS =
      Map.of(
          "GS", Relation.GENERAL, "Add", Relation.SUM, "Mul", Relation.PRODUCT, "", Relation.ANY);

  private static Stream<JsonNode> pykanCases() {
    List<JsonNode> cases = new ArrayList<>();
    PykanFixture.read("hypothesis").json().get("cases").forEach(cases::add);
    return cases.stream();
  }

  private static Sample sample(JsonNode of) {
    double[][] x = DerivativesTest.rows(of.get("x"));
    List<String> names = Stream.of("x0", "x1", "x2", "x3").limit(x[0].length).toList();
    return Sample.ofThirdOrder(
        new FormulaDerivatives(Formula.parse(of.get("formula").asText()), names), x);
  }

  @ParameterizedTest
  @MethodSource("pykanCases")
  void separabilityIsThatOfPykan(JsonNode of) {
    Sample sample = sample(of);
    for (Mode mode : Mode.values()) {
      JsonNode expected = of.get("detect_separability_" + (mode == Mode.SUM ? "add" : "mul"));
      Separability found = Separability.of(sample, mode, Separability.THRESHOLD);
      Agreement.within(1e-6, "hypothesis", "scores of separability")
          .of(
              PykanFixture.numbers(expected.get("score_matrix")),
              numbers(found.scores()),
              mode.toString());
      Agreement.exact("hypothesis", "groups")
          .same(lists(expected.get("groups")), found.groups(), mode.toString());
      assertEquals(expected.get("n_groups").intValue(), found.groups().size());
    }
  }

  @ParameterizedTest
  @MethodSource("pykanCases")
  void symmetryIsThatOfPykan(JsonNode of) {
    Sample sample = sample(of);
    for (JsonNode expected : of.get("test_symmetry")) {
      List<Integer> group = list(expected.get("group"));
      Symmetry found = Symmetry.of(sample, group, Symmetry.THRESHOLD);
      Agreement.within(1e-6, "hypothesis", "dependence")
          .of(
              PykanFixture.numbers(expected.get("dependence")),
              numbers(found.dependence()),
              group.toString());
      Agreement.exact("hypothesis", "symmetry")
          .same(expected.get("symmetric").asBoolean(), found.holds(), group.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("pykanCases")
  void treeIsThatOfPykan(JsonNode of) {
    Set<List<Object>> expected = new HashSet<>();
    JsonNode levels = of.get("molecules");
    for (int l = 1; l < levels.size(); l++) {
      for (int m = 0; m < levels.get(l).size(); m++) {
        String property = of.get("properties").get(l - 1).get(m).asText();
        if (!property.equals("Id")) {
          expected.add(
              List.of(
                  list(levels.get(l).get(m)),
                  RELATIONS.get(property),
                  of.get("arities").get(l - 1).get(m).asInt()));
        }
      }
    }
    Set<List<Object>> found = new HashSet<>();
    collect(tree(sample(of)).root(), found);
    Agreement.exact("hypothesis", "trees").same(expected, found, of.get("formula").asText());
  }

  @ParameterizedTest
  @MethodSource("pykanCases")
  void derivativesAreThoseOfPykan(JsonNode of) {
    double[][] x = DerivativesTest.rows(of.get("x"));
    List<String> names = Stream.of("x0", "x1", "x2", "x3").limit(x[0].length).toList();
    String formula = of.get("formula").asText();
    List<PointDerivatives> points = new FormulaDerivatives(Formula.parse(formula), names).at(x, 2);
    for (int r = 0; r < x.length; r++) {
      Agreement.within(1e-6, "hypothesis", "gradients")
          .of(PykanFixture.numbers(of.get("jacobian").get(r)), points.get(r).gradient(), formula);
      Agreement.within(1e-6, "hypothesis", "Hessian matrices")
          .of(
              PykanFixture.numbers(of.get("hessian").get(r)),
              Arrays.stream(points.get(r).hessian()).flatMapToDouble(Arrays::stream).toArray(),
              formula);
    }
  }

  private static void collect(Molecule molecule, Set<List<Object>> found) {
    if (!molecule.parts().isEmpty()) {
      found.add(List.of(molecule.variables(), molecule.relation(), molecule.parts().size()));
    }
    molecule.parts().forEach(part -> collect(part, found));
  }

  private static MoleculeTree tree(Sample sample) {
    return MoleculeTree.of(sample, Symmetry.THRESHOLD, Separability.THRESHOLD);
  }

  private static double[] numbers(List<List<Double>> rows) {
    return rows.stream().flatMap(List::stream).mapToDouble(d -> d).toArray();
  }

  private static List<Integer> list(JsonNode node) {
    return Arrays.stream(PykanFixture.numbers(node)).mapToObj(d -> (int) d).sorted().toList();
  }

  private static List<List<Integer>> lists(JsonNode node) {
    List<List<Integer>> lists = new ArrayList<>();
    node.forEach(inner -> lists.add(list(inner)));
    lists.sort(Comparator.comparing(List::getFirst));
    return lists;
  }

  private static Sample sample(String formula, List<String> names, double... units) {
    Random random = new Random(11);
    double[][] x = new double[60][names.size()];
    for (double[] row : x) {
      Arrays.setAll(row, v -> (1.5 + random.nextDouble(-1, 1)) * (v < units.length ? units[v] : 1));
    }
    return Sample.ofThirdOrder(new FormulaDerivatives(Formula.parse(formula), names), x);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "exp(a+b) + c^2; sum[function of a sum[a, b], c]",
        "c^2 + exp(a+b); sum[function of a sum[a, b], c]",
        "a^2 + b^2 + c^2; sum[a, b, c]",
        "a*b*c; product[a, b, c]",
        "exp(a*b*c); function of a sum[a, b, c]",
        "sin(a*b) + cos(a*c) + b*c; function[a, b, c]",
        "a + 0*b*c; sum[a, b, c]"
      })
  void treesOfKnownFormulas(String formula, String expected) {
    MoleculeTree tree = tree(sample(formula, List.of("a", "b", "c")));
    assertEquals(expected, flat(tree, tree.root()));
  }

  private static String flat(MoleculeTree tree, Molecule molecule) {
    return molecule.parts().isEmpty()
        ? tree.names().get(molecule.variables().getFirst())
        : molecule.relation().text()
            + molecule.parts().stream().map(part -> flat(tree, part)).toList();
  }

  @Test
  void generalSeparabilityTellsGroupsApart() {
    Sample sample = sample("a^2*(b^2+c^2)^2", List.of("a", "b", "c"));
    List<List<Integer>> right = List.of(List.of(0), List.of(1, 2));
    List<List<Integer>> wrong = List.of(List.of(1), List.of(0, 2));
    assertTrue(GeneralSeparability.of(sample, right, Separability.THRESHOLD).holds());
    assertFalse(GeneralSeparability.of(sample, wrong, Separability.THRESHOLD).holds());
  }

  @ParameterizedTest(name = "{0} through {1}: {2}")
  @CsvSource({
    "'sin(a*b) + c', a*b, true",
    "'sin(a*b) + c', '(a*b)^3', true",
    "'sin(a*b) + c', a + b, false",
    "'exp(sqrt(a^2 + b^2))*c', 'a^2 + b^2', true",
    "'exp(sqrt(a^2 + b^2))*c', 'a^2 + 3*b^2', false",
    "'a/(b + c)', 'a/b', false",
    "'a/(b + c)', 'b + c', true",
    "'a*b*c', a*b*c, true"
  })
  void functionsAreSeenThroughExpressions(String formula, String expression, boolean holds) {
    Sample sample = sample(formula, List.of("a", "b", "c"), 1, 0.5, 2);
    Expression through = Formula.parse(expression);
    SeenThrough seen = SeenThrough.of(sample.standardized(), through);
    assertEquals(holds, seen.holds(), seen.toString());
    if (holds) {
      assertEquals(1, seen.share());
      assertEquals(1, seen.cosine(), 1e-9);
    }
  }

  @Test
  void expressionsThatCannotBeSeenThroughAreRefused() {
    Sample sample = sample("a*b + 0*c", List.of("a", "b", "c"));
    for (String wrong : List.of("a*d", "2 + 3")) {
      KanException e =
          assertThrows(
              KanException.class, () -> SeenThrough.of(sample, Formula.parse(wrong)), wrong);
      assertEquals(KanException.Kind.USER, e.kind(), e.getMessage());
    }
    KanException e =
        assertThrows(KanException.class, () -> SeenThrough.of(sample, Formula.parse("exp(c)")));
    assertEquals(KanException.Kind.NUMERIC, e.kind());
    assertThrows(KanException.class, () -> sample.shifted(Double.NaN));
  }

  @Test
  void aProductMayNeedAShift() {
    Sample sample = sample("(a + 1)*exp(b) - 3", List.of("a", "b"));
    assertEquals(1, Separability.of(sample, Mode.PRODUCT, Separability.THRESHOLD).groups().size());
    Separability shifted = Separability.of(sample.shifted(3), Mode.PRODUCT, Separability.THRESHOLD);
    assertEquals(List.of(List.of(0), List.of(1)), shifted.groups());
  }

  @Test
  void givenGroupsAreTested() {
    Sample sample = sample("exp(a*b) + sin(c)*d", List.of("a", "b", "c", "d"));
    Separability sums = Separability.of(sample, Mode.SUM, Separability.THRESHOLD);
    assertTrue(sums.holds(List.of(List.of(0, 1), List.of(2, 3))));
    assertTrue(sums.holds(List.of(List.of(0), List.of(2))));
    assertFalse(sums.holds(List.of(List.of(0, 2), List.of(1, 3))));
    assertEquals(
        sums.scores().get(0).get(1) / sums.unit(), sums.between(List.of(List.of(0), List.of(1))));
    assertThrows(KanException.class, () -> sums.between(List.of(List.of(0), List.of(0))));
    assertThrows(KanException.class, () -> sums.between(List.of(List.of(0), List.of(4))));
  }

  @Test
  void unitsOfTheFunctionDoNotMatter() {
    for (String factor : List.of("1e-9", "1", "1e9")) {
      Sample sample = sample(factor + "*(a^2*b + exp(c))", List.of("a", "b", "c"));
      Separability sums = Separability.of(sample, Mode.SUM, Separability.THRESHOLD);
      assertEquals(List.of(List.of(0, 1), List.of(2)), sums.groups(), factor);
    }
  }

  @Test
  void standardizedVariablesOfDifferentUnitsStaySymmetricOrNot() {
    Sample sample = sample("(1e6*a)*b + (1e6*a)^2*c", List.of("a", "b", "c"), 1e-6);
    assertFalse(Symmetry.of(sample.standardized(), List.of(0, 1), Symmetry.THRESHOLD).holds());
    Sample product = sample("(1e6*a)*b + c", List.of("a", "b", "c"), 1e-6);
    assertTrue(Symmetry.of(product.standardized(), List.of(0, 1), Symmetry.THRESHOLD).holds());
  }

  @Test
  void aNetworkShowsTheStructureOfTheFormulaItComputes() {
    var kan =
        new FormulaCompiler(TestRegistries.standard())
            .compile(Formula.parse("a^2*(b+c)"), "f", Map.of());
    ModelDerivatives function = new ModelDerivatives(kan, 0);
    Random random = new Random(2);
    double[][] x = new double[50][3];
    for (double[] row : x) {
      Arrays.setAll(row, v -> random.nextDouble(0.5, 2));
    }
    MoleculeTree tree = tree(Sample.ofThirdOrder(function, x));
    assertEquals(
        List.of("product", "├─ a", "└─ function of a sum", "   ├─ b", "   └─ c"), tree.lines());
  }

  private static KanException refused(String formula, List<String> names, double[][] x) {
    return assertThrows(
        KanException.class,
        () -> Sample.of(new FormulaDerivatives(Formula.parse(formula), names), x));
  }

  @Test
  void refusesWhatCannotBeTested() {
    double[][] two = {{1, 2}, {0, 3}};
    assertTrue(
        refused("a", List.of("a"), new double[][] {{1}, {2}}).getMessage().contains("at least 2"));
    assertTrue(
        refused("a*b", List.of("a", "b"), new double[0][]).getMessage().startsWith("0 rows"));
    String message = refused("sqrt(a)*b", List.of("a", "b"), two).getMessage();
    assertTrue(message.startsWith("row 2: the function has no finite derivatives"), message);
    two[0][1] = Double.NaN;
    assertTrue(refused("a*b", List.of("a", "b"), two).getMessage().startsWith("row 1"));
  }

  @Test
  void refusesGroupsThatMakeNoSense() {
    Sample sample = sample("a*b", List.of("a", "b"));
    for (List<Integer> group : List.of(List.<Integer>of(), List.of(2), List.of(0, 0))) {
      assertThrows(KanException.class, () -> Symmetry.of(sample, group, 1e-3), group.toString());
    }
    assertThrows(
        KanException.class,
        () -> GeneralSeparability.of(sample, List.of(List.of(0, 1), List.of(1)), 1e-2));
    assertThrows(KanException.class, () -> Separability.of(sample, Mode.SUM, Double.NaN));
    Sample zero = sample("0*a*b", List.of("a", "b"));
    assertEquals(
        KanException.Kind.NUMERIC,
        assertThrows(KanException.class, () -> Separability.of(zero, Mode.PRODUCT, 1e-2)).kind());
  }
}
