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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.plugin.standard.Structures;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.training.Pruner.Survivors;

class BudgetTest {
  private static Survivors prune(Given trial, String key, int kept) {
    return Budget.factory().create(Map.of(key, kept)).prune(trial);
  }

  private static Remains left(Given trial, Survivors survivors) {
    return new Remains(trial.network(), survivors.nodes(), survivors.edges());
  }

  private static int count(Given trial, Survivors survivors) {
    return left(trial, survivors).edgesCarrying();
  }

  /** Two inputs, three hidden nodes of falling strength, one output. */
  private static Given small() {
    return new Given(
        Structures.dense(new Random(1), 2, 3, 1),
        List.of(
            matrix(new double[] {1, 1, 1}, new double[] {0.1, 0.5, 0.6}),
            matrix(new double[] {1}, new double[] {0.4}, new double[] {0.2})));
  }

  @Test
  void keepsTheStrongestNodes() {
    Survivors survivors = prune(small(), "nodes", 2);
    assertEquals(List.of(set(0, 1), set(0)), survivors.nodes());
    assertEquals(6, count(small(), survivors));
    assertEquals(List.of(set(0), set(0)), prune(small(), "nodes", 1).nodes());
  }

  @Test
  void keepsTheStrongestEdges() {
    // what leads to node 2 is weakest and goes, so that it is a constant; and the 0.1 into node 0
    Survivors survivors = Budget.factory().create(Map.of("edges", 5, "rounds", 1)).prune(small());
    assertEquals(set(0, 1), left(small(), survivors).carrying().nodes().getFirst());
    assertFalse(survivors.edges().getFirst().lives(1, 0));
    assertEquals(5, count(small(), survivors));
  }

  @Test
  void theLastPathIsNotBroken() {
    Survivors survivors = prune(small(), "edges", 2);
    assertEquals(List.of(set(0), set(0)), left(small(), survivors).carrying().nodes());
    assertTrue(survivors.edges().getFirst().lives(0, 0));
    assertEquals(2, count(small(), survivors));
    KanException e = assertThrows(KanException.class, () -> prune(small(), "edges", 1));
    assertEquals(KanException.Kind.USER, e.kind());
    assertTrue(e.getMessage().contains("edges = 1 is too few"), e.getMessage());
    assertTrue(e.getMessage().contains("2 is possible"), e.getMessage());
  }

  @Test
  void aProductKeepsItsFactors() {
    Network network =
        Structures.network(
            new Random(1),
            Structures.layer(2, new Nodes(0, List.of(2)), (i, o) -> true),
            Structures.layer(1, Nodes.sums(1), (i, o) -> true));
    Given trial =
        new Given(
            network,
            List.of(
                matrix(new double[] {1, 0.01}, new double[] {0.9, 0.02}),
                matrix(new double[] {1})));
    Survivors survivors = prune(trial, "edges", 3);
    assertTrue(survivors.edges().getFirst().lives(0, 0));
    assertTrue(survivors.edges().getFirst().lives(1, 1));
    assertEquals(2, survivors.edges().getFirst().count());
    assertThrows(KanException.class, () -> prune(trial, "edges", 2));
  }

  @Test
  void scoresAreTakenAnew() {
    // node 0 has two ways in of 0.5 each; once one of them is gone, the other is all it has, and
    // stronger than what leads to node 1
    Given trial =
        new Given(
            Structures.dense(new Random(1), 3, 2, 1),
            List.of(
                matrix(new double[] {0.5, 0}, new double[] {0.4, 0}, new double[] {0, 1}),
                matrix(new double[] {1}, new double[] {0.8})));
    Survivors once = Budget.factory().create(Map.of("edges", 2, "rounds", 1)).prune(trial);
    Survivors often = Budget.factory().create(Map.of("edges", 2, "rounds", 20)).prune(trial);
    assertTrue(once.edges().getFirst().lives(2, 1));
    assertTrue(often.edges().getFirst().lives(0, 0));
    assertFalse(often.edges().getFirst().lives(2, 1));
  }

  @Test
  void withoutNumbersNothingGoes() {
    Given trial = small();
    Survivors survivors = Budget.factory().create(Map.of()).prune(trial);
    assertEquals(Survivors.all(trial.network()).edges(), survivors.edges());
    assertTrue(survivors.reasons().getFirst().contains("nothing removed"));
    assertEquals(Survivors.all(trial.network()).edges(), prune(trial, "edges", 1000).edges());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void everyBudgetIsMetOrTooSmall(long seed) {
    Random random = new Random(seed);
    Network network = Structures.dense(random, 3, 4, 4, 2);
    Given trial =
        new Given(
            network,
            network.layers().stream()
                .map(layer -> Structures.matrix(random, layer.inputs(), layer.subnodes()))
                .toList());
    int least = 0;
    for (int kept = network.edges(); kept > 0; kept--) {
      String which = "seed " + seed + ", " + kept + " edges";
      try {
        Survivors survivors = prune(trial, "edges", kept);
        Remains left = left(trial, survivors);
        assertTrue(count(trial, survivors) <= kept, which);
        assertTrue(left.cutOff().isEmpty(), which);
        assertEquals(left.nodes(), left.used().nodes(), which);
        least = kept;
      } catch (KanException e) {
        assertTrue(kept < 8, which + ": " + e.getMessage());
      }
    }
    assertTrue(least >= 4, "seed " + seed + ": two outputs need at least 4 edges, not " + least);
  }
}
