/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.quirk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.pruning.Pruned;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.spec.StructureSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Column;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.HelloKan;
import org.kan4j.plugin.standard.Structures;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.network.EdgeId;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.training.Attribution;
import org.kan4j.spi.training.Statistics;
import org.kan4j.spi.training.Vector;

/** Where pykan's scores and prunings are wrong, or forget. */
class PruningQuirksTest {
  private final KanRuntime runtime = TestRegistries.runtime();

  private Kan fitted() {
    KanSpec spec =
        KanSpec.builder("y")
            .set(StructureSpec.HIDDEN, List.of("3+1x2"))
            .set(StructureSpec.BASIS, "bspline(grid=3, grid_eps=0.7)")
            .set(StructureSpec.EXTRAPOLATION, "clamp")
            .set(StructureSpec.AFFINE, true)
            .set(TrainingSpec.GRID_UPDATES, 0)
            .steps(20)
            .build();
    return runtime.fit(spec, HelloKan.split(80, 0)).kan();
  }

  @Test
  void aPrunedModelForgetsNothing() {
    Kan kan = fitted();
    Network before = kan.network();
    Pruned pruned =
        runtime.prune(kan, ComponentSpec.parse("list(nodes=[0:1])"), HelloKan.table(80, 1));
    Network after = pruned.kan().network();
    assertEquals(before, kan.network());
    assertEquals(kan.features(), pruned.kan().features());
    assertEquals(kan.task(), pruned.kan().task());
    // one operation, though a node has edges on both sides
    assertEquals(kan.operations().size() + 1, pruned.kan().operations().size());
    assertEquals("prune", pruned.kan().operations().getLast().name());
    assertEquals(before.extrapolation(), after.extrapolation());
    assertEquals(new Nodes(2, List.of(2)), after.layers().getFirst().nodes());
    assertEquals(
        before.layers().getFirst().blocks().getFirst().bases(),
        after.layers().getFirst().blocks().getFirst().bases());
    assertFalse(after.frozen().get(after.layout().subnodeScale(0)), "affine maps train as before");
    assertEquals(
        before.parameter(before.layout().subnodeScale(0) + 2),
        after.parameter(after.layout().subnodeScale(0) + 1));
    // and it trains on
    Kan trained =
        runtime
            .fit(pruned.kan(), TrainingSpec.parse(Map.of("steps", 5)), HelloKan.split(80, 0))
            .kan();
    assertEquals(after.edges(), trained.network().edges());
  }

  /** pykan's symbolic edges are never pruned. */
  @Test
  void symbolicEdgesGoToo() {
    Table table = HelloKan.table(200, 1);
    Kan kan = fitted();
    for (EdgeId edge : EdgeId.living(kan.network())) {
      kan = runtime.symbolification().fix(kan, table, edge, ComponentSpec.of("sin"));
    }
    List<Double> scores = new ArrayList<>();
    Attribution.OfOutput mean = runtime.attribution(kan, table).mean();
    for (EdgeId edge : EdgeId.living(kan.network())) {
      scores.add(mean.edges().get(edge.layer()).get(edge.input(), edge.subnode()));
    }
    double median = scores.stream().sorted().toList().get(scores.size() / 3);
    Kan less =
        runtime
            .prune(kan, ComponentSpec.of("threshold").with("node", -1).with("edge", median), table)
            .kan();
    assertTrue(less.network().edges() < kan.network().edges(), less.toString());
  }

  /** After pykan drops inputs its data no longer fit, and nodes are cut in the wrong columns. */
  @Test
  void aModelWithoutAnInputGoesOnLikeAnyOther(@TempDir Path folder) {
    Table table = three();
    KanSpec spec = KanSpec.builder("y").hidden(4).grid(3).steps(40).build();
    Split split = new Split(table, table.select(new int[0]), table.select(new int[0]));
    Kan kan = runtime.fit(spec, split).kan();
    Kan cut = runtime.prune(kan, ComponentSpec.parse("list(inputs=[x2])"), table).kan();
    Kan less = runtime.pruneInputs(cut).kan();
    assertEquals(List.of("x1", "x3"), less.features().stream().map(Feature::name).toList());
    // scores, and prunings by them, are those of the model that still had the input
    for (int l = 0; l < 2; l++) {
      double[] expected = runtime.attribution(cut, table).mean().nodes().get(l + 1);
      double[] scores = runtime.attribution(less, table).mean().nodes().get(l + 1);
      assertArrayEquals(expected, scores, 1e-12);
    }
    ComponentSpec pruner = ComponentSpec.parse("budget(nodes=2)");
    Kan small = runtime.prune(less, pruner, table).kan();
    Kan fromCut = runtime.prune(cut, pruner, table).kan();
    assertArrayEquals(
        runtime.predictor(fromCut).predict(table).values(),
        runtime.predictor(small).predict(table).values(),
        1e-12);
    Kan trained = runtime.fit(small, TrainingSpec.parse(Map.of("steps", 3)), split).kan();
    Path file = folder.resolve("less.kan");
    runtime.save(trained, file);
    assertEquals(trained, runtime.load(file));
  }

