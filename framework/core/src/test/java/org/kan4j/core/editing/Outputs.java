/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.editing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.kan4j.core.TestRegistries;
import org.kan4j.plugin.standard.Structures;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.training.Vector;
import org.kan4j.testkit.RandomNetworks;

/** What networks compute, and networks to ask. */
final class Outputs {
  static final int ROWS = 40;
  static final Backend CPU = TestRegistries.cpu();

  private Outputs() {}

  static Columns inputs(Network network, long seed) {
    return Columns.of(ROWS, RandomNetworks.columns(seed, network.inputs(), ROWS));
  }

  static double[] of(Network network, Columns inputs) {
    double[] outputs = new double[inputs.rows() * network.outputs()];
    try (Program program = CPU.compile(network, Precision.FLOAT64)) {
      Vector parameters = program.vector();
      parameters.write(network.parameters());
      program.forward(parameters, inputs, outputs);
    }
    return outputs;
  }

  static void assertSameFunction(Network expected, Network actual, double tolerance, long seed) {
    Columns inputs = inputs(expected, seed);
    double[] one = of(expected, inputs);
    double[] other = of(actual, inputs);
    for (int at = 0; at < one.length; at++) {
      assertEquals(one[at], other[at], tolerance * Math.max(1, Math.abs(one[at])), "seed " + seed);
    }
  }

  /** Splines with sums and products, at least two layers. */
  static Network splines(long seed) {
    Random random = new Random(seed);
    List<Layer> layers = new ArrayList<>();
    int inputs = 1 + random.nextInt(3);
    int depth = 2 + random.nextInt(2);
    for (int l = 0; l < depth; l++) {
      boolean last = l == depth - 1;
      Nodes nodes =
          last
              ? Nodes.sums(1 + random.nextInt(2))
              : new Nodes(
                  1 + random.nextInt(4), random.nextBoolean() ? List.of(2, 3, 2) : List.of());
      layers.add(Structures.layer(inputs, nodes, (i, o) -> random.nextInt(5) > 0));
      inputs = nodes.count();
    }
    return Structures.network(random, layers.toArray(Layer[]::new));
  }
}
