/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.pruning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.evaluation.Predictor;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Table;
import org.kan4j.core.training.Fixture;
import org.kan4j.plugin.standard.pykan.Agreement;
import org.kan4j.plugin.standard.pykan.PykanFixture;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Attribution;

class PruningTest {
  private final Pruning pruning = new Pruning(TestRegistries.standard(), TestRegistries.backends());

  @Test
  void attributionAgreesWithPykan() {
    PykanFixture fixture = PykanFixture.read("attribute");
    for (JsonNode of : fixture.json().get("cases")) {
      String name = of.get("case").asText();
      Network network = fixture.network(of.get("model"));
      Attribution scores = pruning.attribution(kan(network), table(of.get("model"), of.get("x")));
      for (int k = 0; k < network.outputs(); k++) {
        Attribution.OfOutput seen = scores.outputs().get(k);
        for (int l = 0; l < network.layers().size(); l++) {
          Agreement.within(1e-9, "attribute", "node scores, per output")
              .of(Fixture.flat(of.get("node_scores_all").get(l).get(k)), seen.nodes().get(l), name);
          assertEdges(of.get("edge_scores_all").get(l).get(k), seen, l, "per output");
        }
      }
      for (int l = 0; l < network.layers().size(); l++) {
        Agreement.within(1e-9, "attribute", "node scores, mean")
            .of(Fixture.flat(of.get("node_scores").get(l)), scores.mean().nodes().get(l), name);
        Agreement.within(1e-9, "attribute", "subnode scores, mean")
            .of(
                Fixture.flat(of.get("subnode_scores").get(l)),
                scores.mean().subnodes().get(l),
                name);
        assertEdges(of.get("edge_scores").get(l), scores.mean(), l, "mean");
      }
      Agreement.within(1e-9, "attribute", "scores of features")
          .of(Fixture.flat(of.get("feature_score")), scores.mean().nodes().getFirst(), name);
      // pykan counts edges with a numeric part alone
      int symbolic = network.layers().stream().mapToInt(layer -> layer.symbolic().size()).sum();
      Agreement.exact("attribute", "number of edges")
          .same(of.get("n_edge").intValue() + symbolic, network.edges(), name);
    }
  }

  private static void assertEdges(
      JsonNode expected, Attribution.OfOutput scores, int layer, String what) {
    for (int o = 0; o < expected.size(); o++) {
      for (int i = 0; i < expected.get(o).size(); i++) {
        Agreement.within(1e-9, "attribute", "edge scores, " + what)
            .of(
                expected.get(o).get(i).asDouble(),
                scores.edges().get(layer).get(i, o),
                "layer " + layer);
      }
    }
  }

  @Test
  void pruningAgreesWithPykan() {
    PykanFixture fixture = PykanFixture.read("prune");
    for (JsonNode of : fixture.json().get("cases")) {
      Kan kan = kan(fixture.network(of.get("model")));
      Table table = table(of.get("model"), of.get("x"));
      double[] parameters = kan.network().parameters();
      assertArrayEquals(Fixture.flat(of.get("y")), predict(kan, table), 1e-9);
      for (JsonNode edge : of.get("prune_edge")) {
        check(kan, table, spec(-1, edge.get("threshold").asDouble()), edge);
      }
      for (JsonNode node : of.get("prune_node")) {
        check(kan, table, spec(node.get("threshold").asDouble(), -1), node);
      }
      for (JsonNode both : of.get("prune")) {
        check(
            kan, table, spec(both.get("node_th").asDouble(), both.get("edge_th").asDouble()), both);
      }
      // pykan's original has lost its edges by now
      assertArrayEquals(parameters, kan.network().parameters());
      assertArrayEquals(Fixture.flat(of.get("y")), predict(kan, table), 1e-9);
    }
  }

  private static ComponentSpec spec(double node, double edge) {
    return ComponentSpec.of("threshold").with("node", node).with("edge", edge);
  }

