/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Task;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.onnx.lower.ExtraOutput;
import org.kan4j.onnx.lower.WeightStorage;
import org.kan4j.plugin.standard.cpu.CpuBackend;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.network.EdgeId;
import org.kan4j.spi.network.Network;

/** Inputs, outputs, storage, versions and lossy forms. */
class ExportFormsTest {
  private final OnnxExporter exporter =
      new OnnxExporter(CpuBackend.factory().create(Map.of("threads", 1)));

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("kan.onnx");
  }

  private static Kan classes(int count) {
    Kan numbers = RandomModels.dense(5, 3, 4, count);
    List<String> classes = IntStream.range(0, count).mapToObj(c -> "class" + c).toList();
    Task task = new Task.Classification("kind", classes);
    return new Kan(numbers.network(), numbers.features(), task, List.of());
  }

  private static final List<double[]> ROWS =
      List.of(
          new double[] {0.5, -0.25, 0.125}, new double[] {-0.9, 0.3, 0}, new double[] {1, -1, 0.7});

  @Test
  void everyFeatureCanBeAnInputOfItsOwn() throws Exception {
    Kan kan = RandomModels.dense(5, 3, 4, 2);
    exporter.export(kan, file(), ExportOptions.DEFAULT);
    double[][] expected;
    try (OnnxSession session = new OnnxSession(Files.readAllBytes(file()))) {
      expected = session.run(ROWS);
    }
    exporter.export(kan, file(), ExportOptions.DEFAULT.withNamedInputs());
    OnnxMl.GraphProto graph = OnnxMl.ModelProto.parseFrom(Files.readAllBytes(file())).getGraph();
    assertEquals(
        List.of("x0", "x1", "x2"),
        graph.getInputList().stream().map(OnnxMl.ValueInfoProto::getName).toList());
    try (OnnxSession session = new OnnxSession(Files.readAllBytes(file()))) {
      double[][] actual = session.run(ROWS);
      for (int r = 0; r < expected.length; r++) {
        assertArrayEquals(expected[r], actual[r]);
      }
    }
  }

  @Test
  void labelsAndProbabilitiesComeBesideThePredictions() throws Exception {
    Kan kan = classes(3);
    exporter.export(
        kan,
        file(),
        ExportOptions.DEFAULT.withOutputs(List.of(ExtraOutput.LABEL, ExtraOutput.PROBABILITIES)));
    try (OnnxSession session = new OnnxSession(Files.readAllBytes(file()))) {
      assertEquals(List.of("output", "label", "probabilities"), session.outputs());
      double[][] probabilities = session.run(ROWS);
      double[][] labels = session.run(ROWS, "label");
      for (int r = 0; r < labels.length; r++) {
        double likeliest = Arrays.stream(probabilities[r]).max().orElseThrow();
        assertEquals(likeliest, probabilities[r][(int) labels[r][0]]);
      }
      assertArrayEquals(probabilities[1], session.run(ROWS, "probabilities")[1]);
    }
    OnnxRules.check(Files.readAllBytes(file()), 13);
    KanException e =
        assertThrows(
            KanException.class,
            () ->
                exporter.export(
                    RandomModels.dense(5, 2, 1),
                    file(),
                    ExportOptions.DEFAULT.withOutputs(List.of(ExtraOutput.LABEL))));
    assertEquals(KanException.Kind.USER, e.kind());
    assertTrue(e.getMessage().contains("'label'"), e.getMessage());
  }

  @Test
  void activationsAddUpToTheOutput() throws Exception {
    Kan kan = RandomModels.dense(5, 3, 1);
    ExportOptions options =
        ExportOptions.DEFAULT
            .with(ElementType.FLOAT64)
            .withOutputs(List.of(ExtraOutput.ACTIVATIONS));
    exporter.export(kan, file(), options);
    try (OnnxSession session = new OnnxSession(Files.readAllBytes(file()))) {
      double[][] sums = session.run(ROWS);
      double[][] edges = session.run(ROWS, "activations");
      for (int r = 0; r < sums.length; r++) {
        assertEquals(EdgeId.living(kan.network()).size(), edges[r].length);
        assertEquals(sums[r][0], Arrays.stream(edges[r]).sum(), 1e-12);
      }
    }
    assertEquals(
        "[\"0:0->0\",\"0:1->0\",\"0:2->0\"]",
        OnnxFile.read(file()).metadata().get(OnnxExporter.ACTIVATIONS));
  }

  @ParameterizedTest
  @ValueSource(ints = {13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25})
  void everyNewerVersionOfTheOperatorsWorks(int opset) throws IOException {
    for (Kan kan : List.of(RandomModels.dense(5, 3, 4, 2), RandomModels.dense(100, 3, 2))) {
      exporter.export(
          kan,
          file(),
          ExportOptions.DEFAULT.withOpset(opset).withOutputs(List.of(ExtraOutput.ACTIVATIONS)));
      OnnxRules.check(Files.readAllBytes(file()), opset);
    }
  }

  @Test
  void anOldVersionIsRefusedByTheOperatorItLacks() {
    Kan kan = RandomModels.dense(5, 3, 4, 2);
    exporter.export(kan, file(), ExportOptions.DEFAULT.withOpset(12));
    Path other = folder.resolve("old.onnx");
    KanException e =
        assertThrows(
            KanException.class,
            () -> exporter.export(kan, other, ExportOptions.DEFAULT.withOpset(11)));
    assertEquals(KanException.Kind.USER, e.kind());
    assertTrue(e.getMessage().contains("too old for Clip"), e.getMessage());
    assertFalse(Files.exists(other));
    for (int none : new int[] {8, 99}) {
      e = assertThrows(KanException.class, () -> ExportOptions.DEFAULT.withOpset(none));
      assertTrue(e.getMessage().contains("allowed: 9 to 25"), e.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource({"table, 5e-3", "int8, 5e-2"})
  void lossyFormsSayHowFarTheyAreOff(String form, double bound) throws Exception {
    for (Extrapolation policy : List.of(Extrapolation.LINEAR, Extrapolation.ZERO)) {
      Kan plain = RandomModels.dense(5, 6, 8, 2);
      Network of = plain.network();
      Network network = new Network(of.layers(), policy, of.parameters(), of.frozen());
      Kan kan = new Kan(network, plain.features(), plain.task(), List.of());
      ExportOptions options = ExportOptions.DEFAULT.withFormulation(form);
      OnnxReport report = exporter.export(kan, file(), options);
      assertEquals(List.of(form, form), report.formulations());
      double error = report.verification().insideRelative();
      assertTrue(error > 1e-6 && error < bound, report.text());
      OnnxRules.check(Files.readAllBytes(file()), 13);
      Verification again =
          new OnnxVerifier(CpuBackend.factory().create(Map.of()))
              .verifyAsDescribed(kan, file(), List.of(), OptionalDouble.empty());
      assertEquals(error, again.insideRelative());
      assertTrue(again.passed());
      exporter.export(kan, file(), options.withMaxError(2 * error));
      Path other = folder.resolve("close.onnx");
      KanException e =
          assertThrows(
              KanException.class,
              () -> exporter.export(kan, other, options.withMaxError(error / 2)));
      assertEquals(KanException.Kind.NUMERIC, e.kind());
      assertTrue(e.getMessage().contains("was demanded"), e.getMessage());
      assertFalse(Files.exists(other));
    }
  }

  @Test
  void anExactFormMeetsABoundOrIsRefused() {
    Kan kan = RandomModels.dense(5, 3, 4, 2);
    exporter.export(kan, file(), ExportOptions.DEFAULT.withMaxError(1e-5));
    Path other = folder.resolve("other.onnx");
    KanException e =
        assertThrows(
            KanException.class,
            () -> exporter.export(kan, other, ExportOptions.DEFAULT.withMaxError(1e-12)));
    assertEquals(KanException.Kind.NUMERIC, e.kind());
    exporter.export(
        kan, other, ExportOptions.DEFAULT.with(ElementType.FLOAT64).withMaxError(1e-12));
    e = assertThrows(KanException.class, () -> ExportOptions.DEFAULT.withMaxError(0));
    assertEquals(KanException.Kind.USER, e.kind());
  }

  @Test
  void smallerStorageMakesSmallerFilesAndTheErrorIsMeasured() {
    Kan kan = RandomModels.dense(5, 32, 32, 1);
    OnnxReport plain =
        exporter.export(kan, file(), ExportOptions.DEFAULT.with(WeightStorage.PLAIN));
    OnnxReport compact = exporter.export(kan, file(), ExportOptions.DEFAULT);
    OnnxReport half =
        exporter.export(kan, file(), ExportOptions.DEFAULT.with(WeightStorage.FLOAT16));
    OnnxReport eight = exporter.export(kan, file(), ExportOptions.DEFAULT.with(WeightStorage.INT8));
    assertTrue(compact.bytes() < 0.75 * plain.bytes(), compact.text());
    assertTrue(half.bytes() < 0.65 * compact.bytes(), half.text());
    assertTrue(eight.bytes() < 0.45 * compact.bytes(), eight.text());
    assertTrue(half.verification().insideRelative() < 2e-3, half.text());
    assertTrue(eight.verification().insideRelative() < 5e-2, eight.text());
    assertTrue(eight.verification().insideRelative() > half.verification().insideRelative());
  }

  @Test
  void deadEdgesAreNotInTheFile() {
    int[] bytes = new int[3];
    double[] shares = {1, 0.5, 0.1};
    for (int s = 0; s < 3; s++) {
      Kan kan = RandomModels.sparse(shares[s], 64, 64, 1);
      bytes[s] = exporter.export(kan, file(), ExportOptions.DEFAULT).bytes();
    }
    assertTrue(bytes[1] < 0.65 * bytes[0], Arrays.toString(bytes));
    assertTrue(bytes[2] < 0.22 * bytes[0], Arrays.toString(bytes));
  }

  @Test
  void compilingIsExplainedPassByPass() {
    String text = OnnxExporter.explain(new RandomModels(7).any(), ExportOptions.DEFAULT);
    List<String> headings =
        List.of(
            "the model as it is",
            "drop dead columns",
            "fold affine maps",
            "group symbolic edges",
            "share common parts",
            "choose formulations",
            "operators of ONNX: ");
    int at = -1;
    for (String heading : headings) {
      int next = text.indexOf(heading);
      assertTrue(next > at, heading + "\n" + text);
      at = next;
    }
    assertTrue(text.contains("output 'output' = %"), text);
  }

  @Test
  void aFileOfAnotherModelIsToldApart() {
    Kan kan = RandomModels.dense(5, 3, 4, 2);
    exporter.export(kan, file(), ExportOptions.DEFAULT);
    OnnxVerifier verifier = new OnnxVerifier(CpuBackend.factory().create(Map.of()));
    assertTrue(verifier.verifyAsDescribed(kan, file(), ROWS, OptionalDouble.empty()).passed());
    for (Kan other : List.of(RandomModels.dense(5, 2, 4, 2), RandomModels.dense(5, 3, 4, 1))) {
      KanException e =
          assertThrows(
              KanException.class,
              () -> verifier.verifyAsDescribed(other, file(), List.of(), OptionalDouble.empty()));
      assertEquals(KanException.Kind.DATA, e.kind());
    }
  }
}
