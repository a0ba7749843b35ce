/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.evaluation.Evaluation;
import org.kan4j.core.evaluation.Predictor;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Task;
import org.kan4j.core.spec.DataSpec;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.component.KanException;

class TrainerTest {
  private final Trainer trainer =
      new Trainer(
          TestRegistries.standard(), TestRegistries.backends(), TestRegistries.runtime().plugins());

  static double metric(Kan kan, Table table, String name) {
    try (Predictor predictor = new Predictor(kan, TestRegistries.cpu(), Precision.FLOAT64)) {
      return Evaluation.of(predictor, table).metrics().get(name);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3})
  void helloKanIsLearned(int seed) {
    KanSpec spec =
        KanSpec.builder("y").hidden(5).grid(5).optimizer("lbfgs").steps(5000).seed(seed).build();
    Fit fit = trainer.fit(spec, HelloKan.split(1000, 0));
    double rmse = metric(fit.kan(), HelloKan.table(1000, 9), "rmse");
    assertTrue(rmse < 2e-3, "seed " + seed + ": " + rmse);
  }

  /** What auto takes is told, and gets further in 40 steps than L-BFGS in 120. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3})
  void autoTakesStepsOfSecondOrderWhereTheyAreCheap(int seed) {
    KanSpec spec = KanSpec.builder("y").hidden(3).grid(3).steps(40).seed(seed).build();
    Split split = HelloKan.split(400, 0);
    Fit auto = trainer.fit(spec, split);
    Map<String, String> details = auto.kan().operations().getLast().details();
    assertTrue(details.get("optimizer").startsWith("levenberg_marquardt("), details.toString());
    assertTrue(details.get("optimizer_why").contains("400 rows"), details.toString());
    assertTrue(auto.notes().stream().anyMatch(note -> note.startsWith("optimizer levenberg_")));
    TrainingSpec slow = spec.training().with(TrainingSpec.OPTIMIZER, "lbfgs");
    Fit quasi = trainer.fit(spec.with(slow.with(TrainingSpec.STEPS, 120)), split);
    assertTrue(
        metric(auto.kan(), split.train(), "rmse") < metric(quasi.kan(), split.train(), "rmse"));
  }

  @Test
  void autoKnowsWhenToTakeOtherMethods() {
    Split split = HelloKan.split(300, 0);
    KanSpec sparse = spec(3).lambda(0.01).build();
    assertEquals("lbfgs", method(trainer.fit(sparse, split)));
    KanSpec batches = spec(3).set(TrainingSpec.BATCH, 50).build();
    assertEquals("adam", method(trainer.fit(batches, split)));
    assertEquals("float64", precision(trainer.fit(batches, split)));
    // the backends of the standard plugin compute in float64 alone
    TrainingSpec open = batches.training().with(TrainingSpec.PRECISION, "auto");
    assertEquals("float64", precision(trainer.fit(batches.with(open), split)));
    KanSpec large = KanSpec.builder("y").hidden(60).grid(20).steps(1).build();
    assertEquals("lbfgs", method(trainer.fit(large, split)));
    // more work than is spent where rows hardly pin curves down
    KanSpec middle = KanSpec.builder("y").hidden(10).grid(15).steps(1).build();
    assertEquals("lbfgs", method(trainer.fit(middle, HelloKan.split(1000, 0))));
    assertEquals("levenberg_marquardt", method(trainer.fit(middle, HelloKan.split(1300, 0))));
    KanSpec options = spec(3).optimizer("auto(memory=3)").build();
    assertFails(KanException.Kind.USER, "name the method", () -> trainer.fit(options, split));
  }

  private static String precision(Fit fit) {
    return fit.kan().operations().getLast().details().get("precision");
  }

  private static String method(Fit fit) {
    return fit.kan().operations().getLast().details().get("optimizer").replaceFirst("\\(.*", "");
  }

  @Test
  void goesOnFromAModelAndRemembersBoth() {
    Split split = HelloKan.split(300, 0);
    Fit first = trainer.fit(spec(20).build(), split);
    Fit second = trainer.fit(first.kan(), TrainingSpec.parse(Map.of("steps", 30)), split);
    assertEquals(2, second.kan().operations().size());
    assertEquals("fit", second.kan().operations().getLast().name());
    Map<String, String> details = first.kan().operations().getFirst().details();
    assertEquals("20", details.get("steps"));
    assertEquals("300", details.get("train_rows"));
    assertTrue(details.get("plugins").startsWith("standard "), details.get("plugins"));
    assertTrue(details.get("data_sha256").matches("[0-9a-f]{64}"));
    assertEquals(
        details.get("data_sha256"),
        second.kan().operations().getLast().details().get("data_sha256"));
    assertTrue(
        metric(second.kan(), split.train(), "rmse") < metric(first.kan(), split.train(), "rmse"));
  }

  private static KanSpec.Builder spec(int steps) {
    return KanSpec.builder("y").hidden(4).grid(4).steps(steps);
  }

  @Test
  void sameSeedSameBitsForAnyNumberOfThreads() {
    Split split = HelloKan.split(700, 100);
    double[] expected = null;
    for (int threads : new int[] {1, 2, 4, 1}) {
      KanSpec spec =
          spec(25).lambda(1e-3).set(TrainingSpec.BACKEND, "cpu(threads=" + threads + ")").build();
      double[] numbers = trainer.fit(spec, split).kan().network().parameters();
      expected = expected == null ? numbers : expected;
      assertArrayEquals(expected, numbers, threads + " threads");
    }
    double[] other = trainer.fit(spec(25).seed(2).build(), split).kan().network().parameters();
    assertFalse(Arrays.equals(expected, other));
  }

  @Test
  void miniBatchesLearnToo() {
    KanSpec spec =
        spec(1500)
            .optimizer("adam(learning_rate=0.02)")
            .set(TrainingSpec.BATCH, 64)
            .set(TrainingSpec.GRID_UPDATES, 3)
            .build();
    Fit fit = trainer.fit(spec, HelloKan.split(500, 100));
    // every epoch has 8 batches; validation has its turn at the end of each
    for (StepRecord step : fit.steps()) {
      boolean turn = step.step() % 8 == 0 || step.step() == 1500;
      assertEquals(turn, !Double.isNaN(step.validationLoss()), "step " + step.step());
    }
    assertTrue(metric(fit.kan(), HelloKan.table(500, 9), "r2") > 0.99);
  }

  @Test
  void earlyStopRestoresTheBest() {
    KanSpec spec =
        KanSpec.builder("y").hidden(8).grid(20).steps(2000).set(TrainingSpec.PATIENCE, 15).build();
    Split split = HelloKan.split(60, 200); // few rows, many parameters: it will overfit
    List<StepRecord> heard = new ArrayList<>();
    Fit fit = trainer.fit(spec, split, heard::add);
    assertEquals(Fit.Why.EARLY_STOP, fit.why());
    assertEquals(fit.steps(), heard);
    StepRecord best =
        heard.stream().min(Comparator.comparingDouble(StepRecord::validationLoss)).orElseThrow();
    assertEquals(best.step(), fit.bestStep());
    assertEquals(best.step() + 15, heard.size());
    double scale =
        ((Task.Regression) fit.kan().task()).scalings().getFirst().scale(); // to standard units
    double rmse = metric(fit.kan(), split.validation(), "rmse") * scale;
    assertEquals(best.validationLoss(), rmse * rmse, 1e-9);
  }

  @Test
  void aPenaltyThatShapesTheNetworkIsNotUndone() {
    KanSpec shaping = KanSpec.builder("y").hidden(8).grid(20).steps(120).lambda(0.01).build();
    Split split = HelloKan.split(60, 200); // the least validation loss comes early
    assertEquals(120, trainer.fit(shaping, split).bestStep());
    KanSpec best =
        KanSpec.builder("y")
            .hidden(8)
            .grid(20)
            .steps(120)
            .lambda(0.01)
            .set(TrainingSpec.KEEP, "best")
            .build();
    assertTrue(trainer.fit(best, split).bestStep() < 120);
  }

  @Test
  void patienceWaitsForTheEndOfAnEpoch() {
    KanSpec spec =
        spec(60)
            .optimizer("adam(learning_rate=0.01)")
            .set(TrainingSpec.BATCH, 10)
            .set(TrainingSpec.PATIENCE, 3)
            .build();
    Fit fit = trainer.fit(spec, HelloKan.split(100, 50));
    assertTrue(fit.bestStep() >= 10, "stopped before the first look at the validation rows");
  }

  @Test
  void stepsThatAreFarTooLongEndInAnErrorOrFiniteNumbers() {
    for (String rate : List.of("1e6", "1e60", "1e300")) {
      KanSpec spec = spec(50).optimizer("adam(learning_rate=" + rate + ")").build();
      try {
        Kan kan = trainer.fit(spec, HelloKan.split(100, 20)).kan();
        assertTrue(Double.isFinite(metric(kan, HelloKan.table(50, 4), "rmse")));
      } catch (DivergenceException e) {
        assertEquals(KanException.Kind.NUMERIC, e.kind());
        assertTrue(e.step() >= 1);
        double rmse = metric(e.lastFinite(), HelloKan.split(100, 0).train(), "rmse");
        assertTrue(Double.isFinite(rmse), e.getMessage());
      }
    }
    KanSpec hopeless = spec(50).optimizer("adam(learning_rate=1e300)").build();
    DivergenceException error =
        assertThrows(
            DivergenceException.class, () -> trainer.fit(hopeless, HelloKan.split(100, 0)));
    assertTrue(error.layer().isPresent(), error.getMessage());
    assertTrue(error.getMessage().contains("layer"), error.getMessage());
  }

  @Test
  void classesAreLearned() {
    for (int classes : new int[] {2, 3}) {
      Split split =
          new Split(rings(400, classes, 1), rings(100, classes, 2), rings(300, classes, 3));
      KanSpec spec = KanSpec.builder("ring").hidden(4).steps(150).build();
      Fit fit = trainer.fit(spec, split);
      assertTrue(fit.kan().task() instanceof Task.Classification);
      assertEquals(classes == 2 ? 1 : 3, fit.kan().network().outputs());
      assertTrue(metric(fit.kan(), split.test(), "accuracy") > 0.95, classes + " classes");
      assertTrue(metric(fit.kan(), split.test(), "auc") > 0.99, classes + " classes");
      assertTrue(metric(fit.kan(), split.test(), "log_loss") < 0.2, classes + " classes");
    }
  }

  private static Table rings(int rows, int classes, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = new double[rows];
    double[] y = new double[rows];
    String[] ring = new String[rows];
    for (int r = 0; r < rows; r++) {
      int of = random.nextInt(classes);
      double radius = of + 0.2 + 0.6 * random.nextDouble();
      double angle = 2 * Math.PI * random.nextDouble();
      x[r] = radius * Math.cos(angle);
      y[r] = radius * Math.sin(angle);
      ring[r] = "ring " + of;
    }
    return ArrayTable.builder("rings").numbers("x", x).numbers("y", y).texts("ring", ring).build();
  }

  @Test
  void weightsCountAsRepeatedRows() {
    Table table = HelloKan.table(40, 1);
    double[] weights = new double[40];
    int[] repeated = new int[120];
    int at = 0;
    for (int r = 0; r < 40; r++) {
      weights[r] = r % 3 == 0 ? 0 : r % 3;
      for (int w = 0; w < weights[r]; w++) {
        repeated[at++] = r;
      }
    }
    ArrayTable.Builder weighted = ArrayTable.builder("weighted").numbers("w", weights);
    table.columns().forEach(weighted::column);
    Table none = table.select(new int[0]);
    KanSpec spec = spec(10).set(DataSpec.WEIGHT, "w").set(TrainingSpec.GRID_UPDATES, 0).build();
    Fit fit = trainer.fit(spec, new Split(weighted.build(), none, none));
    Kan start =
        new Kan(
            new Initialization(TestRegistries.standard())
                .network(spec.structure(), fit.kan().features(), 1, 1),
            fit.kan().features(),
            fit.kan().task(),
            List.of());
    Table rows = table.select(Arrays.copyOf(repeated, at));
    Fit other = trainer.fit(start, spec.training(), new Split(rows, none, none));
    assertArrayEquals(other.kan().network().parameters(), fit.kan().network().parameters(), 1e-6);
  }

  @Test
  void requestsThatCannotBeMetSayWhy() {
    Split split = HelloKan.split(30, 0);
    assertFails(
        KanException.Kind.USER,
        "did you mean 'lbfgs'",
        () -> trainer.fit(spec(2).optimizer("lbfgss").build(), split));
    assertFails(
        KanException.Kind.DATA,
        "no column 'z'",
        () -> trainer.fit(KanSpec.builder("z").build(), split));
    assertFails(
        KanException.Kind.USER,
        "binary_cross_entropy",
        () ->
            trainer.fit(
                KanSpec.builder("ring").set(TrainingSpec.LOSS, "mean_squared_error").build(),
                new Split(rings(30, 2, 1), rings(0, 2, 1), rings(0, 2, 1))));
  }

  private static void assertFails(KanException.Kind kind, String part, Executable executable) {
    KanException error = assertThrows(KanException.class, executable);
    assertEquals(kind, error.kind(), error.getMessage());
    assertTrue(error.getMessage().contains(part), error.getMessage());
  }

  @Test
  void degenerateDataStillGiveAFiniteModel() {
    Table one = HelloKan.table(1, 5);
    Table none = one.select(new int[0]);
    Fit fit =
        trainer.fit(spec(5).set(DataSpec.TASK, "regression").build(), new Split(one, none, none));
    assertTrue(fit.notes().toString().contains("constant"), fit.notes().toString());
    assertEquals(0, metric(fit.kan(), one, "rmse"), 1e-6);
    double[] x = new SplittableRandom(1).doubles(50).toArray();
    Table constant =
        ArrayTable.builder("constant")
            .numbers("x", x)
            .numbers("c", new double[50])
            .numbers("y", Arrays.stream(x).map(Math::exp).toArray())
            .build();
    Fit second = trainer.fit(spec(60).build(), new Split(constant, none, none));
    assertTrue(second.notes().getFirst().contains("'c' is constant"));
    assertTrue(metric(second.kan(), constant, "rmse") < 1e-2);
  }
}
