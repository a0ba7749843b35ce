/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.attribution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.training.Fixture;
import org.kan4j.plugin.standard.pykan.Agreement;
import org.kan4j.plugin.standard.pykan.PykanFixture;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.NodeId;
import org.kan4j.spi.training.Attribution;
import org.kan4j.spi.training.Importance;
import org.kan4j.spi.training.Scores;
import org.kan4j.spi.training.Vector;
import org.kan4j.testkit.RandomNetworks;

class ContributionsTest {
  private static Agreement agreement(String quantity) {
    return Agreement.within(1e-9, "attribute", quantity);
  }

  private static Contributions contributions(Network network, Columns inputs) {
    try (Program program = TestRegistries.cpu().compile(network, Precision.FLOAT64)) {
      Vector parameters = program.vector();
      parameters.write(network.parameters());
      return Contributions.of(network, program.statistics(parameters, inputs));
    }
  }

  private static Contributions random(long seed) {
    Network network = RandomNetworks.of(seed, 4);
    return contributions(
        network, Columns.of(50, RandomNetworks.columns(seed, network.inputs(), 50)));
  }

  private static List<JsonNode> cases() {
    List<JsonNode> cases = new ArrayList<>();
    PykanFixture.read("attribute").json().get("cases").forEach(cases::add);
    assertEquals(4, cases.size());
    return cases;
  }

  private static Contributions contributions(JsonNode of) {
    return contributions(
        PykanFixture.read("attribute").network(of.get("model")),
        PykanFixture.inputs(of.get("model"), of.get("x")));
  }

  /** Pykan counts layers of nodes from the inputs; we count layers. */
  private static int layer(JsonNode of) {
    return of.get("l").intValue() - 1;
  }

  /** Inputs x nodes as pykan has them: nodes x inputs. */
  private static double[] transposed(Matrix matrix) {
    double[] values = new double[matrix.values().length];
    for (int i = 0; i < matrix.rows(); i++) {
      for (int n = 0; n < matrix.columns(); n++) {
        values[n * matrix.rows() + i] = matrix.get(i, n);
      }
    }
    return values;
  }

  @Test
  void innerLayersAgreeWithPykan() {
    for (JsonNode of : cases()) {
      Contributions all = contributions(of);
      for (JsonNode inner : of.get("attribute_l")) {
        Matrix pairs = all.pairs(layer(inner));
        double[] expected = Fixture.flat(inner.get("node_scores_all0"));
        agreement("scores from inner layers")
            .of(expected, transposed(pairs), of.get("case").asText());
        for (int n = 0; n < pairs.columns(); n++) {
          double[] toNode = all.toNode(new NodeId(layer(inner), n)).nodes().getFirst();
          int at = n * pairs.rows();
          agreement("scores from inner nodes")
              .of(Arrays.copyOfRange(expected, at, at + pairs.rows()), toNode, "node " + n);
        }
      }
      Scores scores = all.scores(ComponentSpec.of("node_backward"), TestRegistries.standard());
      for (int l = 0; l < scores.layers().size(); l++) {
        agreement("scores of pairs")
            .of(
                Fixture.flat(of.get("node_attribute_scores").get(l)),
                transposed(scores.layers().get(l)),
                of.get("case").asText());
      }
    }
  }

  @Test
  void weightedOutputsAgreeWithPykan() {
    for (JsonNode of : cases()) {
      // pykan's scores are means over the outputs
      double[] weights = Fixture.flat(of.get("out_score").get("weights"));
      int outputs = weights.length;
      Attribution.OfOutput scores =
          contributions(of)
              .toOutputs(Arrays.stream(weights).map(w -> w / outputs).toArray())
              .scores();
      for (int l = 0; l < scores.edges().size(); l++) {
        agreement("scores from weighted outputs, nodes")
            .of(
                Fixture.flat(of.get("out_score").get("node_scores").get(l)),
                scores.nodes().get(l),
                "layer " + l);
        JsonNode edges = of.get("out_score").get("edge_scores").get(l);
        agreement("scores from weighted outputs, edges")
            .of(Fixture.flat(edges), transposed(scores.edges().get(l)), "layer " + l);
      }
      for (int k = 0; k < outputs; k++) {
        agreement("scores from one output")
            .of(
                Fixture.flat(of.get("node_scores_all").get(0).get(k)),
                contributions(of).toOutput(k).scores().nodes().getFirst(),
                "output " + k);
      }
    }
  }

  @Test
  void interactionsAgreeWithPykan() {
    int compared = 0;
    for (JsonNode of : cases()) {
      for (JsonNode asked : of.get("feature_interaction")) {
        Map<List<Integer>, Integer> expected = new HashMap<>();
        for (JsonNode group : asked.get("groups")) {
          List<Integer> inputs =
              Arrays.stream(Fixture.flat(group.get("features"))).mapToObj(f -> (int) f).toList();
          expected.put(inputs, group.get("count").intValue());
        }
        Map<List<Integer>, Integer> found = new HashMap<>();
        for (Interaction interaction :
            contributions(of)
                .interactions(
                    layer(asked),
                    asked.get("neuron_th").doubleValue(),
                    asked.get("feature_th").doubleValue())) {
          found.put(interaction.inputs(), interaction.nodes().size());
        }
        Agreement.exact("attribute", "inputs that matter together")
            .same(expected, found, of.get("case") + " " + asked);
        compared++;
      }
    }
    assertEquals(18, compared);
  }

