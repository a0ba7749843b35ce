/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.plugin.standard.StandardPlugin;
import org.kan4j.plugin.standard.basis.BSpline;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;

class OnnxImporterTest {
  private static final KanRuntime RUNTIME = KanRuntime.of(List.of(new StandardPlugin()));

  private final OnnxExporter exporter = new OnnxExporter(RUNTIME);
  private final OnnxImporter importer = new OnnxImporter(RUNTIME);

  @TempDir private Path folder;

  @Test
  void seeds0To80WhatWasExportedComesBack() {
    int made = 0;
    for (int seed = 0; seed < 80; seed++) {
      Kan kan = new RandomModels(seed).any();
      if (ofStandardParts(kan)) {
        made++;
        Path file = folder.resolve(seed + ".onnx");
        exporter.export(kan, file, ExportOptions.DEFAULT);
        Kan read = importer.read(file);
        assertEquals(withoutInert(kan), read, "seed " + seed);
      }
    }
    assertTrue(made >= 8, made + " models");
  }

  private static boolean ofStandardParts(Kan kan) {
    return kan.network().layers().stream()
        .allMatch(layer ->
            layer.blocks().stream()
                    .allMatch(b -> b.bases().stream().allMatch(BSpline.class::isInstance))
                && layer.symbolic().stream().noneMatch(e -> e.function() instanceof Bumps));
  }

  private static Kan withoutInert(Kan kan) {
    Network of = kan.network();
    double[] numbers = of.parameters();
    Network free = new Network(of.layers(), of.extrapolation(), numbers, new BitSet());
    BitSet used = free.trainable();
    for (int p = 0; p < numbers.length; p++) {
      numbers[p] = used.get(p) ? numbers[p] : 0;
    }
    return new Kan(of.with(numbers), kan.features(), kan.task(), kan.operations());
  }

  @Test
  void anImportedModelPredictsTheSameBits() {
    Kan kan = RandomModels.dense(5, 3, 4, 2);
    Path file = folder.resolve("kan.onnx");
    exporter.export(kan, file, ExportOptions.DEFAULT);
    Kan read = importer.read(file);
    try (var before = RUNTIME.predictor(kan);
        var after = RUNTIME.predictor(read)) {
      double[] row = {0.3, -0.7, 0.99};
      assertArrayEquals(before.predict(row), after.predict(row));
    }
  }

  @Test
  void theImportedPolicyIsThatOfTheFile() {
    Path file = folder.resolve("kan.onnx");
    Kan kan = RandomModels.dense(5, 2, 1);
    exporter.export(kan, file, ExportOptions.DEFAULT.with(Extrapolation.CLAMP));
    assertEquals(Extrapolation.CLAMP, importer.read(file).network().extrapolation());
  }

  @Test
  void theSourceOfAPrunedModelShrinksWithIt() {
    Kan kan = RandomModels.dense(5, 32, 32, 1);
    Path full = folder.resolve("full.onnx");
    exporter.export(kan, full, ExportOptions.DEFAULT);
    List<Layer> layers =
        kan.network().layers().stream()
            .map(layer -> {
              Block block = layer.blocks().getFirst();
              int width = layer.subnodes();
              Mask some = Mask.of(layer.inputs(), width, (i, o) -> (i * width + o) % 10 == 0);
              return Layer.of(block.with(some), Nodes.sums(width));
            })
            .toList();
    Network of = kan.network();
    Network sparse = new Network(layers, of.extrapolation(), of.parameters(), of.frozen());
    Path pruned = folder.resolve("pruned.onnx");
    Kan small = new Kan(sparse, kan.features(), kan.task(), List.of());
    exporter.export(small, pruned, ExportOptions.DEFAULT);
    assertTrue(sourceOf(pruned) < 0.2 * sourceOf(full), sourceOf(pruned) + ", " + sourceOf(full));
    assertEquals(withoutInert(small), importer.read(pruned));
  }

  private static int sourceOf(Path file) {
    return OnnxFile.read(file).get(Metadata.PARAMETERS).length();
  }

  @Test
  void aFileWithoutItsSourceIsSmallerAndSaysSo() throws IOException {
    Kan kan = RandomModels.dense(5, 8, 8, 1);
    Path with = folder.resolve("with.onnx");
    Path without = folder.resolve("without.onnx");
    exporter.export(kan, with, ExportOptions.DEFAULT);
    exporter.export(kan, without, ExportOptions.DEFAULT.withoutSource());
    assertTrue(Files.size(without) < 0.6 * Files.size(with));
    assertTrue(OnnxInfo.read(with).importable());
    assertFalse(OnnxInfo.read(without).importable());
    refused(without, KanException.Kind.DATA, "exported without it");
  }

