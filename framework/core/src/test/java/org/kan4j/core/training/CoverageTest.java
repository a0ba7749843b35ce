/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.formula.Formula;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.table.FormulaTable;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.plugin.standard.basis.BSpline;
import org.kan4j.plugin.standard.function.Identity;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.training.Vector;

/** Grids that reach as far as the data, and how it is told where they do not. */
class CoverageTest {
  private static final int ROWS = 300;
  private static final Backend CPU = TestRegistries.cpu();
  private final KanRuntime runtime = TestRegistries.runtime();
  private final GridUpdate update = new GridUpdate(CPU, Precision.FLOAT64);

  /** Two layers of random splines on [-1, 1], of which the second sees more than that. */
  private static Network network(long seed, int order) {
    Random random = new Random(seed);
    Basis basis = BSpline.uniform(4, order, -1, 1);
    Network zero =
        Network.zero(List.of(layer(basis, 2, 3), layer(basis, 3, 1)), Extrapolation.LINEAR);
    double[] parameters = zero.parameters();
    for (int p = 0; p < parameters.length; p++) {
      parameters[p] += zero.frozen().get(p) ? 0 : random.nextGaussian();
    }
    return zero.with(parameters);
  }

  private static Layer layer(Basis basis, int inputs, int outputs) {
    List<Basis> bases = java.util.Collections.nCopies(inputs, basis);
    return Layer.of(
        new Block(bases, Identity.factory().create(Map.of()), Mask.all(inputs, outputs)),
        Nodes.sums(outputs));
  }

  private static Columns rows(long seed) {
    Random random = new Random(seed);
    return Columns.of(
        ROWS, random.doubles(ROWS, -1, 1).toArray(), random.doubles(ROWS, -1, 1).toArray());
  }

  private static Coverage coverage(Network network, Columns inputs) {
    return Coverage.of(network, inputs, CPU, Precision.FLOAT64);
  }

