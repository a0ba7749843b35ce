/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.symbolic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.evaluation.Predictor;
import org.kan4j.core.formula.Expression;
import org.kan4j.core.formula.Formula;
import org.kan4j.core.formula.Language;
import org.kan4j.core.formula.LatexPrinter;
import org.kan4j.core.formula.SourcePrinter;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.Fixture;
import org.kan4j.plugin.standard.pykan.Agreement;
import org.kan4j.plugin.standard.pykan.PykanFixture;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.network.SymbolicEdge;

class ModelFormulaTest {
  private static final int ROWS = 50;
  private static final List<String> SAFE =
      List.of(
          "identity",
          "power2",
          "power3",
          "exp",
          "sin",
          "cos",
          "tanh",
          "arctan",
          "gaussian",
          "sigmoid",
          "abs",
          "zero",
          "erf",
          "bessel_j0");

  @TempDir private Path folder;

  static IntStream seeds() {
    return IntStream.range(0, 60);
  }

  /** Random sums and products of symbolic edges, some of them dead, affine maps and scalings. */
  private static Kan random(int seed, List<String> functions) {
    SplittableRandom random = new SplittableRandom(seed);
    int inputs = 1 + random.nextInt(3);
    List<Layer> layers = new ArrayList<>();
    int width = inputs;
    int depth = 1 + random.nextInt(2);
    for (int l = 0; l <= depth; l++) {
      boolean last = l == depth;
      Nodes nodes =
          last
              ? Nodes.sums(1)
              : new Nodes(
                  1 + random.nextInt(2),
                  random.nextBoolean() ? List.of(2 + random.nextInt(2)) : List.of());
      List<SymbolicEdge> edges = new ArrayList<>();
      for (int i = 0; i < width; i++) {
        for (int o = 0; o < nodes.subnodes(); o++) {
          if (random.nextInt(4) > 0) {
            String name = functions.get(random.nextInt(functions.size()));
            edges.add(new SymbolicEdge(i, o, CurveSearchTest.function(name)));
          }
        }
      }
      layers.add(new Layer(width, nodes, List.<Block>of(), edges));
      width = nodes.count();
    }
    Network zero = Network.zero(layers, Extrapolation.LINEAR);
    double[] parameters =
        random.doubles(zero.parameters().length, -0.8, 0.8).map(p -> p + 0.05).toArray();
    List<Feature> features = new ArrayList<>();
    for (int i = 0; i < inputs; i++) {
      features.add(
          new Feature.Numeric(
              "x " + (i + 1), new Scaling(0.3 * i, 1.5), -1, 1, OptionalDouble.empty()));
    }
    Task task = new Task.Regression(List.of("y"), List.of(new Scaling(0.7, 2.5)));
    return new Kan(zero.with(parameters), features, task, List.of());
  }

  private static Table points(Kan kan, int seed) {
    SplittableRandom random = new SplittableRandom(seed + 1);
    ArrayTable.Builder table = ArrayTable.builder("points");
    for (Feature feature : kan.features()) {
      table.numbers(feature.name(), random.doubles(ROWS, -1, 1).toArray());
    }
    return table.build();
  }

  private static double[] predictions(Kan kan, Table points) {
    try (Predictor predictor = new Predictor(kan, TestRegistries.cpu(), Precision.FLOAT64)) {
      return predictor.predict(points).values();
    }
  }

  private static double[][] columns(Kan kan, int seed) {
    SplittableRandom random = new SplittableRandom(seed + 1);
    double[][] columns = new double[kan.features().size()][];
    for (int c = 0; c < columns.length; c++) {
      columns[c] = random.doubles(ROWS, -1, 1).toArray();
    }
    return columns;
  }

