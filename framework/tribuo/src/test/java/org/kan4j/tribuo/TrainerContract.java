/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl;
import ai.onnxruntime.OrtSession;
import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
import com.oracle.labs.mlrg.olcut.util.Pair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.figure.FigureOptions;
import org.kan4j.core.figure.NetworkFigure;
import org.kan4j.core.model.Kan;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.onnx.ExportOptions;
import org.kan4j.onnx.OnnxExporter;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.Excuse;
import org.tribuo.Feature;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.ONNXExportable;
import org.tribuo.Output;
import org.tribuo.Prediction;
import org.tribuo.Trainer;
import org.tribuo.ensemble.BaggingTrainer;
import org.tribuo.ensemble.EnsembleCombiner;
import org.tribuo.evaluation.CrossValidation;
import org.tribuo.evaluation.Evaluation;
import org.tribuo.evaluation.Evaluator;
import org.tribuo.hash.HashedFeatureMap;
import org.tribuo.hash.HashingTrainer;
import org.tribuo.hash.ModHashCodeHasher;
import org.tribuo.impl.ArrayExample;
import org.tribuo.interop.onnx.DenseTransformer;
import org.tribuo.interop.onnx.ONNXExternalModel;
import org.tribuo.interop.onnx.OutputTransformer;
import org.tribuo.test.Helpers;
import org.tribuo.transform.TransformTrainer;
import org.tribuo.transform.TransformationMap;
import org.tribuo.transform.transformations.LinearScalingTransformation;

/** What Tribuo asks of any trainer and model, for one type of outputs. */
abstract class TrainerContract<T extends Output<T>> {
  abstract OutputCodec<T> codec();

  abstract Dataset<T> train();

  abstract Dataset<T> test();

  abstract EnsembleCombiner<T> combiner();

  abstract Evaluator<T, ? extends Evaluation<T>> evaluator();

  /** Tribuo's own comparison with what ONNX Runtime makes of a file. */
  abstract void compareWithOnnx(Model<T> model, Path file, double tolerance) throws Exception;

  abstract OutputTransformer<T> transformer();

  /** The numbers of a prediction, in an order that does not change. */
  abstract double[] numbers(Prediction<T> prediction);

  /** What the excuse of an output must add up to: a number, or log-odds. */
  abstract double score(Prediction<T> prediction, String output);

  static KanSettings.Builder small() {
    return KanSettings.builder().hidden(2).grid(3).steps(8);
  }

  final KanTrainer<T> trainer() {
    return new KanTrainer<>(codec(), small().build());
  }

  final void assertSamePredictions(Model<T> expected, Model<T> actual, double tolerance) {
    List<Prediction<T>> left = expected.predict(test());
    List<Prediction<T>> right = actual.predict(test());
    assertEquals(left.size(), right.size());
    for (int row = 0; row < left.size(); row++) {
      assertArrayEquals(numbers(left.get(row)), numbers(right.get(row)), tolerance);
      assertEquals(left.get(row).getNumActiveFeatures(), right.get(row).getNumActiveFeatures());
    }
  }

  @Test
  void theSameSeedAndInvocationGiveTheSameBits() {
    KanTrainer<T> one = trainer();
    KanModel<T> first = one.train(train());
    KanModel<T> second = one.train(train(), Map.of());
    assertEquals(2, one.getInvocationCount());
    assertNotEquals(first.kan().network(), second.kan().network());
    KanTrainer<T> other = trainer();
    assertEquals(second.kan(), other.train(train(), Map.of(), 1).kan());
    assertEquals(2, other.getInvocationCount());
    other.setInvocationCount(0);
    assertEquals(
        first.kan(), other.train(train(), Map.of(), Trainer.INCREMENT_INVOCATION_COUNT).kan());
    assertThrows(IllegalArgumentException.class, () -> other.setInvocationCount(-1));
    assertEquals(1, other.getInvocationCount());
  }