  private static Table three() {
    Table two = HelloKan.table(120, 1);
    double[] x = new Random(5).doubles(120, -1, 1).toArray();
    return ArrayTable.builder("three")
        .numbers("x1", numbers(two, "x1"))
        .numbers("x2", x)
        .numbers("x3", numbers(two, "x2"))
        .numbers("y", numbers(two, "y"))
        .build();
  }

  private static double[] numbers(Table table, String name) {
    double[] numbers = new double[table.rows()];
    ((Column.Numbers) table.column(name)).read(0, numbers.length, numbers, 0);
    return numbers;
  }

  /** pykan trains the coefficients of dead edges on, and lets them pay. */
  @Test
  void deadEdgesNeitherTrainNorPay() {
    Kan kan =
        runtime
            .prune(
                fitted(),
                ComponentSpec.parse("list(edges=[0:0->0, 0:1->3])"),
                HelloKan.table(80, 1))
            .kan();
    TrainingSpec spec =
        TrainingSpec.parse(
            Map.of(
                "steps",
                5,
                "grid_updates",
                0,
                "lambda",
                0.1,
                "regularizers",
                List.of(
                    "coefficients(magnitude=1, difference=1)",
                    "smoothness",
                    "groups",
                    "sparsity")));
    Network with = runtime.fit(kan, spec, HelloKan.split(80, 0)).kan().network();
    Network dead = changed(kan.network(), 1e3);
    Kan changed = new Kan(dead, kan.features(), kan.task(), kan.operations());
    Network other = runtime.fit(changed, spec, HelloKan.split(80, 0)).kan().network();
    Layout layout = with.layout();
    for (int j = 0; j < 6; j++) {
      int place = layout.coefficient(0, 0, 0, j, 0);
      assertEquals(kan.network().parameter(place), with.parameter(place));
      assertEquals(dead.parameter(place), other.parameter(place));
    }
    for (int p : with.trainable().stream().toArray()) {
      assertEquals(with.parameter(p), other.parameter(p), "place " + p);
    }
  }

  private static Network changed(Network network, double by) {
    double[] parameters = network.parameters();
    for (int j = 0; j < 6; j++) {
      parameters[network.layout().coefficient(0, 0, 0, j, 0)] += by;
      parameters[network.layout().coefficient(0, 0, 1, j, 3)] -= by;
    }
    return network.with(parameters);
  }

  /**
   * Products of different arity and several outputs, where pykan breaks, or is wrong if there are
   * as many outputs as factors. The scores as the paper has them, written down once more.
   */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void scoresOfProductsWithSeveralOutputs(long seed) {
    Random random = new Random(seed);
    Network network =
        Structures.network(
            random,
            Structures.layer(2, new Nodes(1, List.of(2, 3)), (i, o) -> random.nextInt(5) > 0),
            Structures.layer(3, new Nodes(0, List.of(3, 2)), (i, o) -> random.nextInt(5) > 0));
    Columns inputs =
        Columns.of(40, random.doubles(40, -1, 1).toArray(), random.doubles(40, -1, 1).toArray());
    Statistics statistics;
    try (Program program = TestRegistries.cpu().compile(network, Precision.FLOAT64)) {
      Vector parameters = program.vector();
      parameters.write(network.parameters());
      statistics = program.statistics(parameters, inputs);
    }
    Attribution found = Attribution.of(network, statistics);
    for (int output = 0; output < network.outputs(); output++) {
      double[] nodes = new double[network.outputs()];
      nodes[output] = 1;
      for (int l = network.layers().size() - 1; l >= 0; l--) {
        Layer layer = network.layers().get(l);
        double[] below = new double[layer.inputs()];
        for (int i = 0; i < layer.inputs(); i++) {
          int o = 0;
          for (int node = 0; node < layer.nodes().count(); node++) {
            for (int factor = 0; factor < layer.nodes().arity(node); factor++, o++) {
              Statistics.OfLayer of = statistics.layers().get(l);
              double score = nodes[node] * of.edge().get(i, o) / (of.subnode()[o] + 1e-4);
              assertEquals(
                  score,
                  found.outputs().get(output).edges().get(l).get(i, o),
                  1e-13,
                  "seed " + seed);
              below[i] += score;
            }
          }
        }
        nodes = below;
        assertArrayEquals(nodes, found.outputs().get(output).nodes().get(l), 1e-12, "seed " + seed);
      }
    }
  }
}
