/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.plugin.standard.cpu.CpuBackend;
import org.kan4j.spi.backend.Backend;

/**
 * Exported files of many kinds, rows for them, and what they should give: the model's own numbers
 * in float64, those of the ONNX Runtime of this build in float32.
 */
record Cases(List<Case> list) {
  /** One file. */
  record Case(Path file, ElementType type, List<double[]> rows, double[][] expected) {
    String typeName() {
      return type.name().toLowerCase(Locale.ROOT);
    }
  }

  static Cases in(Path folder) throws IOException, OrtException {
    Backend backend = CpuBackend.factory().create(Map.of("threads", 1));
    OnnxExporter exporter = new OnnxExporter(backend);
    Map<String, Kan> kans = new LinkedHashMap<>();
    kans.put("dense", RandomModels.dense(5, 3, 4, 2));
    kans.put("fine", RandomModels.dense(60, 2, 2));
    for (int seed = 0; seed < 10; seed++) { // all tasks, policies and kinds of nodes
      kans.put("any" + seed, new RandomModels(seed).any());
    }
    List<Case> cases = new ArrayList<>();
    for (Map.Entry<String, Kan> entry : kans.entrySet()) {
      for (ElementType type : List.of(ElementType.FLOAT32, ElementType.FLOAT64)) {
        Kan kan = entry.getValue();
        Path file = folder.resolve(entry.getKey() + "_" + type + ".onnx");
        exporter.export(kan, file, ExportOptions.DEFAULT.with(type));
        List<double[]> rows = rows(kan, type);
        double[][] expected = new ReferenceModel(backend, kan).predict(rows);
        if (type == ElementType.FLOAT32) {
          try (OnnxSession session = new OnnxSession(Files.readAllBytes(file))) {
            expected = session.run(rows);
          }
        }
        cases.add(new Case(file, type, rows, expected));
      }
    }
    return new Cases(cases);
  }

  private static List<double[]> rows(Kan kan, ElementType type) {
    List<double[]> rows = new ArrayList<>();
    for (int r = 0; r < 9; r++) {
      double[] row = new double[kan.features().size()];
      for (int i = 0; i < row.length; i++) {
        Feature feature = kan.features().get(i);
        double share = ((r * 5 + i * 7) % 11 - 1) / 9.0; // a little beyond both ends
        row[i] = type.round(feature.lower() * (1 - share) + feature.upper() * share);
      }
      rows.add(row);
    }
    return rows;
  }

  /** One line per case and row, for {@link Replay}. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (Case of : list) {
      for (double[] row : of.rows()) {
        text.append(of.file()).append('\t').append(of.typeName()).append('\t');
        text.append(Arrays.stream(row).mapToObj(String::valueOf).collect(Collectors.joining(" ")));
        text.append('\n');
      }
    }
    return text.toString();
  }

  /** Compares outputs of all cases, flat, case by case. */
  void check(List<double[]> actual) {
    assertEquals(list.size(), actual.size());
    for (int c = 0; c < actual.size(); c++) {
      Case of = list.get(c);
      double[] expected = Arrays.stream(of.expected()).flatMapToDouble(Arrays::stream).toArray();
      assertEquals(expected.length, actual.get(c).length, of.file().toString());
      double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
      double allowed = (of.type() == ElementType.FLOAT64 ? 1e-12 : 2e-5) * Math.max(1, largest);
      for (int o = 0; o < expected.length; o++) {
        double difference = Math.abs(actual.get(c)[o] - expected[o]);
        assertTrue(
            difference <= allowed,
            "%s, number %d: %s, not %s"
                .formatted(of.file().getFileName(), o, actual.get(c)[o], expected[o]));
      }
    }
  }

  /** Lines of numbers, a row each, as flat outputs by case. */
  List<double[]> parsed(List<String> lines) {
    List<double[]> outputs = new ArrayList<>();
    int at = 0;
    for (Case of : list) {
      outputs.add(
          lines.subList(at, at + of.rows().size()).stream()
              .flatMap(line -> Arrays.stream(line.trim().split(" ")))
              .mapToDouble(Double::parseDouble)
              .toArray());
      at += of.rows().size();
    }
    assertEquals(at, lines.size());
    return outputs;
  }
}
