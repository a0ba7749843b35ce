/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.pruning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.core.TestRegistries;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Pruner.Survivors;
import org.kan4j.spi.training.Vector;
import org.kan4j.testkit.RandomNetworks;

class ConstantNodesTest {
  private static final int ROWS = 30;

  static IntStream seeds() {
    return IntStream.range(0, 60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theFunctionStays(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Network whole = RandomNetworks.of(seed, 5);
    List<Mask> some = new ArrayList<>();
    for (Layer layer : whole.layers()) {
      Mask live = layer.live();
      some.add(
          Mask.of(
              live.inputs(),
              live.outputs(),
              (i, o) -> live.lives(i, o) && random.nextDouble() < 0.4));
    }
    Network thin =
        Subnetwork.masked(whole, new Survivors(Survivors.all(whole).nodes(), some, List.of()));
    Network folded = ConstantNodes.folded(thin);
    assertArrayEquals(outputs(thin, seed), outputs(folded, seed), 1e-9, "seed " + seed);
    assertTrue(folded.edges() <= thin.edges());
    assertSame(folded, ConstantNodes.folded(folded), "seed " + seed + ": nothing left to fold");
  }

  @Test
  void theSuiteHasConstants() {
    long smaller =
        seeds()
            .filter(seed -> {
              Network whole = RandomNetworks.of(seed, 5);
              if (whole.layers().size() < 2) {
                return false;
              }
              Network cut = withoutFirstLayer(whole);
              Network folded = ConstantNodes.folded(cut);
              assertEquals(0, folded.edges(), "seed " + seed);
              assertArrayEquals(outputs(cut, seed), outputs(folded, seed), 1e-9, "seed " + seed);
              return folded.edges() < cut.edges();
            })
            .count();
    assertTrue(smaller > 10, smaller + " networks");
  }

  private static Network withoutFirstLayer(Network whole) {
    List<Mask> edges = new ArrayList<>();
    for (int l = 0; l < whole.layers().size(); l++) {
      Mask live = whole.layers().get(l).live();
      edges.add(l == 0 ? Mask.none(live.inputs(), live.outputs()) : live);
    }
    return Subnetwork.masked(whole, new Survivors(Survivors.all(whole).nodes(), edges, List.of()));
  }

  private static double[] outputs(Network network, long seed) {
    double[][] columns = RandomNetworks.columns(seed + 1, network.inputs(), ROWS);
    double[] outputs = new double[ROWS * network.outputs()];
    try (Program program = TestRegistries.cpu().compile(network, Precision.FLOAT64)) {
      Vector parameters = program.vector();
      parameters.write(network.parameters());
      program.forward(parameters, Columns.of(ROWS, columns), outputs);
    }
    return outputs;
  }
}
