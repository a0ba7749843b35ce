/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.onnx.lower.ExtraOutput;
import org.kan4j.onnx.lower.FormulationChoice;
import org.kan4j.onnx.lower.WeightStorage;
import org.kan4j.plugin.standard.cpu.CpuBackend;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.network.Network;

class OnnxExporterTest {
  private static final ExportOptions DOUBLE = ExportOptions.DEFAULT.with(ElementType.FLOAT64);

  private final OnnxExporter exporter =
      new OnnxExporter(CpuBackend.factory().create(Map.of("threads", 1)));

  @TempDir private Path folder;

  /** A hundred seeds each, drawn with everything a model can have, and exported in every way. */
  @ParameterizedTest(name = "seeds from {0}")
  @ValueSource(ints = {0, 100, 200, 300, 400})
  void anyModelExportsInBothPrecisions(int from) {
    List<String> failures = new ArrayList<>();
    int beyond = 0;
    for (int seed = from; seed < from + 100; seed++) {
      Kan kan = new RandomModels(seed, true).any();
      // float32 is verified in float64 on the way
      for (ElementType type : ElementType.values()) {
        if (type.roundoff() == 0 || (type == ElementType.FLOAT32 && seed % 3 > 0)) {
          continue;
        }
        Path file = folder.resolve("kan" + seed + type + ".onnx");
        ExportOptions options = options(seed).with(type);
        try {
          OnnxReport report = exporter.export(kan, file, options);
          Verification verified = report.verification();
          double relative = Math.min(verified.insideRelative(), verified.largestRelative());
          if (type == ElementType.FLOAT64 && !(relative <= 1e-12)) {
            failures.add("seed " + seed + ": " + report.text());
          }
          // far outside, sines of huge numbers and steps may turn rounding into more
          beyond += type == ElementType.FLOAT64 && verified.largestRelative() > 1e-12 ? 1 : 0;
          OnnxRules.check(Files.readAllBytes(file), options.opset());
        } catch (KanException | IOException e) {
          failures.add(
              "seed %d %s %s %s: %s"
                  .formatted(seed, type, options.lowering(), kan.network(), e.getMessage()));
        }
      }
    }
    assertTrue(failures.isEmpty(), failures.size() + "\n" + String.join("\n", failures));
    assertTrue(beyond <= 3, beyond + " models are off by more than 1e-12 somewhere");
  }

