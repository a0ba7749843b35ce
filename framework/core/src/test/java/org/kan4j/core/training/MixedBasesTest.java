/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.model.EdgeFunction;
import org.kan4j.core.model.Inputs;
import org.kan4j.core.model.Kan;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.spec.RefinementSpec;
import org.kan4j.core.spec.StructureSpec;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.plugin.standard.StandardPlugin;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.EdgeId;
import org.kan4j.spi.network.Network;

/** Bases that differ from edge to edge, from the start or by conversion. */
class MixedBasesTest {
  private static final KanRuntime RUNTIME = TestRegistries.runtime();

  @TempDir private Path folder;

  private static Table rows(long seed, int count) {
    Random random = new Random(seed);
    double[] x = random.doubles(count, -1, 1).toArray();
    double[] y = random.doubles(count, -1, 1).toArray();
    double[] z =
        IntStream.range(0, count)
            .mapToDouble(r -> Math.exp(Math.sin(Math.PI * x[r]) + y[r] * y[r]))
            .toArray();
    return ArrayTable.builder("rows").numbers("x", x).numbers("y", y).numbers("z", z).build();
  }

  private static Kan fit(int steps, String... edgeBases) {
    Table train = rows(1, 300);
    Table none = train.select(new int[0]);
    KanSpec spec =
        KanSpec.builder("z")
            .hidden(3)
            .steps(steps)
            .set(StructureSpec.EDGE_BASES, List.of(edgeBases))
            .build();
    return RUNTIME.fit(spec, new Split(train, none, none)).kan();
  }

  private static String basis(Network network, int layer, int input, int subnode) {
    List<String> names =
        network.layers().get(layer).blocks().stream()
            .filter(block -> block.mask().lives(input, subnode))
            .map(block -> block.bases().get(input).name() + block.size())
            .toList();
    assertEquals(1, names.size(), "an edge is in one block");
    return names.getFirst();
  }

  @Test
  void edgesStartOnTheBasisAskedForAndLearn() {
    Kan kan =
        fit(60, "0:0->*=fourier(terms=2)", "0:*->2=chebyshev(degree=5)", "1:1->0=gaussian(grid=6)");
    Network network = kan.network();
    assertEquals("fourier5", basis(network, 0, 0, 0));
    assertEquals("fourier5", basis(network, 0, 0, 1));
    assertEquals("chebyshev6", basis(network, 0, 0, 2));
    assertEquals("bspline8", basis(network, 0, 1, 0));
    assertEquals("chebyshev6", basis(network, 0, 1, 2));
    assertEquals("gaussian7", basis(network, 1, 1, 0));
    assertEquals("bspline8", basis(network, 1, 2, 0));
    assertEquals(3, network.layers().get(0).blocks().size());
    assertEquals(9, network.edges());
    double rmse = RUNTIME.evaluate(kan, rows(2, 200)).metrics().get("rmse");
    assertTrue(rmse < 0.05, "rmse " + rmse);
    Path file = folder.resolve("mixed.kan");
    RUNTIME.save(kan, file);
    assertEquals(kan, RUNTIME.load(file));
  }

