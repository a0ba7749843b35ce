/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.pruner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kan4j.plugin.standard.cpu.CpuBackend;
import org.kan4j.plugin.standard.pykan.Agreement;
import org.kan4j.plugin.standard.pykan.PykanFixture;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.training.Attribution;
import org.kan4j.spi.training.Pruner;
import org.kan4j.spi.training.Pruner.Survivors;
import org.kan4j.spi.training.Vector;

/**
 * Survivors as pykan finds them. Other than there, hidden nodes that no edge leaves go too, which
 * is done to pykan's result here before the two are compared.
 */
class PruneFixtureTest {
  private final PykanFixture fixture = PykanFixture.read("prune");

  /** A network on data, computed anew for each set of survivors. */
  private record Data(Network network, Columns inputs) implements Pruner.Trial {
    @Override
    public Attribution attribution(Survivors survivors) {
      List<Layer> layers = new ArrayList<>();
      for (int l = 0; l < network.layers().size(); l++) {
        Layer layer = network.layers().get(l);
        Mask left = left(survivors, l);
        layers.add(
            new Layer(
                layer.inputs(),
                layer.nodes(),
                layer.blocks().stream().map(b -> b.with(b.mask().and(left))).toList(),
                layer.symbolic()));
      }
      Network cut =
          new Network(layers, network.extrapolation(), network.parameters(), network.frozen());
      try (Program program =
          CpuBackend.factory().create(Map.of()).compile(cut, Precision.FLOAT64)) {
        Vector parameters = program.vector();
        parameters.write(network.parameters());
        return Attribution.of(cut, program.statistics(parameters, inputs));
      }
    }

    private Mask left(Survivors survivors, int l) {
      Nodes nodes = network.layers().get(l).nodes();
      Mask edges = survivors.edges().get(l);
      return Mask.of(
          edges.inputs(),
          edges.outputs(),
          (i, o) ->
              edges.lives(i, o)
                  && survivors.nodes().get(l).get(nodes.nodeOf(o))
                  && (l == 0 || survivors.nodes().get(l - 1).get(i)));
    }

    @Override
    public double loss(Survivors survivors) {
      throw new UnsupportedOperationException();
    }
  }

  private List<JsonNode> cases() {
    List<JsonNode> cases = new ArrayList<>();
    fixture.json().get("cases").forEach(cases::add);
    assertEquals(4, cases.size());
    return cases;
  }

  private Data data(JsonNode example) {
    return new Data(
        fixture.network(example.get("model")),
        PykanFixture.inputs(example.get("model"), example.get("x")));
  }

  @Test
  void scoresAgree() {
    Agreement nodeScores = Agreement.within(1e-9, "prune", "node scores");
    Agreement edgeScores = Agreement.within(1e-9, "prune", "edge scores");
    for (JsonNode example : cases()) {
      Data data = data(example);
      Attribution.OfOutput scores = data.attribution(Survivors.all(data.network)).mean();
      for (int l = 0; l < data.network.layers().size(); l++) {
        JsonNode edges = example.get("edge_scores").get(l);
        for (int i = 0; i < scores.edges().get(l).rows(); i++) {
          nodeScores.of(
              example.get("node_scores").get(l).get(i).doubleValue(),
              scores.nodes().get(l)[i],
              "layer " + l);
          for (int o = 0; o < scores.edges().get(l).columns(); o++) {
            edgeScores.of(
                edges.get(o).get(i).doubleValue(), scores.edges().get(l).get(i, o), "layer " + l);
          }
        }
      }
    }
  }

  @Test
  void nodesAgree() {
    for (JsonNode example : cases()) {
      for (JsonNode pruned : example.get("prune_node")) {
        Threshold pruner = new Threshold(pruned.get("threshold").doubleValue(), -1);
        agrees(example, pruned, pruner);
      }
    }
  }

  @Test
  void edgesAgree() {
    for (JsonNode example : cases()) {
      for (JsonNode pruned : example.get("prune_edge")) {
        agrees(example, pruned, new Threshold(-1, pruned.get("threshold").doubleValue()));
      }
    }
  }

  @Test
  void nodesAndThenEdgesAgree() {
    for (JsonNode example : cases()) {
      for (JsonNode pruned : example.get("prune")) {
        Threshold pruner =
            new Threshold(pruned.get("node_th").doubleValue(), pruned.get("edge_th").doubleValue());
        agrees(example, pruned, pruner);
      }
    }
  }

  private void agrees(JsonNode example, JsonNode pruned, Threshold pruner) {
    Data data = data(example);
    Survivors expected = expected(data.network, pruned);
    Survivors survivors = pruner.prune(data);
    String what = example.get("case") + " " + pruner;
    Agreement.exact("prune", "surviving nodes").same(expected.nodes(), survivors.nodes(), what);
    Agreement.exact("prune", "surviving edges").same(expected.edges(), survivors.edges(), what);
  }

  /** Pykan's result in the numbering of the network, without hidden nodes that no edge leaves. */
  private static Survivors expected(Network network, JsonNode pruned) {
    List<BitSet> nodes = new ArrayList<>();
    List<Mask> edges = new ArrayList<>();
    for (int l = 0; l < network.layers().size(); l++) {
      nodes.add(nodes(network, pruned, l + 1));
      edges.add(mask(network, pruned, l));
    }
    for (int l = network.layers().size() - 2; l >= 0; l--) {
      for (int node : nodes.get(l).stream().toArray()) {
        Mask leaving = edges.get(l + 1);
        if (Mask.of(1, leaving.outputs(), (i, o) -> leaving.lives(node, o)).count() == 0) {
          nodes.get(l).clear(node);
          Nodes of = network.layers().get(l).nodes();
          Mask leading = edges.get(l);
          edges.set(
              l,
              Mask.of(
                  leading.inputs(),
                  leading.outputs(),
                  (i, o) -> leading.lives(i, o) && of.nodeOf(o) != node));
        }
      }
    }
    return new Survivors(nodes, edges, List.of());
  }

  /** The nodes that stay where {@code at} counts from the inputs; all if pykan only cuts edges. */
  private static BitSet nodes(Network network, JsonNode pruned, int at) {
    int count = at == 0 ? network.inputs() : network.layers().get(at - 1).nodes().count();
    BitSet nodes = new BitSet();
    JsonNode survivors = pruned.path("survivors").path(at);
    if (survivors.isMissingNode()) {
      nodes.set(0, count);
    } else {
      survivors.forEach(node -> nodes.set(node.intValue()));
    }
    return nodes;
  }

  private static Mask mask(Network network, JsonNode pruned, int l) {
    Nodes of = network.layers().get(l).nodes();
    int[] inputs = nodes(network, pruned, l).stream().toArray();
    int[] subnodes =
        nodes(network, pruned, l + 1).stream()
            .flatMap(n -> IntStream.range(of.firstSubnode(n), of.firstSubnode(n) + of.arity(n)))
            .toArray();
    BitSet live = new BitSet();
    JsonNode masks = pruned.get("masks").get(l);
    assertEquals(inputs.length, masks.size());
    for (int i = 0; i < inputs.length; i++) {
      assertEquals(subnodes.length, masks.get(i).size());
      for (int o = 0; o < subnodes.length; o++) {
        live.set(inputs[i] * of.subnodes() + subnodes[o], masks.get(i).get(o).doubleValue() > 0);
      }
    }
    return Mask.of(
        network.layers().get(l).inputs(), of.subnodes(), (i, o) -> live.get(i * of.subnodes() + o));
  }
}