  private static ExportOptions options(int seed) {
    Random random = new Random(seed);
    List<String> names = FormulationChoice.names(true);
    ExportOptions options = ExportOptions.DEFAULT;
    if (random.nextBoolean()) {
      options = options.withFormulation(names.get(random.nextInt(names.size())));
    }
    if (random.nextInt(4) == 0) {
      options = options.with(WeightStorage.PLAIN);
    }
    if (random.nextInt(3) == 0) {
      options = options.withNamedInputs();
    }
    if (random.nextInt(3) == 0) {
      options = options.withOutputs(List.of(ExtraOutput.ACTIVATIONS));
    }
    return options.withOpset(13 + random.nextInt(8)).withBatch(random.nextInt(3) * 100);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "two_cube",
        "hat_cube",
        "ramps",
        "pieces",
        "edge_pieces",
        "recursion",
        "described"
      })
  void everyFormulationComputesTheSame(String formulation) {
    Kan kan = RandomModels.dense(5, 3, 4, 2);
    OnnxReport report =
        exporter.export(kan, folder.resolve("kan.onnx"), DOUBLE.withFormulation(formulation));
    assertEquals(List.of(formulation, formulation), report.formulations());
    assertTrue(report.verification().largestRelative() <= 1e-12, report.text());
  }

  @Test
  void largeGridsStayWithinTheBound() {
    for (int grid : new int[] {20, 100}) {
      Kan kan = RandomModels.dense(grid, 4, 3, 1);
      OnnxReport report = exporter.export(kan, folder.resolve("kan.onnx"), ExportOptions.DEFAULT);
      assertTrue(report.verification().largestRelative() < 1e-4, report.text());
    }
  }

  @Test
  void graphsOfDenseModelsAreSmall() {
    Path file = folder.resolve("kan.onnx");
    OnnxReport small = exporter.export(RandomModels.dense(5, 2, 5, 1), file, ExportOptions.DEFAULT);
    assertTrue(small.nodes() <= 36, small.text());
    OnnxReport wide =
        exporter.export(RandomModels.dense(5, 64, 64, 64, 1), file, ExportOptions.DEFAULT);
    assertTrue(wide.nodesPerCall() <= 50, wide.text());
    assertTrue(wide.bytes() < 320_000, wide.text());
  }

  @Test
  void rowsThatAreNotFiniteAffectThemselvesAlone() throws Exception {
    Kan kan = RandomModels.dense(5, 3, 4, 2);
    Path file = folder.resolve("kan.onnx");
    for (ElementType type : List.of(ElementType.FLOAT32, ElementType.FLOAT64)) {
      exporter.export(kan, file, ExportOptions.DEFAULT.with(type));
      double[] plain = {0.5, -0.25, 0.125};
      List<double[]> rows =
          List.of(
              plain,
              new double[] {Double.NaN, 0, 0},
              plain,
              new double[] {0, Double.POSITIVE_INFINITY, 0},
              plain);
      try (OnnxSession session = new OnnxSession(Files.readAllBytes(file))) {
        double[][] outputs = session.run(rows);
        assertArrayEquals(outputs[0], outputs[2]);
        assertArrayEquals(outputs[0], outputs[4]);
        assertTrue(Arrays.stream(outputs[0]).allMatch(Double::isFinite));
        assertTrue(Arrays.stream(outputs[1]).allMatch(Double::isNaN));
      }
    }
  }

  @Test
  void deadInputsDoNotReachTheGraph() throws IOException {
    Kan kan = new RandomModels(3).any();
    Path file = folder.resolve("kan.onnx");
    exporter.export(kan, file, ExportOptions.DEFAULT);
    OnnxInfo info = OnnxInfo.read(file);
    assertEquals(
        kan.features().stream().map(Feature::name).toList(),
        info.features().stream().map(OnnxInfo.Column::name).toList());
    assertEquals(kan.widths(), info.widths());
    assertEquals(kan.operations(), info.operations());
    assertEquals(kan.task().targets(), info.targets());
  }

  @Test
  void refusesThePolicyErrorUnlessAnotherIsGiven() {
    Kan plain = RandomModels.dense(5, 2, 1);
    Network of = plain.network();
    Network strict = new Network(of.layers(), Extrapolation.ERROR, of.parameters(), of.frozen());
    Kan kan = new Kan(strict, plain.features(), plain.task(), List.of());
    Path file = folder.resolve("kan.onnx");
    KanException e =
        assertThrows(KanException.class, () -> exporter.export(kan, file, ExportOptions.DEFAULT));
    assertEquals(KanException.Kind.USER, e.kind());
    assertTrue(e.getMessage().contains("linear, clamp or zero"), e.getMessage());
    assertFalse(Files.exists(file));
    exporter.export(kan, file, ExportOptions.DEFAULT.with(Extrapolation.CLAMP));
    assertEquals("clamp", OnnxInfo.read(file).extrapolation());
  }

  @Test
  void badRequestsAreErrorsAndLeaveNothingBehind() throws IOException {
    Kan kan = RandomModels.dense(5, 2, 1);
    Path nowhere = folder.resolve("missing").resolve("kan.onnx");
    KanException e =
        assertThrows(
            KanException.class, () -> exporter.export(kan, nowhere, ExportOptions.DEFAULT));
    assertEquals(KanException.Kind.RESOURCE, e.kind());
    Path file = folder.resolve("kan.onnx");
    e =
        assertThrows(
            KanException.class,
            () -> exporter.export(kan, file, DOUBLE.withFormulation("two_cubes")));
    assertEquals(KanException.Kind.USER, e.kind());
    assertTrue(e.getMessage().contains("two_cube"), e.getMessage());
    assertFalse(Files.exists(file));
    Files.writeString(file, "not a model");
    e = assertThrows(KanException.class, () -> OnnxInfo.read(file));
    assertEquals(KanException.Kind.DATA, e.kind());
    e = assertThrows(KanException.class, () -> OnnxInfo.read(folder.resolve("none.onnx")));
    assertEquals(KanException.Kind.RESOURCE, e.kind());
  }

  @Test
  void theVerifierFindsAWrongCoefficient() {
    Kan kan = RandomModels.dense(5, 2, 3, 1);
    Path file = folder.resolve("kan.onnx");
    exporter.export(kan, file, ExportOptions.DEFAULT);
    double[] parameters = kan.network().parameters();
    parameters[3] += 1e-4;
    Kan other = new Kan(kan.network().with(parameters), kan.features(), kan.task(), List.of());
    OnnxVerifier verifier = new OnnxVerifier(CpuBackend.factory().create(Map.of()));
    assertTrue(verifier.verify(kan, file, List.of(new double[] {0.1, 0.2})).passed());
    assertFalse(verifier.verify(other, file, List.of()).passed());
  }

  @Test
  void reportsAreTextAndJson() {
    OnnxReport report =
        exporter.export(
            RandomModels.dense(5, 2, 1), folder.resolve("kan.onnx"), ExportOptions.DEFAULT);
    assertTrue(report.text().contains("formulations: hat_cube"), report.text());
    assertTrue(report.json().contains("\"passed\" : true"), report.json());
  }
}
