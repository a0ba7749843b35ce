/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.model.EdgeFunction;
import org.kan4j.core.model.Encoding;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Inputs;
import org.kan4j.core.model.Kan;
import org.kan4j.core.spec.DataSpec;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.EdgeId;

/** Declared ranges, grids that hold for rows not seen, and the count of rows that leave them. */
class HoldingGridsTest {
  private static Table rows(long seed, int count, double reach) {
    Random random = new Random(seed);
    double[] x = random.doubles(count, -reach, reach).toArray();
    double[] y = random.doubles(count, -reach, reach).toArray();
    double[] z =
        IntStream.range(0, count)
            .mapToDouble(r -> Math.exp(Math.sin(Math.PI * x[r]) + y[r] * y[r]))
            .toArray();
    return ArrayTable.builder("rows").numbers("x", x).numbers("y", y).numbers("z", z).build();
  }

  private static Kan fit(long seed, int probes) {
    return fit("lbfgs", "", seed, probes);
  }

  private static Kan fit(String optimizer, String ladder, long seed, int probes) {
    Table train = rows(seed, 60, 0.9);
    Table none = train.select(new int[0]);
    KanSpec spec =
        KanSpec.builder("z")
            .hidden(3)
            .steps(30)
            .seed((int) seed)
            .set(TrainingSpec.OPTIMIZER, optimizer)
            .set(TrainingSpec.LADDER, ladder.isEmpty() ? List.of() : List.of(ladder.split("; ")))
            .set(DataSpec.RANGES, List.of("x=-1:1", "y=-1:1"))
            .set(TrainingSpec.GRID_PROBES, probes)
            .build();
    return TestRegistries.runtime().fit(spec, new Split(train, none, none)).kan();
  }

  /** Whatever the method: a network that fits 60 rows almost exactly is the hardest to move. */
  @ParameterizedTest(name = "{0}, ladder {1}, seed {2}")
  @CsvSource({
    "lbfgs, '', 1",
    "lbfgs, '', 2",
    "lbfgs, '', 3",
    "levenberg_marquardt, '', 1",
    "levenberg_marquardt, '', 12",
    "levenberg_marquardt, '', 16",
    "levenberg_marquardt, '', 18",
    "auto, '', 1",
    "auto, '', 18",
    "auto, auto, 1",
    "auto, auto, 2",
    "levenberg_marquardt, bspline(grid=3); 6; +2, 1",
    "levenberg_marquardt, bspline(grid=3); 6; +2, 2",
    "levenberg_marquardt, chebyshev(degree=4); 6; 8, 1",
    "levenberg_marquardt, chebyshev(degree=4); 6; 8, 2"
  })
  void probedGridsHoldForRowsNotSeen(String optimizer, String ladder, long seed) {
    Table unseen = rows(seed + 100, 2000, 1);
    KanRuntime runtime = TestRegistries.runtime();
    GridCoverage plain = runtime.gridCoverage(fit(optimizer, ladder, seed, 0), unseen);
    GridCoverage probed = runtime.gridCoverage(fit(optimizer, ladder, seed, 300), unseen);
    assertTrue(plain.outside() > 0, "the training rows alone do not show all: seed " + seed);
    assertTrue(
        probed.outside() < 0.1 * plain.outside(),
        "seed " + seed + ": " + plain.outside() + " -> " + probed.outside());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {4, 5})
  void countsAreThoseOfEachEdge(long seed) {
    Kan kan = fit(seed, 0);
    Table data = rows(seed + 100, 500, 1.3);
    GridCoverage coverage = TestRegistries.runtime().gridCoverage(kan, data);
    assertEquals(500, coverage.rows());
    assertEquals(5, coverage.grids().size());
    Columns inputs = Inputs.materialize(Inputs.of(kan.features(), data));
    for (GridCoverage.Grid grid : coverage.grids()) {
      for (EdgeId edge : grid.edges()) {
        EdgeFunction function =
            new EdgeFunction(kan.network(), edge.layer(), edge.input(), edge.subnode());
        double[] reaching =
            LayerInputs.of(
                kan.network(), edge.layer(), inputs, TestRegistries.cpu(), Precision.FLOAT64)[
                edge.input()];
        long outside = 0;
        double farthest = 0;
        double width = function.upper() - function.lower();
        for (double at : reaching) {
          double beyond = Math.max(function.lower() - at, at - function.upper());
          outside += beyond > 0 ? 1 : 0;
          farthest = Math.max(farthest, beyond / width);
        }
        assertEquals(outside, grid.outside(), edge.toString());
        assertEquals(farthest, grid.farthest(), 1e-12);
        assertEquals(function.lower(), grid.lower());
        assertEquals(function.upper(), grid.upper());
      }
    }
    long edges = coverage.grids().stream().mapToLong(grid -> grid.edges().size()).sum();
    assertEquals(kan.network().edges(), edges);
  }

  @Test
  void declaredRangesAreThoseOfTheFeatures() {
    Kan kan = fit(1, 0);
    Feature x = kan.features().getFirst();
    assertEquals(-1, x.lower());
    assertEquals(1, x.upper());
    assertEquals(0.25, x.scaling().apply(0.25));
    EdgeFunction edge = new EdgeFunction(kan.network(), 0, 0, 0);
    assertTrue(edge.lower() <= -0.9 && edge.upper() >= 0.9);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "x=1:-1 | data: ranges: 'x=1:-1' is not a column and its ends, from below, such as x=-1:1",
        "x | data: ranges: 'x' is not a column and its ends, from below, such as x=-1:1",
        "x=-1:one | data: ranges: 'x=-1:one' is not a column and its ends, from below, such as x=-1:1",
        "xx=-1:1 | data: ranges: 'xx' is no column to learn from; known: x, y; did you mean 'x'?",
        "x=-0.1:0.1 | lies outside of the range given, -0.1 to 0.1",
      })
  void badRangesAreExplained(String range, String message) {
    KanException error =
        assertThrows(
            KanException.class,
            () -> {
              DataSpec spec =
                  DataSpec.parse(Map.of("target", List.of("z"), "ranges", List.of(range)));
              Encoding.learn(rows(1, 60, 0.9), spec);
            });
    assertTrue(error.getMessage().contains(message), error.getMessage());
  }
}
