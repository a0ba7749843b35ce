/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.model.EdgeFunction;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Inputs;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.spec.RefinementSpec;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Table;
import org.kan4j.plugin.standard.Structures;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.EdgeId;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.network.SymbolicEdge;
import org.kan4j.testkit.RandomNetworks;

/** Models from models on other grids and bases. */
class OtherBasesTest {
  private final KanRuntime runtime = TestRegistries.runtime();

  /** A model of a random network, and rows for it. */
  private static Kan kan(Network network) {
    List<Feature> features =
        IntStream.range(0, network.inputs())
            .<Feature>mapToObj(
                i -> new Feature.Numeric("x" + i, Scaling.NONE, -1, 1, OptionalDouble.empty()))
            .toList();
    return new Kan(
        network,
        features,
        new Task.Regression(
            IntStream.range(0, network.outputs()).mapToObj(o -> "y" + o).toList(),
            Collections.nCopies(network.outputs(), Scaling.NONE)),
        List.of());
  }

  private static Table rows(Network network, long seed) {
    double[][] columns = RandomNetworks.columns(seed, network.inputs(), 60);
    ArrayTable.Builder table = ArrayTable.builder("rows");
    for (int i = 0; i < columns.length; i++) {
      table.numbers("x" + i, columns[i]);
    }
    return table.build();
  }

