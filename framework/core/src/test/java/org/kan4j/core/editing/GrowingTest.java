/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.editing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.formula.Formula;
import org.kan4j.core.model.EdgeFunction;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.symbolic.FormulaCompiler;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.EdgeId;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Network;
import org.kan4j.testkit.RandomNetworks;

class GrowingTest {
  private static final ComponentSpec SPLINE = ComponentSpec.parse("bspline(grid=4)");
  private static final Set<Growth.Where> ALL = EnumSet.allOf(Growth.Where.class);
  private final KanRuntime runtime = TestRegistries.runtime();
  private final Editing editing = runtime.editing();

  static IntStream seeds() {
    return IntStream.range(0, 40);
  }

  private static Kan kan(Network network) {
    List<Feature> features =
        IntStream.range(0, network.inputs())
            .<Feature>mapToObj(
                i -> new Feature.Numeric("x" + i, Scaling.NONE, -1, 1, OptionalDouble.empty()))
            .toList();
    List<String> targets = IntStream.range(0, network.outputs()).mapToObj(o -> "y" + o).toList();
    List<Scaling> scalings = targets.stream().map(name -> Scaling.NONE).toList();
    return new Kan(network, features, new Task.Regression(targets, scalings), List.of());
  }

  private static Table table(Network network, long seed) {
    ArrayTable.Builder builder = ArrayTable.builder("random");
    double[][] columns = RandomNetworks.columns(seed, network.inputs(), Outputs.ROWS);
    for (int i = 0; i < columns.length; i++) {
      builder.numbers("x" + i, columns[i]);
    }
    return builder.build();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void withoutNoiseTheFunctionStaysAndEveryEdgeHasACurve(int seed) {
    Network network = RandomNetworks.of(seed, 4);
    Kan grown = editing.grow(kan(network), new Growth(ALL, SPLINE, 0, seed), table(network, seed));
    Outputs.assertSameFunction(network, grown.network(), 0, seed);
    for (int l = 0; l < network.layers().size(); l++) {
      Layer layer = grown.network().layers().get(l);
      for (int i = 0; i < layer.inputs(); i++) {
        for (int o = 0; o < layer.subnodes(); o++) {
          EdgeFunction.Parts before = new EdgeFunction(network, l, i, o).parts();
          EdgeFunction.Parts after = new EdgeFunction(grown.network(), l, i, o).parts();
          boolean function =
              before == EdgeFunction.Parts.SYMBOLIC || before == EdgeFunction.Parts.BOTH;
          assertEquals(
              function ? EdgeFunction.Parts.BOTH : EdgeFunction.Parts.NUMERIC,
              after,
              "seed " + seed);
        }
      }
    }
    assertEquals("grow", grown.operations().getLast().name());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void onlyWhatIsAskedForGrows(int seed) {
    Network network = RandomNetworks.of(seed, 4);
    Table table = table(network, seed);
    Growth dead = new Growth(EnumSet.of(Growth.Where.DEAD), SPLINE, 0.1, seed);
    Network grown = editing.grow(kan(network), dead, table).network();
    assertEquals(grown, editing.grow(kan(network), dead, table).network(), "seed " + seed);
    for (EdgeId edge : EdgeId.living(network)) {
      EdgeFunction before = new EdgeFunction(network, edge.layer(), edge.input(), edge.subnode());
      EdgeFunction after = new EdgeFunction(grown, edge.layer(), edge.input(), edge.subnode());
      double[] x = {-0.7, 0.1, 0.6};
      assertTrue(Arrays.equals(before.values(x), after.values(x)), "seed " + seed);
    }
    if (EdgeId.living(network).size() < EdgeId.living(grown).size()) {
      assertNotEquals(0, editing.change(kan(network), kan(grown), table).largest(), "seed " + seed);
    }
    Network none = editing.grow(kan(network), new Growth(Set.of(), SPLINE, 1, 1), table).network();
    assertEquals(EdgeId.living(network), EdgeId.living(none));
  }

  /** From a formula that is nearly right to a model of the data: compile, grow, widen, train. */
  @Test
  void aFormulaIsWhereTrainingStarts(@TempDir Path folder) {
    double[] x = new SplittableRandom(1).doubles(300, -1, 1).toArray();
    double[] y = new SplittableRandom(2).doubles(300, -1, 1).toArray();
    double[] z = new double[300];
    Arrays.setAll(z, r -> Math.sin(2 * x[r]) * y[r] + 0.3 * Math.exp(x[r]) + 0.1 * y[r] * y[r]);
    Table table = ArrayTable.builder("z").numbers("x", x).numbers("y", y).numbers("z", z).build();
    Split split = new Split(table, table.select(new int[0]), table.select(new int[0]));
    Kan formula =
        new FormulaCompiler(runtime.registries())
            .compile(Formula.parse("sin(2*x)*y"), "z", Map.of());
    TrainingSpec spec = TrainingSpec.parse(Map.of("steps", 150));
    double symbolic = rmse(runtime.fit(formula, spec, split).kan(), table);
    assertThrows(
        KanException.class, () -> editing.widen(formula, new Editing.Width(0, 1, List.of()), 0, 1));
    Kan grown = editing.grow(formula, new Growth(ALL, SPLINE, 0, 1), table);
    assertEquals(0, editing.change(formula, grown, table).largest());
    Kan wider =
        grown.widths().size() > 2
            ? editing.widen(grown, new Editing.Width(0, 2, List.of()), 0.1, 1)
            : editing.deepen(grown, 1, table);
    assertTrue(editing.change(formula, wider, table).largest() < 1e-9);
    Kan trained = runtime.fit(editing.perturb(wider, 0.01, 1), spec, split).kan();
    double reached = rmse(trained, table);
    assertTrue(reached < 0.1 * symbolic, symbolic + " to " + reached);
    runtime.save(trained, folder.resolve("z.kan"));
    assertEquals(trained, runtime.load(folder.resolve("z.kan")));
  }

  private double rmse(Kan kan, Table table) {
    return runtime.evaluate(kan, table).metrics().get("rmse");
  }

  @Test
  void refusesWhatCannotGrow() {
    assertThrows(KanException.class, () -> new Growth(ALL, SPLINE, Double.NaN, 1));
    assertThrows(KanException.class, () -> new Growth(ALL, SPLINE, -1, 1));
    Network network = RandomNetworks.of(1, 3);
    KanException error =
        assertThrows(
            KanException.class,
            () ->
                editing.grow(
                    kan(network),
                    new Growth(ALL, ComponentSpec.of("bsplin"), 0, 1),
                    table(network, 1)));
    assertTrue(error.getMessage().contains("did you mean"), error.getMessage());
    assertThrows(
        KanException.class,
        () ->
            editing.grow(
                kan(network), new Growth(ALL, SPLINE, 0, 1), table(network, 1).select(new int[0])));
  }
}