  @Test
  void interactionsOfManyNodesComeFirstAndNodesThatDoNotCountAreLeftOut() {
    JsonNode of = cases().getFirst();
    Contributions all = contributions(of);
    List<Interaction> groups = all.interactions(0, 0.01, 0.3);
    assertEquals(List.of(0), groups.getFirst().inputs());
    assertEquals(2, groups.getFirst().nodes().size());
    Matrix pairs = all.pairs(0);
    double strongest = Arrays.stream(pairs.values()).max().orElseThrow();
    assertEquals(1, all.interactions(0, strongest * 0.999, 0).size());
    assertEquals(List.of(), all.interactions(0, strongest, 0));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatGoesThroughALayerAddsUp(long seed) {
    Contributions all = random(seed);
    double[] inputs = all.scores().nodes().getFirst();
    for (int l = 0; l < all.scores().edges().size(); l++) {
      Matrix pairs = all.pairs(l);
      double[] added = new double[inputs.length];
      for (int n = 0; n < pairs.columns(); n++) {
        Attribution.OfOutput toNode = all.toNode(new NodeId(l, n));
        assertEquals(l + 1, toNode.edges().size(), "layers behind the node have no part in it");
        for (int i = 0; i < inputs.length; i++) {
          added[i] += toNode.nodes().getFirst()[i];
          assertEquals(
              pairs.get(i, n), toNode.nodes().getFirst()[i], 1e-12 * (1 + pairs.get(i, n)));
        }
      }
      for (int i = 0; i < inputs.length; i++) {
        assertEquals(inputs[i], added[i], 1e-12 * (1 + inputs[i]), "seed " + seed);
      }
    }
  }

  /** Every metric says something of every node and edge, nothing of what does not live. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyMetricRanks(long seed) {
    Network network = RandomNetworks.of(seed, 4);
    Contributions all = random(seed);
    List<String> names = new ArrayList<>(List.of(Attribution.NAME));
    TestRegistries.standard().metrics().factories().forEach(f -> names.add(f.name()));
    assertEquals(6, names.size(), names.toString());
    for (String name : names) {
      Importance found = all.importance(ComponentSpec.of(name), TestRegistries.standard());
      assertEquals(network.inputs(), found.nodes().getFirst().length);
      for (int l = 0; l < network.layers().size(); l++) {
        assertEquals(network.layers().get(l).nodes().count(), found.nodes().get(l + 1).length);
        Matrix edges = found.edges().get(l);
        assertEquals(network.layers().get(l).subnodes(), edges.columns());
        for (int e = 0; e < edges.values().length; e++) {
          double score = edges.values()[e];
          assertTrue(score >= 0 && score < Double.POSITIVE_INFINITY, name + ": " + score);
          boolean lives =
              network.layers().get(l).live().lives(e / edges.columns(), e % edges.columns());
          assertTrue(lives || score == 0, name + ": a dead edge scores " + score);
        }
      }
    }
    Importance backward =
        all.importance(ComponentSpec.of("edge_backward"), TestRegistries.standard());
    Importance plain =
        all.importance(ComponentSpec.of(Attribution.NAME), TestRegistries.standard());
    for (int l = 0; l < plain.nodes().size(); l++) {
      assertArrayEquals(plain.nodes().get(l), backward.nodes().get(l));
    }
  }

  @Test
  void whatIsNotThereIsRefused() {
    Contributions all = contributions(cases().getFirst());
    String layers = "there is no layer 2; the network has layers 0 to 1";
    refused(layers, () -> all.pairs(2));
    refused(layers, () -> all.interactions(2, 0.1, 0.1));
    refused("node 0:4: layer 0 has nodes 0 to 3", () -> all.toNode(NodeId.parse("0:4")));
    refused("the model has outputs 0 to 1", () -> all.toOutput(2));
    refused("3 weights for a model of 2 outputs", () -> all.toOutputs(1, 2, 3));
    refused("weight of an output: NaN", () -> all.toOutputs(1, Double.NaN));
    refused("thresholds of interactions: -1.0", () -> all.interactions(0, -1, 0.1));
    refused("thresholds of interactions: 0.0 for nodes and 1.0", () -> all.interactions(0, 0, 1));
    refused(
        "unknown metric 'atribution'; known: attribution, edge_backward",
        () -> all.importance(ComponentSpec.of("atribution"), TestRegistries.standard()));
  }

  private static void refused(String message, Runnable asked) {
    KanException e = assertThrows(KanException.class, asked::run);
    assertEquals(KanException.Kind.USER, e.kind());
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }
}
