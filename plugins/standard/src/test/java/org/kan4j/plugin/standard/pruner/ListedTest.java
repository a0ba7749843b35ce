/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.pruner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.kan4j.plugin.standard.pruner.Given.set;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.kan4j.plugin.standard.Structures;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.training.Attribution;
import org.kan4j.spi.training.Pruner;
import org.kan4j.spi.training.Pruner.Survivors;

class ListedTest {
  /** Nothing is measured. */
  private record Named(Network network, List<String> inputNames) implements Pruner.Trial {
    @Override
    public Attribution attribution(Survivors survivors) {
      throw new UnsupportedOperationException();
    }

    @Override
    public double loss(Survivors survivors) {
      throw new UnsupportedOperationException();
    }
  }

  /** Three inputs, a sum and a product of two, two outputs. */
  private static final Network NETWORK =
      Structures.network(
          new Random(1),
          Structures.layer(3, new Nodes(1, List.of(2)), (i, o) -> true),
          Structures.layer(2, Nodes.sums(2), (i, o) -> true));

  private static final List<String> NAMES = List.of("width", "color=blue", "color=red");

  private static Survivors prune(String key, String what) {
    return Listed.factory().create(Map.of(key, what)).prune(new Named(NETWORK, NAMES));
  }

  private static String refused(String key, String what) {
    KanException e = assertThrows(KanException.class, () -> prune(key, what));
    assertEquals(KanException.Kind.USER, e.kind());
    return e.getMessage();
  }

  @Test
  void anEdgeGoes() {
    Survivors survivors = prune("edges", "0:1->0, 1:1->1");
    assertFalse(survivors.edges().getFirst().lives(1, 0));
    assertFalse(survivors.edges().getLast().lives(1, 1));
    assertEquals(8, survivors.edges().getFirst().count());
    assertEquals(3, survivors.edges().getLast().count());
  }

  @Test
  void edgesLeadToTheFactorsOfAProduct() {
    Survivors survivors = prune("edges", "0:2->2");
    assertTrue(survivors.edges().getFirst().lives(2, 1));
    assertFalse(survivors.edges().getFirst().lives(2, 2));
    assertEquals(8, survivors.edges().getFirst().count());
  }

  @Test
  void aNodeGoesWithItsEdges() {
    Survivors survivors = prune("nodes", "0:1");
    assertEquals(List.of(set(0), set(0, 1)), survivors.nodes());
    assertEquals(List.of(3, 2), survivors.edges().stream().map(m -> m.count()).toList());
    assertEquals("layer 0: node 1 out of 2 removed", survivors.reasons().getFirst());
  }

  @Test
  void inputsAreCutOffByNameNumberAndColumn() {
    assertEquals(prune("inputs", "0").edges(), prune("inputs", "width").edges());
    assertEquals(prune("inputs", "1,2").edges(), prune("inputs", "color").edges());
    Survivors survivors = prune("inputs", "color=red");
    assertEquals(6, survivors.edges().getFirst().count());
    assertFalse(survivors.edges().getFirst().lives(2, 0));
  }

  @Test
  void aNodeThatNoEdgeLeavesGoesToo() {
    Survivors survivors = prune("edges", "1:1->0, 1:1->1");
    assertEquals(set(0), survivors.nodes().getFirst());
    assertEquals(3, survivors.edges().getFirst().count());
  }

  @Test
  void whatIsGoneAlreadyIsNoted() {
    Network thin =
        Structures.network(
            new Random(1), Structures.layer(2, Nodes.sums(2), (i, o) -> i == 0 || o == 0));
    Survivors survivors =
        Listed.factory()
            .create(Map.of("edges", "0:1->1"))
            .prune(new Named(thin, List.of("a", "b")));
    assertEquals(Survivors.all(thin).edges(), survivors.edges());
    assertEquals(List.of("edge 0:1->1 was not there any more"), survivors.reasons());
  }

  @Test
  void whatIsNotThereIsRefusedAllAtOnce() {
    KanException e =
        assertThrows(
            KanException.class,
            () ->
                Listed.factory()
                    .create(
                        Map.of(
                            "edges", "0:3->0, 0:0->7, 9:0->0, 0-1",
                            "nodes", "0:2, 1:0, 5:0, x",
                            "inputs", "widht, 3"))
                    .prune(new Named(NETWORK, NAMES)));
    List<String> lines = e.getMessage().lines().toList();
    assertEquals(10, lines.size(), e.getMessage());
    String ends = ": layer 0 has inputs 0 to 2 and nodes 0 to 2";
    assertEquals("list: edge 0:3->0" + ends, lines.get(0));
    assertEquals("list: edge 0:0->7" + ends, lines.get(1));
    assertEquals(
        "list: edge 9:0->0: there is no layer 9; the network has layers 0 to 1", lines.get(2));
    assertTrue(lines.get(3).contains("'0-1' is not an edge"), lines.get(3));
    assertEquals("list: node 0:2: layer 0 has nodes 0 to 1", lines.get(4));
    assertEquals("list: node 1:0 is an output, and outputs stay", lines.get(5));
    assertTrue(lines.get(8).contains("did you mean 'width'?"), lines.get(8));
    assertTrue(lines.get(9).contains("no input '3'"), lines.get(9));
  }

  @Test
  void anOutputIsNotCutOff() {
    String message = refused("edges", "1:0->1, 1:1->1");
    assertTrue(message.contains("no path from the inputs would lead to output 1"), message);
    assertTrue(refused("inputs", "0,1,2").contains("output 0"));
  }
}