  @Test
  void foreignFilesAreNotTakenForModels() throws IOException {
    Path file = folder.resolve("kan.onnx");
    exporter.export(RandomModels.dense(5, 2, 1), file, ExportOptions.DEFAULT);
    OnnxMl.ModelProto model = OnnxMl.ModelProto.parseFrom(Files.readAllBytes(file));
    Path foreign = folder.resolve("foreign.onnx");
    Files.write(
        foreign,
        model.toBuilder().clearMetadataProps().setProducerName("pytorch").build().toByteArray());
    refused(foreign, KanException.Kind.DATA, "not exported by Kan4J", "pytorch");
    Path newer = folder.resolve("newer.onnx");
    Files.write(newer, changed(model, Metadata.MODEL, "{\"schema\": 99, \"kan4j\": \"9.1\"}"));
    refused(newer, KanException.Kind.RESOURCE, "schema 99", "update Kan4J");
    Path damaged = folder.resolve("damaged.onnx");
    for (String text : List.of("", "%%%", "AAAA", "eJwDAAAAAAE=")) {
      Files.write(damaged, changed(model, Metadata.PARAMETERS, text));
      refused(damaged, KanException.Kind.RESOURCE, "parameters");
    }
    Files.write(damaged, changed(model, Metadata.FEATURES, "[{"));
    KanException e = assertThrows(KanException.class, () -> OnnxInfo.read(damaged));
    assertEquals(KanException.Kind.DATA, e.kind());
    Files.writeString(damaged, "PK\3\4");
    refused(damaged, KanException.Kind.DATA, "ONNX");
    Files.write(damaged, new byte[0]);
    refused(damaged, KanException.Kind.DATA, "no graph");
    refused(folder.resolve("none.onnx"), KanException.Kind.RESOURCE, "not there");
    refused(folder, KanException.Kind.RESOURCE, folder.toString());
  }

  private static byte[] changed(OnnxMl.ModelProto model, String key, String value) {
    OnnxMl.ModelProto.Builder builder = model.toBuilder();
    builder.getMetadataPropsBuilderList().stream()
        .filter(entry -> entry.getKey().equals(key))
        .forEach(entry -> entry.setValue(value));
    return builder.build().toByteArray();
  }

  private void refused(Path file, KanException.Kind kind, String... words) {
    KanException e = assertThrows(KanException.class, () -> importer.read(file));
    assertEquals(kind, e.kind(), e.getMessage());
    Stream.of(words).forEach(w -> assertTrue(e.getMessage().contains(w), e.getMessage()));
  }

  @Test
  void noFileCutShortIsTakenForAModel() throws IOException {
    Path file = folder.resolve("kan.onnx");
    exporter.export(RandomModels.dense(5, 2, 1), file, ExportOptions.DEFAULT);
    byte[] whole = Files.readAllBytes(file);
    Path cut = folder.resolve("cut.onnx");
    for (int length = 0; length < whole.length; length += length > whole.length - 400 ? 1 : 13) {
      Files.write(cut, Arrays.copyOf(whole, length));
      KanException e = assertThrows(KanException.class, () -> importer.read(cut));
      assertTrue(
          e.kind() == KanException.Kind.DATA || e.kind() == KanException.Kind.RESOURCE,
          e.getMessage());
    }
  }

  /** Columns may be called as operators and constants of a graph are. */
  @Test
  void namesOfInputsAreTheirOwn() throws Exception {
    Path file = folder.resolve("kan.onnx");
    Kan plain = RandomModels.dense(5, 30, 1);
    List<Feature> features =
        IntStream.range(0, 30)
            .mapToObj(i ->
                List.of("constant%d", "layer0/clip%d", "layer0/gemm%d")
                    .get(i % 3)
                    .formatted(30 + i))
            .<Feature>map(n -> new Feature.Numeric(n, Scaling.NONE, -1, 1, OptionalDouble.empty()))
            .toList();
    Kan kan = new Kan(plain.network(), features, plain.task(), List.of());
    exporter.export(kan, file, ExportOptions.DEFAULT.withNamedInputs());
    OnnxMl.GraphProto graph = OnnxFile.read(file).model().getGraph();
    Set<String> names = new HashSet<>();
    graph.getInputList().forEach(v -> assertTrue(names.add(v.getName()), v.getName()));
    graph.getInitializerList().forEach(v -> assertTrue(names.add(v.getName()), v.getName()));
    graph.getNodeList().forEach(n -> assertTrue(names.add(n.getOutput(0)), n.getOutput(0)));
    features = new ArrayList<>(features);
    features.set(3, new Feature.Numeric("", Scaling.NONE, -1, 1, OptionalDouble.empty()));
    Kan nameless = new Kan(plain.network(), features, plain.task(), List.of());
    KanException e =
        assertThrows(
            KanException.class,
            () -> exporter.export(nameless, file, ExportOptions.DEFAULT.withNamedInputs()));
    assertEquals(KanException.Kind.USER, e.kind());
  }

  @Test
  void metadataTellsWhatAReaderNeeds() {
    Path file = folder.resolve("kan.onnx");
    Kan kan = RandomModels.dense(5, 3, 2);
    Map<String, String> notes = Map.of("licence", "CC0-1.0", "unit.x0", "m");
    exporter.export(kan, file, ExportOptions.DEFAULT.withNotes(notes));
    OnnxInfo info = OnnxInfo.read(file);
    assertEquals(notes, info.notes());
    assertEquals("[\"y0\",\"y1\"]", OnnxFile.read(file).get(Metadata.OUTPUTS));
    assertEquals(
        kan.features().stream().map(Feature::name).toList(),
        info.features().stream().map(OnnxInfo.Column::name).toList());
    assertEquals(-1, info.features().getFirst().lower());
    assertEquals(List.of("input: float32 [batch, 3]"), info.inputs());
    assertEquals(List.of("output: float32 [batch, 2]"), info.outputs());
    KanException e =
        assertThrows(
            KanException.class, () -> ExportOptions.DEFAULT.withNotes(Map.of("kan.model", "x")));
    assertEquals(KanException.Kind.USER, e.kind());
    assertFalse(
        new String(OnnxFile.read(file).model().toByteArray(), StandardCharsets.ISO_8859_1)
            .contains(folder.toString()));
  }
}