  private static double[] outputs(Network network, Columns inputs) {
    double[] outputs = new double[inputs.rows() * network.outputs()];
    try (Program program = CPU.compile(network, Precision.FLOAT64)) {
      Vector parameters = program.vector();
      parameters.write(network.parameters());
      program.forward(parameters, inputs, outputs);
    }
    return outputs;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void sharesAreThoseOfACount(long seed) {
    Network network = network(seed, 3);
    Columns inputs = rows(seed);
    double[][] reaching = LayerInputs.of(network, 1, inputs, CPU, Precision.FLOAT64);
    long outside =
        Arrays.stream(reaching)
            .flatMapToDouble(Arrays::stream)
            .filter(x -> Math.abs(x) > 1)
            .count();
    double farthest =
        Arrays.stream(reaching)
            .flatMapToDouble(Arrays::stream)
            .map(x -> (Math.abs(x) - 1) / 2)
            .max()
            .orElseThrow();
    Coverage coverage = coverage(network, inputs);
    assertEquals(0, coverage.layers().get(0).outside());
    assertEquals(outside / (3.0 * ROWS), coverage.layers().get(1).outside(), 1e-12, "seed " + seed);
    assertEquals(farthest, coverage.layers().get(1).farthest(), 1e-12, "seed " + seed);
    assertEquals(1, coverage.notes().size());
    assertTrue(coverage.notes().getFirst().contains("layer 1"), coverage.notes().getFirst());
  }

  @ParameterizedTest(name = "order {1}, seed {0}")
  @CsvSource({"1,1", "2,1", "3,1", "1,3", "2,3", "3,3", "1,2"})
  void coveringKeepsWhatTheNetworkComputesNearly(long seed, int order) {
    Network network = network(seed, order);
    Columns inputs = rows(seed);
    Network covering = update.toCover(network, inputs, 0.01, 1);
    assertTrue(coverage(covering, inputs).complete(), "seed " + seed);
    assertEquals(network.layers().getFirst(), covering.layers().getFirst());
    assertEquals(network.layout().size(), covering.layout().size());
    double[] before = outputs(network, inputs);
    double[] after = outputs(covering, inputs);
    // straight pieces go on as straight lines; others bend where the old ones went on straight
    double tolerance = order == 1 ? 1e-9 : 0.35 * deviation(before);
    double change = 0;
    for (int r = 0; r < ROWS; r++) {
      change += (after[r] - before[r]) * (after[r] - before[r]) / ROWS;
    }
    assertTrue(Math.sqrt(change) <= tolerance, "seed " + seed + ": " + Math.sqrt(change));
    Network half = update.toCover(network, inputs, 0.01, 0.5);
    double left = coverage(half, inputs).outside();
    assertTrue(
        left > 0 && left < coverage(network, inputs).outside(), "seed " + seed + ": " + left);
  }

  private static double deviation(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    return Math.sqrt(
        Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
  }

  @Test
  void frozenCurvesKeepTheirGrid() {
    Network network = network(1, 3);
    BitSet frozen = network.frozen();
    frozen.set(network.layout().coefficient(1, 0, 0, 0, 0));
    Network held =
        new Network(network.layers(), network.extrapolation(), network.parameters(), frozen);
    Network covering = update.toCover(held, rows(1), 0.01, 1);
    List<Basis> old = held.layers().get(1).blocks().getFirst().bases();
    List<Basis> moved = covering.layers().get(1).blocks().getFirst().bases();
    assertEquals(old.get(0), moved.get(0));
    assertFalse(old.get(1).equals(moved.get(1)));
  }

  private static Table drawn(String formula, int rows, double noise, long seed) {
    return FormulaTable.draw(
        Formula.parse(formula),
        "y",
        new FormulaTable.Sampling(rows, List.of(-1.0), List.of(1.0), noise, seed));
  }

  /** Fits that drift: no grid moves before the last step. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"lbfgs", "adam(learning_rate=0.05)"})
  void gridsCoverTheDataAfterAFitAndTheFitIsNoWorse(String optimizer) {
    double outsideBefore = 0;
    double outsideAfter = 0;
    for (int seed = 1; seed <= 5; seed++) {
      Table table = drawn("exp(sin(pi*x1) + x2^2)", 400, 0, seed);
      Split split = Split.random(table, 1, 0, seed);
      KanSpec.Builder drifting =
          KanSpec.builder("y")
              .hidden(3)
              .steps(150)
              .seed(seed)
              .optimizer(optimizer)
              .set(TrainingSpec.GRID_UPDATES, 1)
              .set(TrainingSpec.GRID_UPDATE_UNTIL, 0.0);
      Fit covered = runtime.fit(drifting.build(), split);
      Fit left = runtime.fit(drifting.set(TrainingSpec.GRID_UPDATES, 0).build(), split);
      Coverage after = runtime.coverage(covered.kan(), table);
      Coverage without = runtime.coverage(left.kan(), table);
      String message = "seed " + seed + ": " + without.notes() + ", then " + after.notes();
      assertTrue(after.outside() <= without.outside(), message);
      assertTrue(covered.notes().containsAll(after.notes()), covered.notes().toString());
      assertEquals(150, covered.steps().size());
      double least = runtime.loss(left.kan(), table);
      assertTrue(runtime.loss(covered.kan(), table) <= least * (1 + 1e-9), message);
      outsideBefore += without.outside() / 5;
      outsideAfter += after.outside() / 5;
    }
    assertTrue(outsideBefore > 0.01, "no drift: " + outsideBefore);
    assertTrue(outsideAfter < 0.5 * outsideBefore, outsideBefore + ", then " + outsideAfter);
  }

  @Test
  void whatIsLeftOutsideIsTold() {
    Table table = drawn("exp(sin(pi*x1) + x2^2)", 400, 0, 1);
    KanSpec spec =
        KanSpec.builder("y").hidden(3).steps(150).set(TrainingSpec.GRID_UPDATES, 0).build();
    Fit fit = runtime.fit(spec, Split.random(table, 1, 0, 1));
    Coverage coverage = runtime.coverage(fit.kan(), table);
    assertTrue(coverage.outside() > 0);
    assertTrue(fit.notes().containsAll(coverage.notes()), fit.notes().toString());
    String told = fit.kan().operations().getLast().details().get("outside_grids");
    assertEquals(
        coverage.layers().get(1).outside(), Double.parseDouble(told.split(", ", -1)[1]), 1e-6);
    assertEquals("0.0", told.split(", ", -1)[0]);
  }

  @Test
  void theValidationLossStaysAsGood() {
    Table table = drawn("x1*x2 + x1", 80, 0.2, 3);
    Split split = Split.random(table, 0.5, 0.5, 3);
    KanSpec spec = KanSpec.builder("y").hidden(4).grid(8).steps(200).build();
    Fit fit = runtime.fit(spec, split);
    double best = fit.steps().stream().mapToDouble(StepRecord::validationLoss).min().orElseThrow();
    assertTrue(
        runtime.loss(fit.kan(), split.validation()) <= 1.0101 * best,
        runtime.loss(fit.kan(), split.validation()) + " of " + best);
  }
}
