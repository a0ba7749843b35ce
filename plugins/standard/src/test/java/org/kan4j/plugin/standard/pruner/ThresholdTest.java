/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.pruner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.kan4j.plugin.standard.pruner.Given.matrix;
import static org.kan4j.plugin.standard.pruner.Given.set;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.plugin.standard.Structures;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.training.Attribution;
import org.kan4j.spi.training.Pruner;
import org.kan4j.spi.training.Pruner.Survivors;

class ThresholdTest {
  private static Pruner pruner(double node, double edge) {
    return Threshold.factory().create(Map.of("node", node, "edge", edge));
  }

  /** Two inputs, three hidden nodes of which the last matters little, one output. */
  private static Given small() {
    return new Given(
        Structures.dense(new Random(1), 2, 3, 1),
        List.of(
            matrix(new double[] {1, 1, 1}, new double[] {0.02, 1, 1}),
            matrix(new double[] {1}, new double[] {0.5}, new double[] {0.004})));
  }

  @Test
  void removesNodesByScoreAndThenEdges() {
    Survivors survivors = pruner(0.01, 0.03).prune(small());
    assertEquals(List.of(set(0, 1), set(0)), survivors.nodes());
    assertTrue(survivors.edges().get(0).lives(0, 0));
    assertFalse(survivors.edges().get(0).lives(1, 0));
    assertTrue(survivors.edges().get(0).lives(1, 1));
    assertFalse(survivors.edges().get(0).lives(0, 2));
    assertEquals(2, survivors.edges().get(1).count());
    assertEquals(2, survivors.reasons().size(), survivors.reasons().toString());
    assertTrue(survivors.reasons().get(0).startsWith("layer 0: node 2 out of 3 removed"));
    assertTrue(survivors.reasons().get(1).startsWith("layer 0: 1 of 4 edges removed"));
  }

  @Test
  void aScoreEqualToTheThresholdIsNotEnough() {
    Given trial = small();
    double score = trial.attribution(Survivors.all(trial.network())).mean().nodes().get(1)[1];
    assertEquals(set(0), pruner(score, -1).prune(trial).nodes().getFirst());
    assertEquals(set(0, 1), pruner(Math.nextDown(score), -1).prune(trial).nodes().getFirst());
  }

  @Test
  void negativeThresholdsKeepAll() {
    Given trial = small();
    Survivors survivors = pruner(-1, -1).prune(trial);
    assertEquals(Survivors.all(trial.network()), survivors);
  }

  @Test
  void weakInputsAreCutOffBeforeTheRestIsJudged() {
    Given trial = small();
    double[] scores = trial.attribution(Survivors.all(trial.network())).mean().nodes().getFirst();
    double weaker = Math.min(scores[0], scores[1]);
    int weak = scores[0] == weaker ? 0 : 1;
    Survivors survivors = new Threshold(-1, -1, weaker, Attribution.NAME).prune(trial);
    assertEquals(Survivors.all(trial.network()).nodes(), survivors.nodes());
    for (int o = 0; o < 3; o++) {
      assertFalse(survivors.edges().getFirst().lives(weak, o));
      assertTrue(survivors.edges().getFirst().lives(1 - weak, o));
    }
    assertTrue(
        survivors.reasons().getFirst().startsWith("inputs {" + weak + "} out of 2 cut off"),
        survivors.reasons().toString());
    assertEquals(
        Survivors.all(trial.network()),
        new Threshold(-1, -1, Math.nextDown(weaker), Attribution.NAME).prune(trial));
    KanException e =
        assertThrows(
            KanException.class, () -> new Threshold(-1, -1, 1e9, Attribution.NAME).prune(trial));
    assertTrue(e.getMessage().startsWith("threshold: input = "), e.getMessage());
  }

  @Test
  void edgesThatAreDeadStayDead() {
    Network network =
        Structures.network(
            new Random(1),
            Structures.layer(2, Nodes.sums(2), (i, o) -> i == o),
            Structures.layer(2, Nodes.sums(1), (i, o) -> true));
    Given trial =
        new Given(
            network,
            List.of(
                matrix(new double[] {1, 1}, new double[] {1, 1}),
                matrix(new double[] {1}, new double[] {1})));
    assertEquals(Survivors.all(network), pruner(-1, -1).prune(trial));
  }

  @Test
  void aNodeThatNoEdgeLeavesGoesWithAllThatLeadsToIt() {
    Given trial =
        new Given(
            Structures.dense(new Random(1), 1, 2, 2, 1),
            List.of(
                matrix(new double[] {1, 1}),
                matrix(new double[] {1, 1e-3}, new double[] {1e-3, 1}),
                matrix(new double[] {1}, new double[] {0.02})));
    Survivors survivors = pruner(-1, 0.03).prune(trial);
    assertEquals(List.of(set(0), set(0), set(0)), survivors.nodes());
    assertEquals(List.of(1, 1, 1), survivors.edges().stream().map(m -> m.count()).toList());
    assertTrue(survivors.reasons().getLast().contains("no edge leaves"));
  }

