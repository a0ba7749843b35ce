/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.pruning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.evaluation.Evaluation;
import org.kan4j.core.evaluation.Predictor;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.Fixture;
import org.kan4j.core.training.HelloKan;
import org.kan4j.core.training.Trainer;
import org.kan4j.plugin.standard.Structures;
import org.kan4j.plugin.standard.pykan.Agreement;
import org.kan4j.plugin.standard.pykan.PykanFixture;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Importance;
import org.kan4j.spi.training.Pruner.Survivors;

/** Every pruner on a trained model. */
class PrunersTest {
  private static final Table TABLE = HelloKan.table(300, 1);
  private static final Kan KAN =
      new Trainer(
              TestRegistries.standard(),
              TestRegistries.backends(),
              TestRegistries.runtime().plugins())
          .fit(
              KanSpec.builder("y").hidden(5).grid(3).steps(150).lambda(1e-3).build(),
              HelloKan.split(300, 0))
          .kan();
  private final Pruning pruning = new Pruning(TestRegistries.standard(), TestRegistries.backends());

  private Kan pruned(String spec) {
    return pruning.prune(KAN, ComponentSpec.parse(spec), TABLE).kan();
  }

  /** The loss of a regression is the mean squared error of scaled targets. */
  private static double loss(Kan kan) {
    try (Predictor predictor = new Predictor(kan, TestRegistries.cpu(), Precision.FLOAT64)) {
      double rmse = Evaluation.of(predictor, TABLE).metrics().get("rmse");
      return rmse * rmse;
    }
  }

  @ParameterizedTest(name = "{0} edges")
  @ValueSource(ints = {14, 10, 7, 4, 2})
  void budgetLeavesAtMostSoMany(int edges) {
    Kan small = pruned("budget(edges=" + edges + ")");
    assertTrue(small.network().edges() <= edges, small.network().toString());
    assertTrue(small.network().edges() >= edges - 2, small.network().toString());
  }

  @Test
  void budgetOfNodes() {
    assertEquals(3, pruned("budget(nodes=3)").widths().get(1));
    Kan both = pruned("budget(nodes=2, edges=3)");
    assertTrue(both.widths().get(1) <= 2 && both.network().edges() <= 3, both.toString());
  }

  @ParameterizedTest(name = "rise of {0}")
  @ValueSource(doubles = {0, 0.02, 0.5, 60})
  void theLossRisesByNoMoreThanItsShare(double share) {
    Kan small = pruned("loss(max_increase=" + share + ")");
    assertTrue(loss(small) <= loss(KAN) * (1 + share) * (1 + 1e-9), loss(KAN) + ", " + loss(small));
    assertTrue(share < 60 || small.network().edges() < 8, small.network().toString());
  }

