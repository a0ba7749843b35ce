/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtEnvironment;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.model.Kan;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.plugin.standard.StandardPlugin;

/** The example of the documentation: a project that knows ONNX Runtime alone. */
class ExampleProjectTest {
  private static final Path DOCS = Path.of("").toAbsolutePath().resolve("../../docs").normalize();

  @TempDir private static Path folder;
  private static Path classes;

  private static synchronized String run(String... arguments) throws Exception {
    if (classes == null) {
      Path project = folder.resolve("project");
      Path source = DOCS.resolve("examples/java");
      try (Stream<Path> files = Files.walk(source)) {
        for (Path file : files.filter(f -> !f.startsWith(source.resolve("target"))).toList()) {
          Path to = project.resolve(source.relativize(file).toString());
          Files.createDirectories(to.getParent());
          Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
        }
      }
      Path maven = Tools.program("mvn").orElse(null);
      Tools.need(maven != null, "no 'mvn' on the path: the example project is not built");
      Tools.Outcome built = Tools.run(project, 180, maven.toString(), "-o", "-q", "-B", "compile");
      Tools.need(
          built.code() == 0 || !built.text().contains("offline"),
          "the local Maven repository lacks what the example project is built with: "
              + built.text());
      assertEquals(0, built.code(), built.text());
      classes = project.resolve("target/classes");
    }
    List<String> command =
        new ArrayList<>(List.of(Tools.java(), "--enable-native-access=ALL-UNNAMED", "-cp"));
    command.add(classes + File.pathSeparator + Tools.placeOf(OrtEnvironment.class));
    command.add("Predict");
    command.addAll(List.of(arguments));
    return Tools.output(folder, command.toArray(String[]::new));
  }

  @Test
  void readsNamesAndClassesAndPredictsTheShippedModel() throws Exception {
    String model = DOCS.resolve("browser/iris.onnx").toString();
    String told = run(model);
    assertTrue(told.contains("sepal_length_cm, sepal_width_cm, petal_length_cm"), told);
    assertTrue(told.contains("outputs: 0, 1, 2"), told);
    String setosa =
        run(
            model,
            "sepal_length_cm=5.1",
            "sepal_width_cm=3.5",
            "petal_length_cm=1.4",
            "petal_width_cm=0.2");
    double[] probabilities = numbers(setosa);
    assertTrue(probabilities[0] > 0.9, setosa);
    Kan kan = new OnnxImporter(KanRuntime.of(List.of(new StandardPlugin()))).read(Path.of(model));
    try (var predictor = KanRuntime.of(List.of(new StandardPlugin())).predictor(kan)) {
      double[] expected = predictor.predict(5.1, 3.5, 1.4, 0.2);
      for (int c = 0; c < 3; c++) {
        assertEquals(expected[c], probabilities[c], 1e-5);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void predictsWhatWasJustExported(ElementType type) throws Exception {
    KanRuntime runtime = KanRuntime.of(List.of(new StandardPlugin()));
    Kan kan = RandomModels.dense(5, 3, 4, 2);
    Path file = folder.resolve(type + ".onnx");
    ExportOptions options = ExportOptions.DEFAULT.with(type);
    for (ExportOptions of : List.of(options, options.withNamedInputs())) {
      new OnnxExporter(runtime).export(kan, file, of);
      double[] found = numbers(run(file.toString(), "x2=-0.5", "x0=0.25", "x1=0.75"));
      try (var predictor = runtime.predictor(kan)) {
        double[] expected = predictor.predict(0.25, 0.75, -0.5);
        for (int o = 0; o < expected.length; o++) {
          assertEquals(expected[o], found[o], type == ElementType.FLOAT64 ? 1e-13 : 1e-5);
        }
      }
    }
  }

  private static double[] numbers(String lines) {
    return lines
        .lines()
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .toArray();
  }
}
