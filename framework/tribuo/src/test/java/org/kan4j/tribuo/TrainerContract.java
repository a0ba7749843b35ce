/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.tribuo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
import com.oracle.labs.mlrg.olcut.util.Pair;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.model.Kan;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.Feature;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.Prediction;
import org.tribuo.Trainer;
import org.tribuo.dataset.MinimumCardinalityDataset;
import org.tribuo.ensemble.BaggingTrainer;
import org.tribuo.evaluation.CrossValidation;
import org.tribuo.evaluation.Evaluation;
import org.tribuo.hash.HashedFeatureMap;
import org.tribuo.hash.HashingTrainer;
import org.tribuo.hash.ModHashCodeHasher;
import org.tribuo.impl.ArrayExample;
import org.tribuo.test.Helpers;
import org.tribuo.transform.TransformTrainer;
import org.tribuo.transform.TransformationMap;
import org.tribuo.transform.transformations.LinearScalingTransformation;

/** What Tribuo asks of any trainer, for one type of outputs. */
abstract class TrainerContract<T extends Output<T>> extends ModelContract<T> {
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
  void wrappersOfTribuoWork() {
    List<? extends Pair<? extends Evaluation<T>, Model<T>>> folds =
        new CrossValidation<>(trainer(), train(), evaluator(), 3).evaluate();
    assertEquals(3, folds.size());
    MinimumCardinalityDataset<T> frequent = new MinimumCardinalityDataset<>(train(), 2);
    assertEquals(
        frequent.getFeatureIDMap().size(), trainer().train(frequent).getFeatureIDMap().size());
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
}
