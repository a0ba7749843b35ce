/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.experiments.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.model.Kan;
import org.kan4j.onnx.ExportOptions;
import org.kan4j.onnx.OnnxExporter;
import org.kan4j.onnx.OnnxSession;
import org.kan4j.spi.function.Extrapolation;

class ExportBenchTest {
  @TempDir private Path folder;

  /** What ours is measured against computes the same. */
  @Test
  void pythonsGraphGivesTheSameNumbers() throws Exception {
    KanRuntime runtime = KanRuntime.create();
    Kan kan =
        new ExportBench(runtime, 0)
            .kan(new ExportBench.Shape(List.of(4, 5, 2), 5), Extrapolation.ZERO);
    Path file = folder.resolve("kan.onnx");
    new OnnxExporter(runtime).export(kan, file, ExportOptions.DEFAULT);
    List<double[]> rows = new ArrayList<>();
    Random random = new Random(1);
    for (int r = 0; r < 100; r++) {
      rows.add(random.doubles(4, -1.5, 1.5).toArray());
    }
    try (OnnxSession ours = new OnnxSession(Files.readAllBytes(file));
        OnnxSession python = new OnnxSession(new PythonGraph(kan.network()).bytes())) {
      double[][] expected = python.run(rows);
      double[][] actual = ours.run(rows);
      double largest =
          Arrays.stream(expected)
              .flatMapToDouble(Arrays::stream)
              .map(Math::abs)
              .max()
              .orElseThrow();
      for (int r = 0; r < expected.length; r++) {
        assertEquals(expected[r][0], actual[r][0], 1e-5 * largest);
        assertEquals(expected[r][1], actual[r][1], 1e-5 * largest);
      }
    }
  }

  @Test
  void everyFormIsTimed() {
    List<ExportBench.Form> forms =
        new ExportBench(KanRuntime.create(), 0.001)
            .compare(new ExportBench.Shape(List.of(2, 5, 1), 5));
    assertEquals(
        List.of("python", "two_cube", "auto", "auto, linear", "table", "int8"),
        forms.stream().map(ExportBench.Form::name).toList());
    for (ExportBench.Form form : forms) {
      assertTrue(Arrays.stream(form.micros()).allMatch(t -> t > 0), form.name());
    }
    assertTrue(forms.get(2).nodes() < forms.getFirst().nodes() / 2);
  }
}
