/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.editing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.HelloKan;
import org.kan4j.plugin.standard.Structures;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.EdgeId;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.training.Attribution;
import org.kan4j.spi.training.Statistics;
import org.kan4j.spi.training.Vector;
import org.kan4j.testkit.RandomNetworks;

/** Edits of whole models, on tables. */
class EditingTest {
  private static final KanRuntime RUNTIME = TestRegistries.runtime();
  private final Editing editing = RUNTIME.editing();

  static IntStream seeds() {
    return IntStream.range(0, 25);
  }

  private static Kan kan(Network network) {
    List<Feature> features =
        IntStream.range(0, network.inputs())
            .<Feature>mapToObj(
                i -> new Feature.Numeric("x" + i, Scaling.NONE, -1, 1, OptionalDouble.empty()))
            .toList();
    List<String> targets = IntStream.range(0, network.outputs()).mapToObj(o -> "y" + o).toList();
    return new Kan(
        network,
        features,
        new Task.Regression(targets, Collections.nCopies(targets.size(), Scaling.NONE)),
        List.of());
  }

  private static Table table(Network network, long seed) {
    ArrayTable.Builder builder = ArrayTable.builder("random");
    double[][] columns = RandomNetworks.columns(seed, network.inputs(), Outputs.ROWS);
    for (int i = 0; i < columns.length; i++) {
      builder.numbers("x" + i, columns[i]);
    }
    return builder.build();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyEditThatKeepsTheFunctionDoes(int seed) {
    Kan kan = kan(Outputs.splines(seed));
    Table table = table(kan.network(), seed);
    Kan edited = editing.widen(kan, new Editing.Width(0, 2, List.of(2)), 0.2, seed);
    edited = editing.deepen(edited, 1 + seed % 2, table);
    edited = editing.swap(edited, 0, 0, 1);
    edited = editing.shorten(edited, table).kan();
    Change change = editing.change(kan, edited, table);
    assertTrue(change.largest() < 1e-11, "seed " + seed + ": " + change);
    assertEquals(
        List.of("expand", "expand", "swap"),
        edited.operations().subList(0, 3).stream().map(o -> o.name()).toList());
  }

  @Test
  void aPerturbationTellsItsChange() {
    Kan kan = kan(Structures.dense(new Random(1), 2, 3, 1));
    Table table = table(kan.network(), 1);
    Kan small = editing.perturb(kan, 1e-6, 1);
    Kan large = editing.perturb(kan, 0.1, 1);
    assertEquals(new Change(0, 0), editing.change(kan, editing.perturb(kan, 0, 1), table));
    double ratio =
        editing.change(kan, large, table).mean() / editing.change(kan, small, table).mean();
    assertTrue(ratio > 1e4 && ratio < 1e6, ratio + ", near 1e5");
    assertEquals(Map.of("size", "0.1", "seed", "1"), large.operations().getLast().details());
  }

  /** The cost falls or stays, is that of the new model, and no swap of two makes it less. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shortensUntilNoSwapHelps(int seed) {
    Kan kan = kan(Outputs.splines(seed));
    Table table = table(kan.network(), seed);
    Shortened shortened = editing.shorten(kan, table);
    String which = "seed " + seed;
    assertEquals(cost(kan, table), shortened.costBefore(), 1e-9, which);
    assertEquals(cost(shortened.kan(), table), shortened.costAfter(), 1e-9, which);
    assertTrue(shortened.costAfter() <= shortened.costBefore(), which);
    if (shortened.swaps() == 0) {
      assertSame(kan, shortened.kan());
    }
    Network network = shortened.kan().network();
    for (int l = 0; l < network.layers().size() - 1; l++) {
      Nodes nodes = network.layers().get(l).nodes();
      for (int one = 0; one < nodes.count(); one++) {
        for (int other = one + 1; other < nodes.count(); other++) {
          boolean kind = (one < nodes.sums()) == (other < nodes.sums());
          if (kind && nodes.arity(one) == nodes.arity(other)) {
            double cost = cost(editing.swap(shortened.kan(), l, one, other), table);
            assertTrue(cost >= shortened.costAfter() - 1e-9, which);
          }
        }
      }
    }
  }

  private double cost(Kan kan, Table table) {
    Attribution scores = RUNTIME.attribution(kan, table);
    return Shortening.cost(kan.network(), scores.mean());
  }

  @Test
  void crossedEdgesAreUncrossed() {
    Network crossed =
        Structures.network(
            new Random(1),
            Structures.layer(3, Nodes.sums(3), (i, o) -> i + o == 2),
            Structures.layer(3, Nodes.sums(3), (i, o) -> i + o == 2));
    Kan kan = kan(crossed);
    Shortened shortened = editing.shorten(kan, table(crossed, 1));
    assertEquals(0, shortened.costAfter(), 1e-12);
    assertTrue(shortened.costBefore() > 0.5);
    assertEquals(1, shortened.swaps());
    for (Layer layer : shortened.kan().network().layers()) {
      for (int i = 0; i < 3; i++) {
        assertTrue(layer.live().lives(i, i));
      }
    }
  }

  /** The deviations of samples are those that the backend takes for its scores. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void samplesOfEdges(int seed) {
    Network network = Outputs.splines(seed);
    Kan kan = kan(network);
    Table table = table(network, seed);
    Columns inputs = Outputs.inputs(network, seed);
    Statistics statistics;
    try (Program program = Outputs.CPU.compile(network, Precision.FLOAT64)) {
      Vector parameters = program.vector();
      parameters.write(network.parameters());
      statistics = program.statistics(parameters, inputs);
    }
    for (EdgeId edge : EdgeId.living(network)) {
      EdgeSamples samples = editing.samples(kan, edge, table);
      Statistics.OfLayer of = statistics.layers().get(edge.layer());
      assertEquals(of.edge().get(edge.input(), edge.subnode()), deviation(samples.y()), 1e-10);
      for (int s = 1; s < samples.x().length; s++) {
        assertTrue(samples.x()[s - 1] <= samples.x()[s]);
      }
      assertEquals(samples.x()[0], samples.lower());
      assertEquals(samples.x()[Outputs.ROWS - 1], samples.upper());
      assertEquals(Arrays.stream(samples.y()).min().orElseThrow(), samples.lowest());
      assertEquals(Arrays.stream(samples.y()).max().orElseThrow(), samples.highest());
      long beyond = Arrays.stream(samples.x()).filter(x -> Math.abs(x) > 1).count();
      assertEquals(beyond / (double) Outputs.ROWS, samples.outside(), 1e-12);
    }
    assertThrows(KanException.class, () -> editing.samples(kan, new EdgeId(9, 0, 0), table));
  }

  private static double deviation(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (values.length - 1));
  }

  @Test
  void aWidenedModelLearnsMore() {
    Kan narrow =
        RUNTIME
            .fit(
                KanSpec.builder("y").hidden(1).grid(3).steps(60).seed(1).build(),
                HelloKan.split(200, 0))
            .kan();
    Kan wide = editing.widen(narrow, new Editing.Width(0, 3, List.of()), 0.3, 1);
    TrainingSpec more = TrainingSpec.parse(Map.of("steps", 60));
    double one = rmse(RUNTIME.fit(narrow, more, HelloKan.split(200, 0)).kan());
    double four = rmse(RUNTIME.fit(wide, more, HelloKan.split(200, 0)).kan());
    assertEquals(rmse(narrow), rmse(wide), 1e-12);
    assertTrue(four < 0.7 * one, one + " with one node, " + four + " with four");
  }

  private double rmse(Kan kan) {
    return RUNTIME.evaluate(kan, HelloKan.table(200, 1)).metrics().get("rmse");
  }

  @Test
  void placesAndNoiseAreChecked() {
    Kan kan = kan(Structures.dense(new Random(1), 2, 3, 1));
    Table table = table(kan.network(), 1);
    WideningTest.refused(() -> editing.deepen(kan, 3, table), "after 0 to 2");
    WideningTest.refused(
        () -> editing.widen(kan, new Editing.Width(0, 1, List.of()), -1, 1), "noise of size -1.0");
  }
}