  @Test
  void aConstantNodeStaysWhileAnEdgeLeavesIt() {
    // each of 50 edges into node 0 is below the threshold, the one that leaves it is above
    double[][] rows = new double[50][];
    for (int i = 0; i < 50; i++) {
      rows[i] = new double[] {1, i == 0 ? 1 : 0};
    }
    Given trial =
        new Given(
            Structures.dense(new Random(1), 50, 2, 1),
            List.of(matrix(rows), matrix(new double[] {1}, new double[] {1})));
    Survivors survivors = pruner(0, 0.15).prune(trial);
    assertEquals(set(0, 1), survivors.nodes().getFirst());
    assertEquals(1, survivors.edges().getFirst().count());
    assertEquals(2, survivors.edges().getLast().count());
  }

  @Test
  void refusesToCutAnOutputOffByItsNodes() {
    KanException e = assertThrows(KanException.class, () -> pruner(2, 0.03).prune(small()));
    assertEquals(KanException.Kind.USER, e.kind());
    assertTrue(e.getMessage().contains("node = 2.0 would leave no path"), e.getMessage());
    assertTrue(e.getMessage().contains("layer 0"), e.getMessage());
    assertKeepsOne(e, threshold -> pruner(threshold, -1).prune(small()));
  }

  @Test
  void refusesToCutAnOutputOffByItsEdges() {
    KanException e = assertThrows(KanException.class, () -> pruner(0.01, 0.9).prune(small()));
    assertEquals(KanException.Kind.USER, e.kind());
    assertTrue(e.getMessage().contains("edge = 0.9 would leave no path"), e.getMessage());
    assertKeepsOne(e, threshold -> pruner(0.01, threshold).prune(small()));
  }

  /** Just below the threshold of the message it works, just above it does not. */
  private static void assertKeepsOne(KanException e, DoubleFunction<Survivors> prune) {
    double named =
        Double.parseDouble(e.getMessage().replaceAll(".*threshold below (\\S+) keeps.*", "$1"));
    assertTrue(prune.apply(named * 0.999).edges().getLast().count() > 0);
    assertThrows(KanException.class, () -> prune.apply(named * 1.001));
  }

  @Test
  void saysWhenNothingVaries() {
    Given trial =
        new Given(Structures.dense(new Random(1), 1, 1), List.of(matrix(new double[] {0})));
    KanException e = assertThrows(KanException.class, () -> pruner(0, 0).prune(trial));
    assertTrue(e.getMessage().contains("nothing that leads there varies"), e.getMessage());
  }

  @Test
  void aProductNeedsAPathToEveryFactor() {
    Network network =
        Structures.network(
            new Random(1),
            Structures.layer(1, new Nodes(0, List.of(2)), (i, o) -> true),
            Structures.layer(1, Nodes.sums(1), (i, o) -> true));
    List<StrongestPath> paths =
        StrongestPath.toOutputs(
            network, Survivors.all(network).edges(), (l, i, o) -> l == 0 && o == 1 ? 0.2 : 0.5);
    assertEquals(List.of(new StrongestPath(0.2, 0)), paths);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatIsLeftHangsTogether(long seed) {
    Random random = new Random(seed);
    Network network = Structures.dense(random, 4, 5, 5, 2);
    Given trial =
        new Given(
            network,
            network.layers().stream()
                .map(layer -> {
                  Matrix matrix = Structures.matrix(random, layer.inputs(), layer.subnodes());
                  for (int e = 0; e < matrix.values().length; e++) {
                    matrix.values()[e] = Math.pow(matrix.values()[e], 4);
                  }
                  return matrix;
                })
                .toList());
    double threshold = random.nextDouble(0, 0.3);
    Survivors survivors;
    try {
      survivors = pruner(threshold / 3, threshold).prune(trial);
    } catch (KanException e) {
      assertEquals(KanException.Kind.USER, e.kind());
      return;
    }
    for (int l = 0; l < 3; l++) {
      for (int i = 0; i < survivors.edges().get(l).inputs(); i++) {
        for (int o = 0; o < survivors.edges().get(l).outputs(); o++) {
          if (survivors.edges().get(l).lives(i, o)) {
            assertTrue(survivors.nodes().get(l).get(o));
            assertTrue(l == 0 || survivors.nodes().get(l - 1).get(i));
          }
        }
      }
    }
    List<StrongestPath> paths = StrongestPath.toOutputs(network, survivors.edges(), (l, i, o) -> 1);
    assertTrue(paths.stream().allMatch(p -> p.strength() == 1));
    for (int l = 0; l < survivors.nodes().size() - 1; l++) {
      for (int n : survivors.nodes().get(l).stream().toArray()) {
        boolean leaves = false;
        for (int o = 0; o < network.layers().get(l + 1).subnodes(); o++) {
          leaves |= survivors.edges().get(l + 1).lives(n, o);
        }
        assertTrue(leaves, "node " + n + " of layer " + l);
      }
    }
  }
}
