/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.model.Kan;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.table.Split;
import org.kan4j.plugin.standard.StandardPlugin;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Network;

class FreezingTest {
  private final KanRuntime runtime = KanRuntime.of(List.of(new StandardPlugin()));
  private final Split split = HelloKan.split(100, 20);
  private final Kan start =
      runtime.fit(KanSpec.builder("y").hidden(3).grid(4).steps(5).build(), split).kan();

  private Network trained(String part) {
    TrainingSpec spec =
        TrainingSpec.parse(
            Map.of("steps", 10, "grid_updates", 0, "keep", "last", "freeze", List.of(part)));
    Kan kan = runtime.fit(start, spec, split).kan();
    assertEquals(start.network().frozen(), kan.network().frozen(), "frozen for one training only");
    return kan.network();
  }

  private void assertKept(Network after, int from, int to) {
    for (int p = from; p < to; p++) {
      assertEquals(start.network().parameter(p), after.parameter(p), "place " + p);
    }
  }

  @Test
  void aLayerStays() {
    Network after = trained("layer 0");
    Layout layout = after.layout();
    assertKept(after, layout.start(0), layout.start(1));
    long moved =
        IntStream.range(layout.start(1), layout.start(2))
            .filter(p -> start.network().parameter(p) != after.parameter(p))
            .count();
    assertTrue(moved > 5, moved + " numbers of the other layer moved");
  }

  @Test
  void anEdgeStays() {
    Network after = trained("edge 0:1->2");
    int size = after.layers().getFirst().blocks().getFirst().size();
    for (int r = 0; r <= size; r++) {
      int place = after.layout().coefficient(0, 0, 1, r, 2);
      assertKept(after, place, place + 1);
    }
    int other = after.layout().coefficient(0, 0, 1, 2, 1);
    assertNotEquals(start.network().parameter(other), after.parameter(other));
  }

  @Test
  void aNodeStays() {
    Network after = trained("node 0:1");
    for (int i = 0; i < 2; i++) {
      int place = after.layout().coefficient(0, 0, i, 0, 1);
      assertKept(after, place, place + 1);
    }
  }

  @Test
  void baseWeightsStay() {
    Network after = trained("base");
    int size = after.layers().getFirst().blocks().getFirst().size();
    int place = after.layout().coefficient(0, 0, 0, size, 0);
    assertKept(after, place, place + 3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"layer 7", "layer x", "node 0:9", "node 3", "edge 0:9->0", "edge", "all", ""})
  void whatIsNotThereIsRefused(String part) {
    KanException error = assertThrows(KanException.class, () -> trained(part));
    assertEquals(KanException.Kind.USER, error.kind());
    assertTrue(error.getMessage().length() > 20, error.getMessage());
  }
}