  private static List<String> names(Kan kan) {
    return kan.features().stream().map(Feature::name).toList();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void isWhatTheModelComputes(int seed) {
    Kan kan = random(seed, SAFE);
    double[] expected = predictions(kan, points(kan, seed));
    Expression formula = ModelFormula.of(kan).get("y");
    double[] values = formula.evaluate(names(kan), columns(kan, seed), ROWS);
    for (int row = 0; row < ROWS; row++) {
      double tolerance = 1e-12 * Math.max(1, Math.abs(expected[row]));
      assertEquals(expected[row], values[row], tolerance, "seed " + seed + ": " + formula);
    }
    assertTrue(LatexPrinter.print(formula).length() > 0);
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void isWhatItsSourceCodeComputes(Language language) throws IOException, InterruptedException {
    List<String> functions = new ArrayList<>(SAFE);
    if (language != Language.C) {
      functions.removeAll(List.of("erf", "bessel_j0"));
    }
    StringBuilder code = new StringBuilder();
    StringBuilder calls = new StringBuilder();
    List<Double> expected = new ArrayList<>();
    for (int seed = 0; seed < 20; seed++) {
      Kan kan = random(seed, functions);
      Expression formula = ModelFormula.of(kan).get("y");
      code.append(SourcePrinter.print(formula, "f" + seed, names(kan), language)).append('\n');
      double[][] columns = columns(kan, seed);
      double[] predictions = predictions(kan, points(kan, seed));
      for (int row = 0; row < 5; row++) {
        int at = row;
        String arguments =
            IntStream.range(0, columns.length)
                .mapToObj(c -> String.valueOf(columns[c][at]))
                .collect(Collectors.joining(", "));
        calls.append(
            switch (language) {
              case JAVA -> "    System.out.println(f%d(%s));%n".formatted(seed, arguments);
              case C -> "  printf(\"%%.17g\\n\", f%d(%s));%n".formatted(seed, arguments);
              case PYTHON -> "print(repr(f%d(%s)))%n".formatted(seed, arguments);
              case JAVASCRIPT -> "console.log(f%d(%s));%n".formatted(seed, arguments);
            });
        expected.add(predictions[row]);
      }
    }
    List<Double> values = run(language, code.toString(), calls.toString());
    assertEquals(expected.size(), values.size());
    for (int v = 0; v < values.size(); v++) {
      double tolerance = 1e-12 * Math.max(1, Math.abs(expected.get(v)));
      assertEquals(expected.get(v), values.get(v), tolerance, language + " " + v);
    }
  }

  private List<Double> run(Language language, String code, String calls)
      throws IOException, InterruptedException {
    return switch (language) {
      case JAVA -> {
        String source =
            "public class Printed {\n%s  public static void main(String[] args) {\n%s  }\n}\n"
                .formatted(code, calls);
        Path file = Files.writeString(folder.resolve("Printed.java"), source);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        yield output(List.of(java, file.toString()));
      }
      case C -> {
        assumeTrue(there("cc"), "no C compiler 'cc' here: the C source is not tried");
        Path file =
            Files.writeString(
                folder.resolve("printed.c"),
                "#include <stdio.h>\n" + code + "int main(void) {\n" + calls + "  return 0;\n}\n");
        Path program = folder.resolve("printed");
        output(List.of("cc", "-std=gnu99", "-o", program.toString(), file.toString(), "-lm"));
        yield output(List.of(program.toString()));
      }
      case PYTHON -> {
        assumeTrue(there("python3"), "no 'python3' here: the Python source is not tried");
        Path file = Files.writeString(folder.resolve("printed.py"), code + "\n" + calls);
        yield output(List.of("python3", file.toString()));
      }
      case JAVASCRIPT -> {
        assumeTrue(there("node"), "no 'node' here: the JavaScript source is not tried");
        Path file = Files.writeString(folder.resolve("printed.js"), code + "\n" + calls);
        yield output(List.of("node", file.toString()));
      }
    };
  }

  private static boolean there(String program) throws InterruptedException {
    try {
      return new ProcessBuilder(program, "--version").redirectErrorStream(true).start().waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static List<Double> output(List<String> command)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), printed);
    return printed.lines().map(Double::parseDouble).toList();
  }

  @Test
  void agreesWithPykan() {
    int checked = 0;
    PykanFixture fixture = PykanFixture.read("symbolic_formula");
    for (JsonNode of : fixture.json().get("cases")) {
      if (!of.has("formula_values")) {
        continue;
      }
      Network network = fixture.network(of.get("model"));
      int inputs = network.inputs();
      List<Feature> features = new ArrayList<>();
      for (int i = 0; i < inputs; i++) {
        features.add(
            new Feature.Numeric(
                of.get("variables").get(i).asText(), Scaling.NONE, -1, 1, OptionalDouble.empty()));
      }
      Task task = new Task.Regression(List.of("y"), List.of(Scaling.NONE));
      Expression formula = ModelFormula.of(new Kan(network, features, task, List.of())).get("y");
      double[] expected = Fixture.flat(of.get("formula_values"));
      for (int row = 0; row < expected.length; row++) {
        double[] x = Fixture.flat(of.get("x").get(row));
        List<String> names = features.stream().map(Feature::name).toList();
        Agreement.within(1e-9, "symbolic_formula", "values of formulas of models")
            .of(expected[row], formula.evaluate(names, x), formula.toString());
      }
      checked++;
    }
    assertEquals(2, checked);
  }

  @Test
  void curvesAreNamed() {
    Network network =
        PykanFixture.read("refine")
            .network(PykanFixture.read("refine").json().get("cases").get(0).get("model"));
    List<Feature> features = new ArrayList<>();
    for (int i = 0; i < network.inputs(); i++) {
      features.add(new Feature.Numeric("x" + i, Scaling.NONE, -1, 1, OptionalDouble.empty()));
    }
    Task task =
        new Task.Regression(
            IntStream.range(0, network.outputs()).mapToObj(o -> "y" + o).toList(),
            IntStream.range(0, network.outputs()).mapToObj(o -> Scaling.NONE).toList());
    KanException error =
        assertThrows(
            KanException.class, () -> ModelFormula.of(new Kan(network, features, task, List.of())));
    assertEquals(KanException.Kind.USER, error.kind());
    assertTrue(error.getMessage().contains("0:0->0"), error.getMessage());
  }

  @Test
  void javaHasNoErrorFunction() {
    Expression formula = Formula.parse("erf(x)");
    KanException error =
        assertThrows(
            KanException.class,
            () -> SourcePrinter.print(formula, "f", List.of("x"), Language.JAVA));
    assertTrue(error.getMessage().contains("java has no function erf"), error.getMessage());
  }
}