  /** What stays is what the metric scores above the threshold, or highest. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "edge_forward_spline_n",
        "edge_forward_spline_u",
        "edge_forward_sum",
        "edge_backward",
        "node_backward"
      })
  void everyMetricPrunes(String metric) {
    Importance before =
        pruning
            .contributions(KAN, TABLE)
            .importance(ComponentSpec.of(metric), TestRegistries.standard());
    double[] first = before.edges().getFirst().values().clone();
    Arrays.sort(first);
    double threshold = (first[4] + first[5]) / 2;
    ComponentSpec byThreshold =
        ComponentSpec.of("threshold")
            .with("node", -1)
            .with("edge", threshold)
            .with("metric", metric);
    Kan small = pruning.prune(KAN, byThreshold, TABLE).kan();
    if (small.widths().equals(KAN.widths())) {
      Mask live = small.network().layers().getFirst().live();
      for (int e = 0; e < live.inputs() * live.outputs(); e++) {
        assertEquals(
            before.edges().getFirst().values()[e] > threshold,
            live.lives(e / live.outputs(), e % live.outputs()),
            metric + ", edge " + e);
      }
    }
    assertTrue(small.network().edges() < KAN.network().edges());
    assertTrue(
        small.operations().getLast().details().get("pruner").contains("metric=" + metric),
        small.operations().getLast().toString());
    assertEquals(3, pruned("budget(nodes=3, metric=" + metric + ")").widths().get(1));
    Kan cheap = pruned("loss(max_increase=0.5, metric=" + metric + ")");
    assertTrue(loss(cheap) <= loss(KAN) * 1.5 * (1 + 1e-9), metric);
  }

  @Test
  void aMetricThatIsNotThereIsRefused() {
    KanException e =
        assertThrows(KanException.class, () -> pruned("threshold(metric=edge_backwards)"));
    assertTrue(e.getMessage().contains("did you mean 'edge_backward'?"), e.getMessage());
  }

  @Test
  void listByTheNamesOfTheModel() {
    Kan cut = pruned("list(inputs=[x2])");
    Mask live = cut.network().layers().getFirst().live();
    for (int o = 0; o < live.outputs(); o++) {
      assertTrue(live.lives(0, o));
      assertFalse(live.lives(1, o));
    }
    assertEquals(
        "list(edges=[], nodes=[0:1, 0:3], inputs=[])",
        pruned("list(nodes=[0:1, 0:3])").operations().getLast().details().get("pruner"));
    KanException e = assertThrows(KanException.class, () -> pruned("list(inputs=[x3])"));
    assertTrue(e.getMessage().contains("no input 'x3'; known: x1, x2"), e.getMessage());
  }

  @Test
  void listAgreesWithPykan() {
    PykanFixture fixture = PykanFixture.read("structure");
    int compared = 0;
    for (JsonNode of : fixture.json().get("cases")) {
      String a = of.get("args").get(0).asText();
      String b = of.get("args").get(1).asText();
      String what =
          switch (of.get("op").asText()) {
            case "remove_edge" ->
                "list(edges=[%s:%s->%s])".formatted(a, b, of.get("args").get(2).asText());
            case "remove_node" -> "list(nodes=[%d:%s])".formatted(Integer.parseInt(a) - 1, b);
            default -> "";
          };
      if (!what.isEmpty()) {
        Kan kan = PruningTest.kan(fixture.network(of.get("model")));
        Table table = PruningTest.table(of.get("model"), of.get("x"));
        Kan less = pruning.prune(kan, ComponentSpec.parse(what), table, Remnant.NOTHING).kan();
        Agreement.within(1e-9, "structure", "outputs before")
            .of(Fixture.flat(of.get("y_before")), PruningTest.predict(kan, table), what);
        Agreement.within(1e-9, "structure", "outputs after " + of.get("op").asText())
            .of(Fixture.flat(of.get("y_after")), PruningTest.predict(less, table), what);
        if (what.contains("edges")) {
          Mask live = less.network().layers().getFirst().live();
          double[] masks = Fixture.flat(of.get("masks").get(0));
          for (int e = 0; e < masks.length; e++) {
            Agreement.exact("structure", "edges after remove_edge")
                .same(masks[e] != 0, live.lives(e / live.outputs(), e % live.outputs()), what);
          }
        }
        compared++;
      }
    }
    assertEquals(2, compared);
  }

  @Test
  void aPreviewTellsTheLossAndChangesNothing() {
    Preview preview = pruning.preview(KAN, ComponentSpec.parse("budget(edges=4)"), TABLE);
    assertEquals(loss(KAN) / variance(), preview.lossBefore(), 1e-12);
    assertEquals(loss(preview.pruned().kan()) / variance(), preview.lossAfter(), 1e-12);
    assertEquals(preview.lossAfter() / preview.lossBefore() - 1, preview.rise(), 1e-9);
    assertTrue(preview.rise() > 0);
    assertEquals(pruned("budget(edges=4)").network(), preview.pruned().kan().network());
    Table blind =
        ArrayTable.builder("blind").numbers("x1", 0.1, 0.2).numbers("x2", 0.3, -0.4).build();
    KanException e =
        assertThrows(
            KanException.class,
            () -> pruning.preview(KAN, ComponentSpec.parse("budget(edges=4)"), blind));
    assertEquals(KanException.Kind.DATA, e.kind());
  }

  /** Targets were scaled to deviation 1. */
  private static double variance() {
    Task.Regression task = (Task.Regression) KAN.task();
    double scale = task.scalings().getFirst().apply(1) - task.scalings().getFirst().apply(0);
    return 1 / (scale * scale);
  }

  @Test
  void anUnusedInputCanGo() {
    Kan cut = pruned("list(inputs=[x1])");
    Kan less = pruning.pruneInputs(cut).kan();
    assertEquals(List.of("x2"), less.features().stream().map(Feature::name).toList());
    assertEquals(1, less.network().inputs());
    assertArrayEquals(PruningTest.predict(cut, TABLE), PruningTest.predict(less, TABLE));
    Table narrow = ArrayTable.builder("narrow").numbers("x2", 0.3, -0.4).build();
    assertEquals(2, PruningTest.predict(less, narrow).length);
    assertEquals("prune_inputs", less.operations().getLast().name());
    assertSame(less, pruning.pruneInputs(less).kan());
  }

  @Test
  void levelsOfOneColumnStayTogether() {
    List<Feature> features =
        List.of(
            new Feature.Level("colour", "blue", Scaling.NONE),
            new Feature.Level("colour", "red", Scaling.NONE),
            new Feature.Level("shape", "round", Scaling.NONE),
            new Feature.Level("shape", "square", Scaling.NONE));
    Network network = Structures.dense(new Random(1), 4, 2, 1);
    Mask some = Mask.of(4, 2, (i, o) -> i == 1);
    Network thin =
        Subnetwork.masked(
            network,
            new Survivors(
                Survivors.all(network).nodes(),
                List.of(some, Survivors.all(network).edges().getLast()),
                List.of()));
    Kan kan = new Kan(thin, features, KAN.task(), List.of());
    Pruned pruned = pruning.pruneInputs(kan);
    assertEquals(features.subList(0, 2), pruned.kan().features());
    assertEquals(
        List.of("inputs removed that no edge leaves: shape=round, shape=square"), pruned.reasons());
    Table table =
        ArrayTable.builder("t").texts("colour", "red", "blue").texts("shape", "round", "x").build();
    assertEquals(2, PruningTest.predict(pruned.kan(), table).length);
  }

  @Test
  void aModelThatUsesNoInputIsRefused() {
    Network network = Structures.dense(new Random(1), 2, 1);
    Network none =
        Subnetwork.masked(
            network,
            new Survivors(Survivors.all(network).nodes(), List.of(Mask.none(2, 1)), List.of()));
    KanException e =
        assertThrows(KanException.class, () -> pruning.pruneInputs(PruningTest.kan(none)));
    assertTrue(e.getMessage().contains("is a constant"), e.getMessage());
  }
}