  @Test
  void theNumberOfThreadsDoesNotChangeTheModel() {
    List<Kan> models = new ArrayList<>();
    for (int threads : new int[] {1, 3}) {
      KanSettings settings =
          small()
              .set(org.kan4j.core.spec.TrainingSpec.BACKEND, "cpu(threads=" + threads + ")")
              .build();
      models.add(new KanTrainer<>(codec(), settings).train(train()).kan());
    }
    assertEquals(models.get(0).network(), models.get(1).network());
  }

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
  void aTrainerSurvivesConfigurationInXml(@TempDir Path folder) throws Exception {
    KanTrainer<T> trainer =
        new KanTrainer<>(
            codec(),
            small()
                .set(org.kan4j.core.spec.TrainingSpec.OPTIMIZER, "adam(learning_rate=0.02)")
                .set(org.kan4j.core.spec.DataSpec.SCALING, "standard")
                .lambda(1e-4)
                .validation(0.25, 5)
                .then("refine(grid=4)", "fit(steps=3)")
                .build(),
            77);
    Helpers.testConfigurableRoundtrip(trainer);
    Helpers.testProvenanceMarshalling(trainer.getProvenance());
    ConfigurationManager manager = new ConfigurationManager();
    manager.importConfigurable(trainer, "trainer");
    Path file = folder.resolve("trainer.xml");
    manager.save(file.toFile(), true);
    @SuppressWarnings("unchecked")
    KanTrainer<T> read =
        (KanTrainer<T>) new ConfigurationManager(file.toString()).lookup("trainer");
    assertEquals(trainer.toString(), read.toString());
    KanModel<T> expected = trainer.train(train());
    KanModel<T> actual = read.train(train());
    assertEquals(expected.kan(), actual.kan());
    assertEquals(
        expected.getProvenance().getTrainerProvenance(),
        actual.getProvenance().getTrainerProvenance());
  }

  @Test
  void provenanceTellsOfUserTrainerAndRun() {
    StringProvenance mine = new StringProvenance("note", "mine");
    KanModel<T> model = trainer().train(train(), Map.of("note", mine));
    Map<String, Provenance> instance =
        model.getProvenance().getInstanceProvenance().getMap().entrySet().stream()
            .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    assertEquals(mine, instance.get("note"));
    for (String key :
        List.of("kan-train-loss", "kan-steps-done", "kan-plugins", "kan-device", "kan-seed")) {
      assertTrue(instance.containsKey(key), key + " of " + instance.keySet());
    }
    assertEquals(KanModel.class.getName(), model.getProvenance().getClassName());
    Helpers.testProvenanceMarshalling(model.getProvenance());
    Map<String, Provenance> taken = Map.of("kan-seed", new StringProvenance("kan-seed", "x"));
    assertThrows(IllegalArgumentException.class, () -> trainer().train(train(), taken));
  }

  @Test
  void aRuntimeOfOnesOwnGivesTheSameModelAndProvenance() {
    KanRuntime runtime = KanRuntime.create();
    KanTrainer<T> given = new KanTrainer<>(codec(), small().build(), Trainer.DEFAULT_SEED, runtime);
    assertEquals(trainer().getProvenance(), given.getProvenance());
    assertEquals(trainer().train(train()).kan(), given.train(train()).kan());
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

  private DatasetTable tableOf(KanModel<T> model) {
    return DatasetTable.of(train(), model.domain());
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

  @Test
  void wrappersOfTribuoWork() {
    List<? extends Pair<? extends Evaluation<T>, Model<T>>> folds =
        new CrossValidation<>(trainer(), train(), evaluator(), 3).evaluate();
    assertEquals(3, folds.size());
    Model<T> bagged = new BaggingTrainer<>(trainer(), combiner(), 3).train(train());
    assertSamePredictions(bagged, new BaggingTrainer<>(trainer(), combiner(), 3).train(train()), 0);
    Model<T> hashed =
        new HashingTrainer<>(trainer(), new ModHashCodeHasher(50, "salty1234")).train(train());
    assertEquals(test().size(), hashed.predict(test()).size());
    Model<T> read = Model.deserialize(hashed.serialize()).castModel(codec().outputType());
    ((HashedFeatureMap) read.getFeatureIDMap()).setSalt("salty1234"); // it is kept by no file
    assertSamePredictions(hashed, read, 0);
    TransformationMap scale = new TransformationMap(List.of(new LinearScalingTransformation(0, 1)));
    Model<T> transformed = new TransformTrainer<>(trainer(), scale).train(train());
    assertEquals(test().size(), transformed.predict(test()).size());
  }

  @Test
  void eightThreadsOnOneTrainerAndModelDoAsOne() throws Exception {
    KanModel<T> model = trainer().train(train());
    List<double[]> expected = new ArrayList<>();
    List<Kan> kans = new ArrayList<>();
    KanTrainer<T> serial = trainer();
    for (int call = 0; call < 8; call++) {
      kans.add(serial.train(train()).kan());
    }
    model.predict(test()).forEach(prediction -> expected.add(numbers(prediction)));
    KanTrainer<T> shared = trainer();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Kan>> tasks = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        tasks.add(() -> {
          for (int row = 0; row < expected.size(); row++) {
            assertArrayEquals(expected.get(row), numbers(model.predict(test().getExample(row))));
          }
          Kan kan = shared.train(train()).kan();
          List<Prediction<T>> batch = model.predict(test());
          for (int row = 0; row < expected.size(); row++) {
            assertArrayEquals(expected.get(row), numbers(batch.get(row)));
          }
          return kan;
        });
      }
      List<Kan> made = new ArrayList<>();
      for (Future<Kan> done : threads.invokeAll(tasks)) {
        made.add(done.get());
      }
      assertEquals(8, shared.getInvocationCount());
      assertTrue(made.containsAll(kans) && kans.containsAll(made));
    }
  }

