/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.kan4j.core.history.Histories.RUNTIME;
import static org.kan4j.core.history.Histories.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Operation;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.plugin.standard.basis.BSpline;
import org.kan4j.plugin.standard.function.Identity;
import org.kan4j.plugin.standard.function.Silu;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.network.SymbolicEdge;

class ComparisonTest {
  private static final Operation FIT = new Operation("fit", Map.of("seed", "1"));
  private static final Operation PRUNE = new Operation("prune", Map.of());
  private static final Basis GRID = BSpline.uniform(3, 3, -1, 1); // 6 functions

  /** Two inputs, two sum nodes, one layer. */
  private static Kan kan(Basis second, Nodes nodes, Mask mask, List<SymbolicEdge> symbolic) {
    Block block = new Block(List.of(GRID, second), new Silu(), mask);
    Layer layer = new Layer(2, nodes, List.of(block), symbolic);
    return new Kan(
        Network.zero(List.of(layer), Extrapolation.LINEAR),
        List.of(feature("a", 1), feature("b", 1)),
        new Task.Regression(
            Collections.nCopies(nodes.count(), "y"),
            Collections.nCopies(nodes.count(), new Scaling(0, 1))),
        List.of(FIT));
  }

  private static Kan kan() {
    return kan(GRID, Nodes.sums(2), Mask.all(2, 2), List.of());
  }

  private static Feature feature(String name, double scale) {
    return new Feature.Numeric(name, new Scaling(0, scale), -1, 1, OptionalDouble.empty());
  }

  private static List<String> differences(Kan first, Kan second) {
    return Comparison.of(first, second).structure().stream()
        .map(d -> d.what() + ": " + d.first() + " | " + d.second())
        .toList();
  }

  @Test
  void aModelIsTheSameAsItself() {
    for (long seed = 0; seed < 30; seed++) {
      Comparison same = Comparison.of(model(seed), model(seed));
      assertTrue(same.same(), "seed " + seed);
      assertEquals(List.of(), same.structure(), "seed " + seed);
      assertEquals(0, same.parameters().orElseThrow().differing(), "seed " + seed);
      assertEquals(model(seed).operations(), same.common(), "seed " + seed);
    }
  }

  @Test
  void whatIsNotTheSameIsAlwaysNamed() {
    for (long seed = 0; seed < 60; seed++) {
      Kan one = model(seed);
      Kan two = model(seed + 1000);
      Comparison comparison = Comparison.of(one, two);
      assertFalse(comparison.same(), "seed " + seed);
      if (!one.network().layers().equals(two.network().layers())
          || !one.features().equals(two.features())
          || !one.task().equals(two.task())) {
        assertFalse(comparison.structure().isEmpty(), "seed " + seed);
      }
    }
  }

  @Test
  void numbersOfLivingEdgesAreCompared() {
    Kan one = kan(GRID, Nodes.sums(2), Mask.of(2, 2, (i, o) -> i + o > 0), List.of());
    double[] changed = one.network().parameters();
    var layout = one.network().layout();
    changed[layout.coefficient(0, 0, 0, 2, 0)] = 9; // of the edge that does not live
    changed[layout.coefficient(0, 0, 1, 2, 0)] = -0.5;
    changed[layout.coefficient(0, 0, 1, 6, 1)] = 0.25; // weight of the base function
    changed[layout.coefficient(0, 0, 0, 0, 1)] = -0.0; // the same number, another bit
    Kan two = one.with(one.network().with(changed), PRUNE);
    Comparison comparison = Comparison.of(one, two);
    assertEquals(List.of(), comparison.structure());
    assertEquals(
        Optional.of(new Comparison.Parameters(3 * 7 + 8, 3, 0.5)), comparison.parameters());
    assertEquals(List.of(FIT), comparison.common());
    assertEquals(List.of(), comparison.onlyFirst());
    assertEquals(List.of(PRUNE), comparison.onlySecond());
  }

  @Test
  void structureIsCompared() {
    Kan one = kan();
    assertEquals(
        List.of("edges: 4 | 3", "layer 0 edges: 4, 1 of them here alone | 3, 0 of them here alone"),
        differences(one, kan(GRID, Nodes.sums(2), Mask.of(2, 2, (i, o) -> i + o > 0), List.of())));
    List<String> grid =
        differences(
            one, kan(BSpline.uniform(3, 3, -2, 1), Nodes.sums(2), Mask.all(2, 2), List.of()));
    assertEquals(1, grid.size(), grid.toString());
    assertTrue(
        grid.getFirst().startsWith("layer 0 bases of 1 of 2 inputs, first of input 1: bspline("),
        grid.toString());
    assertEquals(
        List.of("layer 0 symbolic edges:  | 1→0 identity"),
        differences(
            one,
            kan(
                GRID,
                Nodes.sums(2),
                Mask.all(2, 2),
                List.of(new SymbolicEdge(1, 0, new Identity())))));
    List<String> nodes =
        differences(one, kan(GRID, new Nodes(1, List.of(2)), Mask.all(2, 3), List.of()));
    assertTrue(nodes.contains("layer 0 nodes: 2 sums | 1 sums, products of [2]"), nodes.toString());
    assertEquals(
        Optional.empty(),
        Comparison.of(one, kan(GRID, new Nodes(1, List.of(2)), Mask.all(2, 3), List.of()))
            .parameters());
  }

  @Test
  void whatIsAroundTheNetworkIsCompared() {
    Kan one = kan();
    Network network = one.network();
    List<Feature> features = new ArrayList<>(one.features());
    features.set(1, feature("b", 2));
    List<String> scaled =
        differences(one, new Kan(network, features, one.task(), one.operations()));
    assertEquals(1, scaled.size());
    assertTrue(scaled.getFirst().startsWith("feature b: "), scaled.toString());
    features.set(1, feature("c", 1));
    assertEquals(
        List.of("features: a, b | a, c"),
        differences(one, new Kan(network, features, one.task(), one.operations())));
    BitSet frozen = network.frozen();
    int already = frozen.cardinality();
    frozen.set(0, 3);
    Network other =
        new Network(network.layers(), Extrapolation.CLAMP, network.parameters(), frozen);
    assertEquals(
        List.of(
            "extrapolation: linear | clamp",
            "frozen parameters: %d, 0 of them here alone | %d, 3 of them here alone"
                .formatted(already, already + 3)),
        differences(one, new Kan(other, one.features(), one.task(), one.operations())));
  }

  @Test
  void versionsAreComparedByWhatTheyHold(@TempDir Path folder) {
    History history = RUNTIME.openOrNewHistory(folder.resolve("h"));
    Version first = history.add(model(1), Optional.empty(), Map.of());
    Version second = history.add(model(2), Optional.of(first), Map.of());
    assertEquals(Comparison.of(model(1), model(2)), history.compare(first, second));
  }
}
