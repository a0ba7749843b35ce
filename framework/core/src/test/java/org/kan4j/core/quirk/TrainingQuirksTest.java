/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.quirk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.model.Kan;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.spec.StructureSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.Fit;
import org.kan4j.core.training.HelloKan;
import org.kan4j.core.training.StepRecord;
import org.kan4j.plugin.standard.StandardPlugin;
import org.kan4j.plugin.standard.optimizer.Lbfgs;
import org.kan4j.spi.KanPlugin;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.training.Optimizer;
import org.kan4j.spi.training.Problem;
import org.kan4j.spi.training.Vector;

/** Where pykan trains wrongly, or not at all, or breaks. */
class TrainingQuirksTest {
  private final KanRuntime runtime = TestRegistries.runtime();

  private static KanSpec.Builder spec(int steps) {
    return KanSpec.builder("y").hidden(3).grid(4).steps(steps);
  }

  private double rmse(Kan kan, Table table) {
    return runtime.evaluate(kan, table).metrics().get("rmse");
  }

  /** pykan dies of splines of degree 0. */
  @Test
  void constantPiecesAreSplinesToo() {
    KanSpec spec =
        KanSpec.builder("y")
            .hidden()
            .set(StructureSpec.BASIS, "bspline(grid=20, order=0)")
            .set(StructureSpec.BASE, "zero")
            .steps(50)
            .build();
    double[] x = new SplittableRandom(1).doubles(400, -1, 1).toArray();
    Table line = ArrayTable.builder("line").numbers("x", x).numbers("y", x).build();
    Kan kan = runtime.fit(spec, new Split(line, none(line), none(line))).kan();
    // a line by 20 constants over a width of 2
    assertEquals(0.1 / Math.sqrt(12), rmse(kan, line), 5e-3);
    assertTrue(rmse(runtime.refine(kan, 40, line), line) < 0.04);
  }

  private static Table none(Table table) {
    return table.select(new int[0]);
  }

  /** pykan divides by zero if there are more grid updates than steps for them. */
  @ParameterizedTest(name = "{0} steps, {1} updates until {2} of them")
  @CsvSource({"3, 10, 1", "1, 10, 1", "40, 1000, 0.1", "5, 3, 0"})
  void moreGridUpdatesThanStepsAreNoTrouble(int steps, int updates, double until) {
    KanSpec spec =
        spec(steps)
            .set(TrainingSpec.GRID_UPDATES, updates)
            .set(TrainingSpec.GRID_UPDATE_UNTIL, until)
            .build();
    Fit fit = runtime.fit(spec, HelloKan.split(60, 0));
    assertTrue(Double.isFinite(rmse(fit.kan(), HelloKan.table(60, 1))));
    assertTrue(fit.steps().size() <= steps);
  }

  /** pykan stops at a batch larger than the test rows, and at one of a single row. */
  @ParameterizedTest(name = "batches of {0}")
  @CsvSource({"1", "7", "60", "61", "100000"})
  void batchesOfAnySize(int batch) {
    KanSpec spec =
        spec(30)
            .optimizer("adam")
            .lambda(1e-2)
            .set(TrainingSpec.BATCH, batch)
            .set(TrainingSpec.GRID_UPDATES, 0)
            .build();
    Fit fit = runtime.fit(spec, HelloKan.split(60, 10));
    assertTrue(Double.isFinite(rmse(fit.kan(), HelloKan.table(60, 1))));
    for (StepRecord step : fit.steps()) {
      assertTrue(Double.isFinite(step.objective()), step.toString());
    }
  }

  /** pykan takes an unknown optimizer for none and trains nothing. */
  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource({
    "optimizer, adan, adam",
    "optimizer, LBFGZ, lbfgs",
    "loss, mean_squared, mean_squared_error",
    "metric, edge_forward_spline, edge_forward_spline_n",
    "regularizers, sparsity2, sparsity",
    "backend, cpuu, cpu"
  })
  void unknownNamesAreRefusedWithTheNearest(String key, String name, String nearest) {
    KanException error =
        assertThrows(
            KanException.class,
            () ->
                runtime.fit(
                    spec(1)
                        .build()
                        .with(TrainingSpec.parse(Map.of(key, name, "steps", 1, "lambda", 1))),
                    HelloKan.split(20, 0)));
    assertEquals(KanException.Kind.USER, error.kind());
    assertTrue(error.getMessage().contains(name), error.getMessage());
    assertTrue(error.getMessage().contains(nearest), error.getMessage());
  }

  /** pykan calls the text itself if it does not know a base function by it. */
  @Test
  void anUnknownBaseFunctionIsRefused() {
    KanException error =
        assertThrows(
            KanException.class,
            () ->
                runtime.fit(
                    spec(1).set(StructureSpec.BASE, "sillu").build(), HelloKan.split(20, 0)));
    assertTrue(error.getMessage().contains("did you mean 'silu'"), error.getMessage());
  }

  /** pykan's rate of Adam, 1, makes the error three times as large in ten steps. */
  @Test
  void theUsualRateOfAdamLearns() {
    Split split = HelloKan.split(200, 0);
    Fit fit = runtime.fit(spec(100).optimizer("adam").build(), split);
    double start = fit.steps().getFirst().trainLoss();
    assertTrue(fit.steps().get(9).trainLoss() < start);
    assertTrue(fit.steps().getLast().trainLoss() < 0.5 * start);
  }