  @Test
  void trainingGoesOnFromAModelAndListenersSeeEveryStep() {
    KanModel<T> start = trainer().train(train());
    List<Integer> steps = new ArrayList<>();
    KanModel<T> further =
        trainer()
            .train(
                train(), KanTraining.<T>plain().from(start).listen(step -> steps.add(step.step())));
    assertEquals(
        steps.size(),
        further
                .kan()
                .operations()
                .getLast()
                .details()
                .get("steps_done")
                .equals(String.valueOf(steps.size()))
            ? steps.size()
            : -1);
    assertEquals(2, further.kan().operations().size());
    double before =
        Double.parseDouble(start.kan().operations().getLast().details().get("train_loss"));
    double after =
        Double.parseDouble(further.kan().operations().getLast().details().get("train_loss"));
    assertTrue(after <= before, after + " after " + before);
    assertTrue(further.getProvenance().getInstanceProvenance().getMap().containsKey("kan-start"));
    assertEquals(
        further.kan().network(), trainer().incrementalTrain(train(), start).kan().network());
    assertSame(start.getFeatureIDMap(), further.getFeatureIDMap());
  }

  @Test
  void validationRowsChooseTheModel() {
    KanModel<T> model = trainer().train(train(), KanTraining.<T>plain().validateOn(test()));
    Map<String, String> details = model.kan().operations().getLast().details();
    assertEquals(String.valueOf(test().size()), details.get("validation_rows"));
    assertTrue(details.containsKey("validation_loss"));
    assertTrue(
        model.getProvenance().getInstanceProvenance().getMap().containsKey("kan-validation"));
    Helpers.testProvenanceMarshalling(model.getProvenance());
  }

  @Test
  void badInputIsRefusedInWords() {
    KanTrainer<T> trainer = trainer();
    KanModel<T> model = trainer.train(train());
    MutableDataset<T> empty =
        new MutableDataset<>(train().getSourceProvenance(), train().getOutputFactory());
    refused("empty", () -> trainer.train(empty));
    T unknown = train().getOutputFactory().getUnknownOutput();
    Dataset<T> withUnknown =
        withExample(new ArrayExample<>(unknown, new String[] {"a"}, new double[] {1}));
    refused("unknown output", () -> trainer.train(withUnknown));
    String known = model.getFeatureIDMap().get(0).getName();
    T output = train().getExample(0).getOutput();
    Example<T> nan = new ArrayExample<>(output, new String[] {known}, new double[] {Double.NaN});
    Dataset<T> damaged = withExample(train().getExample(0).copy());
    damaged.getExample(damaged.size() - 1).set(new Feature(known, Double.NaN));
    refused("is NaN", () -> trainer.train(damaged));
    refused("is NaN", () -> model.predict(nan));
    Example<T> strange = new ArrayExample<>(output, new String[] {"???"}, new double[] {1});
    refused("no feature of it is known", () -> model.predict(strange));
    refused("example 1: ", () -> model.predict(List.of(test().getExample(0), strange)));
  }

  private Dataset<T> withExample(Example<T> example) {
    MutableDataset<T> dataset =
        new MutableDataset<>(train().getSourceProvenance(), train().getOutputFactory());
    dataset.addAll(train().getData());
    dataset.add(example);
    return dataset;
  }

  static void refused(String why, org.junit.jupiter.api.function.Executable what) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, what);
    assertTrue(e.getMessage().contains(why), e.getMessage());
  }
}
