/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl;
import ai.onnxruntime.OrtSession;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.util.Pair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.figure.FigureOptions;
import org.kan4j.core.figure.NetworkFigure;
import org.kan4j.core.model.Kan;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.onnx.ExportOptions;
import org.kan4j.onnx.OnnxExporter;
import org.tribuo.Example;
import org.tribuo.Excuse;
import org.tribuo.Model;
import org.tribuo.ONNXExportable;
import org.tribuo.Output;
import org.tribuo.Prediction;
import org.tribuo.ensemble.BaggingTrainer;
import org.tribuo.interop.onnx.DenseTransformer;
import org.tribuo.interop.onnx.ONNXExternalModel;
import org.tribuo.test.Helpers;

/** What Tribuo asks of any model, for one type of outputs. */
abstract class ModelContract<T extends Output<T>> extends ContractData<T> {
  @Test
  void aModelSurvivesProtobufNumberByNumber(@TempDir Path folder) throws Exception {
    KanModel<T> model = trainer().train(train());
    Model<T> read = Helpers.testModelProtoSerialization(model, codec().outputType(), test(), 0);
    assertSamePredictions(model, read, 0);
    KanModel<?> kan = assertInstanceOf(KanModel.class, read);
    assertEquals(model.kan(), kan.kan());
    assertEquals(model.getProvenance(), kan.getProvenance());
    assertEquals(model.getTopFeatures(-1), kan.getTopFeatures(-1));
    assertEquals(model.getActiveFeatures(), kan.getActiveFeatures());
    assertEquals(model.serialize(), kan.serialize());
    Helpers.testModelSerialization(model, codec().outputType());
    Path file = folder.resolve("model.tribuo");
    model.serializeToFile(file);
    KanModel<T> loaded =
        (KanModel<T>) KanModel.load(file, KanRuntime.create()).castModel(codec().outputType());
    assertSamePredictions(model, loaded, 0);
  }

  @Test
  void batchesAndSinglesAgreeAndNothingOfAnExampleChanges() {
    KanModel<T> model = trainer().train(train());
    List<Prediction<T>> batch = model.predict(test());
    for (int row = 0; row < batch.size(); row++) {
      Example<T> example = test().getExample(row);
      String before = example.toString();
      Prediction<T> single = model.predict(example);
      assertArrayEquals(numbers(single), numbers(batch.get(row)));
      assertEquals(before, example.toString());
      assertEquals(model.generatesProbabilities(), single.hasProbabilities());
      assertEquals(example.size(), single.getExampleSize());
    }
    assertTrue(model.validate(codec().outputType()));
  }

  @Test
  void aCopyIsTheSameModelUnderItsOwnProvenance() {
    KanModel<T> model = trainer().train(train());
    KanModel<T> copy = (KanModel<T>) model.copy();
    assertFalse(copy == model);
    assertSamePredictions(model, copy, 0);
    assertEquals(model.getProvenance(), copy.getProvenance());
    copy.setName("other");
    assertEquals(KanModel.NAME, model.getName());
  }

  @Test
  void topFeaturesAreSortedPerOutput() {
    KanModel<T> model = trainer().train(train());
    Map<String, List<Pair<String, Double>>> all = model.getTopFeatures(-1);
    assertEquals(codec().names(model.getOutputIDInfo()).size(), all.size());
    for (Map.Entry<String, List<Pair<String, Double>>> of : all.entrySet()) {
      double last = Double.POSITIVE_INFINITY;
      for (Pair<String, Double> feature : of.getValue()) {
        assertTrue(Math.abs(feature.getB()) <= last);
        last = Math.abs(feature.getB());
        assertTrue(model.getFeatureIDMap().getID(feature.getA()) >= 0);
      }
      assertEquals(
          of.getValue().subList(0, Math.min(2, of.getValue().size())),
          model.getTopFeatures(2).get(of.getKey()));
    }
    assertEquals(all, model.getTopFeatures(1000));
  }

  @Test
  void excusesAddUpToTheOutput() {
    for (KanSettings settings : List.of(small().build(), small().hidden().build())) {
      KanModel<T> model = new KanTrainer<>(codec(), settings).train(train());
      for (int row = 0; row < 3; row++) {
        Example<T> example = test().getExample(row);
        Excuse<T> excuse = model.getExcuse(example).orElseThrow();
        excuse
            .getScores()
            .forEach((output, scores) -> {
              double sum = scores.stream().mapToDouble(Pair::getB).sum();
              double score = score(excuse.getPrediction(), output);
              assertEquals(score, sum, 1e-6 * (1 + Math.abs(score)), output);
              assertTrue(scores.stream().anyMatch(s -> s.getA().equals(Model.BIAS_FEATURE)));
            });
      }
    }
  }