  private static Network network(long seed) {
    Random random = new Random(seed);
    Layer first = Structures.layer(2, new Nodes(2, List.of(2)), (i, o) -> random.nextInt(4) > 0);
    SymbolicEdge sine =
        new SymbolicEdge(
            1, 0, TestRegistries.standard().functions().create(ComponentSpec.of("sin")));
    Network drawn =
        Structures.network(
            random,
            new Layer(2, first.nodes(), first.blocks(), List.of(sine)),
            Structures.layer(3, Nodes.sums(2), (i, o) -> random.nextInt(4) > 0));
    BitSet frozen = drawn.frozen();
    frozen.set(drawn.layout().coefficient(0, 0, 1, 0, 1));
    return new Network(drawn.layers(), drawn.extrapolation(), drawn.parameters(), frozen);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void allButTheCurvesStaysAndTheirErrorsAreTold(long seed) {
    Network network = network(seed);
    Table rows = rows(network, seed);
    for (String spec : List.of("bspline(grid=7, order=2)", "bspline(grid=30, order=5)")) {
      Refined refined =
          runtime.refine(kan(network), RefinementSpec.parse(Map.of("basis", spec)), rows);
      Network other = refined.kan().network();
      for (int l = 0; l < 2; l++) {
        Layer before = network.layers().get(l);
        Layer after = other.layers().get(l);
        assertEquals(before.nodes(), after.nodes());
        assertEquals(before.symbolic(), after.symbolic());
        for (int b = 0; b < before.blocks().size(); b++) {
          Block one = before.blocks().get(b);
          Block two = after.blocks().get(b);
          assertEquals(one.mask(), two.mask());
          assertEquals(one.base().name(), two.base().name());
          assertEquals(spec.contains("=7") ? 9 : 35, two.size());
          for (int i = 0; i < before.inputs(); i++) {
            assertEquals(one.bases().get(i).shape().lower(), two.bases().get(i).shape().lower());
            assertEquals(one.bases().get(i).shape().upper(), two.bases().get(i).shape().upper());
            assertPlace(
                network,
                network.layout().coefficient(l, b, i, one.size(), 0),
                other,
                other.layout().coefficient(l, b, i, two.size(), 0));
          }
        }
        int rest = network.layout().start(l + 1) - network.layout().symbolic(l, 0);
        for (int p = 0; p < rest; p++) {
          assertPlace(
              network,
              network.layout().symbolic(l, 0) + p,
              other,
              other.layout().symbolic(l, 0) + p);
        }
      }
      assertTrue(other.frozen().get(other.layout().coefficient(0, 0, 1, 3, 1)), "seed " + seed);
      assertErrors(network, refined, rows, seed);
    }
  }

  private static void assertPlace(Network one, int place, Network two, int other) {
    assertEquals(one.parameter(place), two.parameter(other));
    assertEquals(one.frozen().get(place), two.frozen().get(other));
  }

  private static void assertErrors(Network network, Refined refined, Table rows, long seed) {
    Columns inputs = Inputs.materialize(Inputs.of(refined.kan().features(), rows));
    int curves = 0;
    for (Refined.CurveError error : refined.errors()) {
      EdgeId edge = error.edge();
      double[] x =
          LayerInputs.of(network, edge.layer(), inputs, TestRegistries.cpu(), Precision.FLOAT64)[
              edge.input()];
      double[] before =
          new EdgeFunction(network, edge.layer(), edge.input(), edge.subnode()).values(x);
      double[] after =
          new EdgeFunction(refined.kan().network(), edge.layer(), edge.input(), edge.subnode())
              .values(x);
      double largest =
          IntStream.range(0, x.length)
              .mapToDouble(s -> Math.abs(after[s] - before[s]))
              .max()
              .orElseThrow();
      double squares =
          IntStream.range(0, x.length)
              .mapToDouble(s -> (after[s] - before[s]) * (after[s] - before[s]))
              .sum();
      assertEquals(largest, error.largest(), 1e-10, "seed " + seed + ", " + edge);
      assertEquals(Math.sqrt(squares / x.length), error.rms(), 1e-10, "seed " + seed);
      assertTrue(error.largest() <= refined.worst().orElseThrow().largest());
      curves++;
    }
    int living =
        network.layers().stream()
            .flatMap(layer -> layer.blocks().stream())
            .mapToInt(block -> block.mask().count())
            .sum();
    assertEquals(living, curves);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void finerGridsOfTheSameOrderAreExactAndHigherOrdersNearly(long seed) {
    Network network = network(seed);
    Table rows = rows(network, seed);
    int order = ((BasisShape.Spline) shape(network)).order();
    int grid = network.layers().getFirst().blocks().getFirst().size() - order;
    String same = "bspline(grid=%d, order=%d)".formatted(4 * grid, order);
    String smooth = "bspline(grid=%d, order=%d)".formatted(40 * grid, order + 2);
    double exact = error(network, same, rows);
    assertTrue(exact < 1e-10, "seed " + seed + ": " + exact);
    double near = error(network, smooth, rows);
    assertTrue(near < 0.02, "seed " + seed + ": " + near);
    double coarse = error(network, "bspline(grid=1, order=0)", rows);
    assertTrue(coarse > 0.1, "seed " + seed + ": " + coarse);
  }

  private static BasisShape shape(Network network) {
    return network.layers().getFirst().blocks().getFirst().bases().getFirst().shape();
  }

  private double error(Network network, String basis, Table rows) {
    return runtime
        .refine(kan(network), RefinementSpec.parse(Map.of("basis", basis)), rows)
        .worst()
        .orElseThrow()
        .largest();
  }

  @Test
  void eachLayerHasItsOwnBasis() {
    Network network = network(2);
    Table rows = rows(network, 2);
    Refined refined =
        runtime.refine(
            kan(network),
            RefinementSpec.parse(
                Map.of("bases", List.of("bspline(grid=4, order=2)", "bspline(grid=9)"))),
            rows);
    assertEquals(6, refined.kan().network().layers().get(0).blocks().getFirst().size());
    assertEquals(12, refined.kan().network().layers().get(1).blocks().getFirst().size());
    Map<String, String> details = refined.kan().operations().getLast().details();
    assertEquals(
        refined.worst().orElseThrow().largest(), Double.parseDouble(details.get("largest_error")));
    KanException few =
        assertThrows(
            KanException.class,
            () ->
                runtime.refine(
                    kan(network), RefinementSpec.parse(Map.of("bases", List.of("bspline"))), rows));
    assertTrue(few.getMessage().contains("1 bases for 2 layers"), few.getMessage());
    assertThrows(KanException.class, () -> RefinementSpec.parse(Map.of()));
  }
}