  private void check(Kan kan, Table table, ComponentSpec spec, JsonNode expected) {
    String name = spec.toString();
    Pruned pruned;
    try {
      pruned = pruning.prune(kan, spec, table, Remnant.NOTHING);
    } catch (KanException e) {
      // pykan prunes to nothing where we refuse
      assertEquals(KanException.Kind.USER, e.kind());
      assertTrue(e.getMessage().contains("no path"), e.getMessage());
      return;
    }
    Agreement.within(1e-9, "prune", "outputs of pruned models")
        .of(Fixture.flat(expected.get("y")), predict(pruned.kan(), table), name);
    if (!expected.has("survivors")) {
      return;
    }
    List<List<Integer>> survivors = new ArrayList<>();
    for (JsonNode layer : expected.get("survivors")) {
      survivors.add(IntStream.range(0, layer.size()).mapToObj(n -> layer.get(n).asInt()).toList());
    }
    boolean sameNodes =
        IntStream.range(1, survivors.size())
            .allMatch(l -> survivors.get(l).size() == pruned.kan().widths().get(l));
    boolean folded = pruned.reasons().stream().anyMatch(r -> r.contains("became biases"));
    if (sameNodes && !folded) {
      for (int l = 0; l < pruned.kan().network().layers().size(); l++) {
        Mask live = pruned.kan().network().layers().get(l).live();
        double[] mask = Fixture.flat(expected.get("masks").get(l));
        for (int e = 0; e < mask.length; e++) {
          assertEquals(mask[e] != 0, live.lives(e / live.outputs(), e % live.outputs()), name);
        }
      }
    } else if (!folded) {
      // a node that no edge leaves is gone with us, and a dead end with pykan
      assertTrue(pruned.reasons().stream().anyMatch(r -> r.contains("no edge leaves")), name);
    }
    assertEquals("prune", pruned.kan().operations().getLast().name());
    assertTrue(pruned.edgesAfter() <= pruned.edgesBefore());
  }

  @Test
  void inputsAndNodesByHandAgreeWithPykan() {
    for (JsonNode of : PykanFixture.read("prune").json().get("cases")) {
      Kan kan = kan(PykanFixture.read("prune").network(of.get("model")));
      Table table = table(of.get("model"), of.get("x"));
      double[] scores = pruning.attribution(kan, table).mean().nodes().getFirst();
      for (JsonNode pruned : of.get("prune_input")) {
        List<Integer> kept =
            IntStream.range(0, scores.length)
                .filter(i -> scores[i] > pruned.get("threshold").doubleValue())
                .boxed()
                .toList();
        List<Integer> ids = new ArrayList<>();
        pruned.get("input_id").forEach(id -> ids.add(id.intValue()));
        Agreement.exact("prune", "inputs that stay")
            .same(ids, kept, pruned.get("threshold").asText());
        ComponentSpec byScore =
            ComponentSpec.of("threshold")
                .with("node", -1)
                .with("edge", -1)
                .with("input", pruned.get("threshold").doubleValue());
        Kan less = pruning.prune(kan, byScore, table, Remnant.NOTHING).kan();
        Kan least = kept.size() < scores.length ? pruning.pruneInputs(less).kan() : less;
        assertEquals(kept.size(), least.network().inputs());
        Agreement.within(1e-9, "prune", "outputs without inputs")
            .of(Fixture.flat(pruned.get("y")), predict(least, table), byScore.toString());
      }
      JsonNode manual = of.get("prune_node_manual");
      List<String> gone = new ArrayList<>();
      for (int l = 0; l < manual.get("active_neurons_id").size(); l++) {
        List<Integer> active = new ArrayList<>();
        manual.get("active_neurons_id").get(l).forEach(id -> active.add(id.intValue()));
        for (int n = 0; n < kan.widths().get(l + 1); n++) {
          if (!active.contains(n)) {
            gone.add(l + ":" + n);
          }
        }
      }
      Kan less =
          pruning
              .prune(kan, ComponentSpec.parse("list(nodes=" + gone + ")"), table, Remnant.NOTHING)
              .kan();
      Agreement.within(1e-9, "prune", "outputs without nodes by hand")
          .of(Fixture.flat(manual.get("y")), predict(less, table), gone.toString());
    }
  }

  @Test
  void aSingleRowSaysNothing() {
    Network network =
        PykanFixture.read("trained")
            .network(PykanFixture.read("trained").json().get("stages").get(0).get("model"));
    Table one = ArrayTable.builder("one").numbers("x1", 0.5).numbers("x2", 0.1).build();
    KanException error =
        assertThrows(KanException.class, () -> pruning.attribution(kan(network), one));
    assertEquals(KanException.Kind.DATA, error.kind());
  }

  static double[] predict(Kan kan, Table table) {
    try (Predictor predictor = new Predictor(kan, TestRegistries.cpu(), Precision.FLOAT64)) {
      return predictor.predict(table).values();
    }
  }

  static Table table(JsonNode model, JsonNode x) {
    ArrayTable.Builder builder = ArrayTable.builder("pykan");
    JsonNode selected = model.get("input_id");
    for (int i = 0; i < selected.size(); i++) {
      builder.numbers("x" + (i + 1), Fixture.column(x, selected.get(i).asInt()));
    }
    return builder.build();
  }

  static Kan kan(Network network) {
    List<Feature> features =
        IntStream.range(0, network.inputs())
            .<Feature>mapToObj(i ->
                new Feature.Numeric("x" + (i + 1), Scaling.NONE, -1, 1, OptionalDouble.empty()))
            .toList();
    List<String> targets =
        IntStream.range(0, network.outputs()).mapToObj(o -> "y" + (o + 1)).toList();
    return new Kan(
        network,
        features,
        new Task.Regression(targets, Collections.nCopies(targets.size(), Scaling.NONE)),
        List.of());
  }
}