  @Test
  void aPrunedNetworkIsAgainAModelAndSaysSo(@TempDir Path folder) {
    KanModel<T> model = new KanTrainer<>(codec(), small().lambda(1e-3).build()).train(train());
    Kan pruned =
        KanRuntime.shared()
            .prune(model.kan(), ComponentSpec.parse("budget(edges=6)"), tableOf(model))
            .kan();
    KanModel<T> smaller = model.with(pruned, train());
    assertTrue(smaller.kan().network().edges() < model.kan().network().edges());
    Provenance surgery =
        smaller.getProvenance().getInstanceProvenance().getMap().get("kan-surgery-1");
    assertTrue(surgery.toString().contains("prune"), String.valueOf(surgery));
    assertEquals(
        model.getProvenance().getTrainerProvenance(),
        smaller.getProvenance().getTrainerProvenance());
    smaller
        .getActiveFeatures()
        .forEach((output, features) -> {
          assertTrue(model.getActiveFeatures().get(output).containsAll(features));
          assertTrue(
              smaller.getTopFeatures(-1).get(output).stream()
                  .allMatch(feature -> features.contains(feature.getA())));
        });
    Kan narrow = KanRuntime.shared().pruneInputs(pruned).kan();
    assertSamePredictions(smaller, smaller.with(narrow), 0);
    assertTrue(model.with(pruned).getTopFeatures(-1).isEmpty());
    assertSamePredictions(
        smaller, Helpers.testModelProtoSerialization(smaller, codec().outputType(), test(), 0), 0);
    assertThrows(IllegalArgumentException.class, () -> model.with(OtherModels.regressionOf("z")));
  }

  @Test
  void onnxRuntimeAndTribuosReaderPredictTheSame(@TempDir Path folder) throws Exception {
    KanModel<T> model = trainer().train(train());
    Kan pruned =
        KanRuntime.shared()
            .prune(model.kan(), ComponentSpec.parse("budget(edges=6)"), tableOf(model))
            .kan();
    BaggingTrainer<T> bagging = new BaggingTrainer<>(trainer(), combiner(), 3);
    Map<String, Model<T>> models =
        Map.of(
            "plain", model,
            "pruned", model.with(pruned),
            "narrow", model.with(KanRuntime.shared().pruneInputs(pruned).kan()),
            "bagged", bagging.train(train()));
    for (Map.Entry<String, Model<T>> entry : models.entrySet()) {
      Path file = folder.resolve(entry.getKey() + ".onnx");
      ((ONNXExportable) entry.getValue()).saveONNXModel("org.kan4j.test", 1, file);
      compareWithOnnx(entry.getValue(), file, 1e-4);
      try (ONNXExternalModel<T> read = external(entry.getValue(), file)) {
        assertSamePredictions(entry.getValue(), read, 2e-4);
        assertEquals(entry.getValue().getProvenance(), read.getTribuoProvenance().orElseThrow());
      }
    }
    // Kan4J's own files are compared with the model before they are written, figures are drawn
    new OnnxExporter(KanRuntime.shared())
        .export(model.kan(), folder.resolve("own.onnx"), ExportOptions.DEFAULT);
    assertTrue(
        NetworkFigure.of(model.kan(), FigureOptions.DEFAULT).svg().contains("<svg"), "figure");
    OnnxMl.ModelProto plain =
        OnnxMl.ModelProto.parseFrom(Files.readAllBytes(folder.resolve("narrow.onnx")));
    Map<String, String> metadata = new HashMap<>();
    plain.getMetadataPropsList().forEach(entry -> metadata.put(entry.getKey(), entry.getValue()));
    int at = 0;
    for (String feature : FeatureReader.names(model.getFeatureIDMap())) {
      at = metadata.get("kan.features").indexOf("\"name\":\"" + feature + "\"", at) + 1;
      assertTrue(at > 0, feature + " in " + metadata.get("kan.features"));
    }
    at = 0;
    for (String output : codec().names(model.getOutputIDInfo())) {
      at = metadata.get("kan.outputs").indexOf("\"" + output + "\"", at) + 1;
      assertTrue(at > 0, output + " in " + metadata.get("kan.outputs"));
    }
    assertEquals("input", plain.getGraph().getInput(0).getName());
    assertEquals(
        model.getFeatureIDMap().size(),
        plain.getGraph().getInput(0).getType().getTensorType().getShape().getDim(1).getDimValue());
  }

  private ONNXExternalModel<T> external(Model<T> model, Path file) throws Exception {
    Map<String, Integer> features = new HashMap<>();
    List<String> names = FeatureReader.names(model.getFeatureIDMap());
    names.forEach(name -> features.put(name, features.size()));
    Map<T, Integer> outputs = new HashMap<>();
    model.getOutputIDInfo().forEach(pair -> outputs.put(pair.getB(), pair.getA()));
    return ONNXExternalModel.createOnnxModel(
        train().getOutputFactory(),
        features,
        outputs,
        new DenseTransformer(),
        transformer(),
        new OrtSession.SessionOptions(),
        file,
        "input");
  }
}
