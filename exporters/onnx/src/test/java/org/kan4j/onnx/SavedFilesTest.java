/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.model.Kan;
import org.kan4j.plugin.standard.StandardPlugin;

/**
 * Files that earlier versions exported, and what their models predicted then. They are never made
 * anew: a version that cannot read one has broken what its users have saved.
 */
class SavedFilesTest {
  private static final Path SAVED = Path.of("src/test/resources/saved");

  @ParameterizedTest
  @ValueSource(strings = {"iris-0.1.0", "formula-0.1.0"})
  void predictsWhatItDidThen(String name) throws Exception {
    Path file = SAVED.resolve(name + ".onnx");
    OnnxInfo info = OnnxInfo.read(file);
    assertTrue(info.importable());
    KanRuntime runtime = KanRuntime.of(List.of(new StandardPlugin()));
    Kan kan = new OnnxImporter(runtime).read(file);
    assertEquals(info.widths(), kan.widths());
    assertEquals(info.operations(), kan.operations());
    try (var predictor = runtime.predictor(kan, 1);
        OnnxSession session = new OnnxSession(Files.readAllBytes(file))) {
      boolean exact = session.type().name().equals("FLOAT64");
      for (String line : Files.readAllLines(SAVED.resolve(name + ".txt"))) {
        double[] row = numbers(line.substring(0, line.indexOf("->")));
        double[] then = numbers(line.substring(line.indexOf("->") + 2));
        double[] graph = session.run(List.of(row))[0];
        double[] model = predictor.predict(row);
        assertEquals(then.length, graph.length);
        for (int o = 0; o < then.length; o++) {
          double size = Math.max(1, Math.abs(then[o]));
          assertEquals(then[o], model[o], 1e-13 * size, name + ": " + line);
          assertEquals(then[o], graph[o], (exact ? 1e-13 : 1e-5) * size, name + ": " + line);
        }
      }
    }
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.trim().split(" ")).mapToDouble(Double::parseDouble).toArray();
  }
}