  @Test
  void withoutSingleEdgesNothingChanges() {
    assertEquals(fit(3).network(), fit(3).network());
    assertEquals(1, fit(3).network().layers().getFirst().blocks().size());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "5:0->1=fourier | model: edge_bases: '5:0->1' is no edge; layers are [2x3, 3x1]",
        "0:0=fourier | '0:0' is not an edge nor several; write layer:input->node, all from 0, * for any, such as 0:1->2 or 0:*->2",
        "fourier | model: edge_bases: 'fourier' is not edges and their basis, such as 0:1->2=chebyshev",
      })
  void badEdgesAreExplained(String text, String message) {
    KanException error = assertThrows(KanException.class, () -> fit(1, text));
    assertEquals(message, error.getMessage());
    assertEquals(KanException.Kind.USER, error.kind());
  }

  @Test
  void someCurvesAreConvertedAndOthersStayToTheBit() {
    Kan kan = fit(40);
    Table data = rows(3, 200);
    Refined refined =
        RUNTIME.refine(
            kan,
            RefinementSpec.parse(
                Map.of("basis", "chebyshev(degree=30)", "edges", List.of("0:0->1", "1:*->0"))),
            data);
    Network after = refined.kan().network();
    assertEquals(
        List.of("0:0->1", "1:0->0", "1:1->0", "1:2->0"),
        refined.errors().stream().map(error -> error.edge().toString()).toList());
    assertEquals("chebyshev31", basis(after, 0, 0, 1));
    assertEquals("bspline8", basis(after, 0, 0, 0));
    assertEquals(2, after.layers().get(0).blocks().size());
    assertEquals(1, after.layers().get(1).blocks().size());
    Columns inputs = Inputs.materialize(Inputs.of(kan.features(), data));
    for (EdgeId edge : EdgeId.living(kan.network())) {
      double[] x =
          LayerInputs.of(
              kan.network(), edge.layer(), inputs, TestRegistries.cpu(), Precision.FLOAT64)[
              edge.input()];
      double[] before =
          new EdgeFunction(kan.network(), edge.layer(), edge.input(), edge.subnode()).values(x);
      double[] now = new EdgeFunction(after, edge.layer(), edge.input(), edge.subnode()).values(x);
      Refined.CurveError error =
          refined.errors().stream().filter(of -> of.edge().equals(edge)).findFirst().orElse(null);
      if (error == null) {
        assertArrayEquals(before, now, 0.0, edge.toString());
      } else {
        double largest =
            IntStream.range(0, x.length)
                .mapToDouble(r -> Math.abs(before[r] - now[r]))
                .max()
                .orElseThrow();
        assertEquals(error.largest(), largest, 1e-12, edge.toString());
        assertTrue(error.largest() < 0.01 * error.size(), error.toString());
      }
    }
    // the rest of the layer follows into the same kind of block
    Refined whole =
        RUNTIME.refine(
            refined.kan(),
            RefinementSpec.parse(
                Map.of("basis", "chebyshev(degree=30)", "edges", List.of("0:*->*"))),
            data);
    assertEquals(1, whole.kan().network().layers().get(0).blocks().size());
    Block block = whole.kan().network().layers().get(0).blocks().getFirst();
    assertEquals(6, block.mask().count());
    KanException none =
        assertThrows(
            KanException.class,
            () ->
                RUNTIME.refine(
                    kan,
                    RefinementSpec.parse(Map.of("grid", 9, "edges", List.of("0:7->0"))),
                    data));
    assertEquals("refine: edges: '0:7->0' is no edge that lives", none.getMessage());
  }

  static Stream<String> names() {
    return new StandardPlugin().bases().stream().map(Factory::name);
  }

  /** To a fine basis of every kind and back: the way is told by its errors. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void conversionsAreAsCloseAsTheyTell(String name) {
    Map<String, String> fine =
        Map.of(
            "bspline",
            "(grid=40)",
            "chebyshev",
            "(degree=40)",
            "legendre",
            "(degree=40)",
            "hermite",
            "(degree=30)",
            "fourier",
            "(terms=20)",
            "sine",
            "(terms=40)",
            "gaussian",
            "(grid=40)",
            "wavelet",
            "(levels=5)",
            "rational",
            "(degree=40)",
            "linear",
            "(grid=200)");
    Kan kan = fit(40);
    Table data = rows(4, 300);
    String basis = name + fine.getOrDefault(name, "(grid=40)");
    Refined there = RUNTIME.refine(kan, RefinementSpec.parse(Map.of("basis", basis)), data);
    double worst =
        there.errors().stream()
            .mapToDouble(error -> error.largest() / error.size())
            .max()
            .orElseThrow();
    assertTrue(worst < 0.02, basis + ": " + there.worst());
    Refined back =
        RUNTIME.refine(there.kan(), RefinementSpec.parse(Map.of("basis", "bspline(grid=5)")), data);
    double before = RUNTIME.loss(kan, data);
    double after = RUNTIME.loss(back.kan(), data);
    assertTrue(after < 1.2 * before + 1e-4, basis + ": " + before + " -> " + after);
  }
}