  /** pykan's L-BFGS remembers steps on grids that are no more. */
  @Test
  void anOptimizerBeginsAnewOnMovedGrids() {
    long moved = 0;
    for (int seed = 1; seed <= 5; seed++) {
      AtomicInteger sessions = new AtomicInteger();
      KanRuntime own = KanRuntime.of(List.of(new StandardPlugin(), new CountingPlugin(sessions)));
      KanSpec spec =
          KanSpec.builder("y")
              .hidden(3)
              .grid(20)
              .steps(60)
              .seed(seed)
              .optimizer("counting")
              .set(TrainingSpec.GRID_UPDATES, 6)
              .build();
      Fit fit = own.fit(spec, HelloKan.split(200, 0));
      long movedHere = fit.steps().stream().filter(StepRecord::gridUpdated).count();
      moved += movedHere;
      // grids that would do harm stay, but cost a session too
      assertTrue(sessions.get() > movedHere, "seed " + seed + ": " + sessions + " sessions");
    }
    assertTrue(moved > 0, "no grid moved");
  }

  /** pykan reports the root of any loss. */
  @Test
  void theLossOfClassesIsTheCrossEntropy() {
    SplittableRandom random = new SplittableRandom(1);
    double[] x = random.doubles(200, -1, 1).toArray();
    String[] side =
        Arrays.stream(x)
            .mapToObj(v -> v + 0.3 * random.nextDouble(-1, 1) > 0 ? "right" : "left")
            .toArray(String[]::new);
    Table table = ArrayTable.builder("sides").numbers("x", x).texts("side", side).build();
    KanSpec spec =
        KanSpec.builder("side").hidden().steps(20).set(TrainingSpec.KEEP, "last").build();
    Fit fit = runtime.fit(spec, new Split(table, table, none(table)));
    assertEquals(
        runtime.evaluate(fit.kan(), table).metrics().get("log_loss"),
        fit.steps().getLast().validationLoss(),
        1e-12);
  }

  /** After pykan's fit, scores are those of the test rows. */
  @Test
  void scoresAreOfTheRowsThatAreGiven() {
    Split split = new Split(HelloKan.table(100, 1), none(HelloKan.table(1, 1)), shifted());
    Kan kan = runtime.fit(spec(20).build(), split).kan();
    List<double[]> before = runtime.attribution(kan, split.train()).mean().nodes();
    runtime.evaluate(kan, split.test());
    List<double[]> other = runtime.attribution(kan, split.test()).mean().nodes();
    List<double[]> after = runtime.attribution(kan, split.train()).mean().nodes();
    for (int l = 0; l < before.size(); l++) {
      assertTrue(Arrays.equals(before.get(l), after.get(l)));
    }
    assertNotEquals(before.getFirst()[0], other.getFirst()[0]);
  }

  private static Table shifted() {
    double[] x1 = new SplittableRandom(3).doubles(50, 0, 0.2).toArray();
    double[] x2 = new SplittableRandom(4).doubles(50, -0.2, 0).toArray();
    return ArrayTable.builder("corner")
        .numbers("x1", x1)
        .numbers("x2", x2)
        .numbers("y", new double[50])
        .build();
  }

  /** pykan writes a folder of checkpoints as soon as a model is made. */
  @Test
  void trainingWritesNothing() throws IOException {
    Set<Path> before = files();
    Kan kan = runtime.fit(spec(5).build(), HelloKan.split(30, 0)).kan();
    runtime.refine(kan, 8, HelloKan.table(30, 1));
    assertEquals(before, files());
  }

  private static Set<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(""))) {
      return files.collect(Collectors.toSet());
    }
  }

  /** pykan changes the list of widths that it is given. */
  @Test
  void whatIsGivenStaysAsItIs() {
    List<String> hidden = new ArrayList<>(List.of("2+1x2"));
    KanSpec spec = spec(2).set(StructureSpec.HIDDEN, hidden).build();
    Kan first = runtime.fit(spec, HelloKan.split(30, 0)).kan();
    assertEquals(List.of("2+1x2"), hidden);
    hidden.set(0, "7");
    assertEquals(List.of(2, 3, 1), runtime.fit(spec, HelloKan.split(30, 0)).kan().widths());
    double[] numbers = first.network().parameters();
    runtime.fit(first, TrainingSpec.parse(Map.of("steps", 3)), HelloKan.split(30, 0));
    assertTrue(Arrays.equals(numbers, first.network().parameters()));
  }

  /** Offers L-BFGS that counts its sessions. */
  private record CountingPlugin(AtomicInteger sessions) implements KanPlugin {
    @Override
    public String id() {
      return "counting";
    }

    @Override
    public PluginVersion version() {
      return new PluginVersion("1", SPI_VERSION);
    }

    @Override
    public List<Factory<Optimizer>> optimizers() {
      return List.of(
          Factory.of("counting", "counts", List.of(), options -> new Counting(sessions)));
    }
  }

  private record Counting(AtomicInteger sessions) implements Optimizer {
    @Override
    public String name() {
      return "counting";
    }

    @Override
    public Options options() {
      return Options.NONE;
    }

    @Override
    public Session start(Problem problem, Vector parameters) {
      sessions.incrementAndGet();
      return Lbfgs.factory().create(Map.of()).start(problem, parameters);
    }
  }
}
