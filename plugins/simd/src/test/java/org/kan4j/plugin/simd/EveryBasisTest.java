/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.plugin.standard.StandardPlugin;
import org.kan4j.plugin.standard.cpu.CpuBackend;
import org.kan4j.plugin.standard.function.Silu;
import org.kan4j.plugin.standard.loss.MeanSquaredError;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Batch;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.training.Vector;

/** The vectors against the portable backend, on every basis that the standard plugin ships. */
class EveryBasisTest {
  private static final int ROWS = 77;

  static Stream<Factory<Basis>> bases() {
    return new StandardPlugin().bases().stream();
  }

  private static Network network(Basis basis, Extrapolation extrapolation, Random random) {
    int[] widths = {3, 1 + random.nextInt(20), 2};
    List<Layer> layers = new ArrayList<>();
    for (int l = 1; l < widths.length; l++) {
      int kept = l == 1 ? 5 : 6;
      Mask mask = Mask.of(widths[l - 1], widths[l], (i, o) -> random.nextInt(6) < kept);
      Block block = new Block(Collections.nCopies(widths[l - 1], basis), new Silu(), mask);
      layers.add(Layer.of(block, Nodes.sums(widths[l])));
    }
    Network zero = Network.zero(layers, extrapolation);
    double[] parameters = zero.parameters();
    zero.trainable().stream().forEach(p -> parameters[p] = (float) (0.2 * random.nextGaussian()));
    return zero.with(parameters);
  }

  @ParameterizedTest(name = "{0}, seeds 1 to 4")
  @MethodSource("bases")
  void agrees(Factory<Basis> factory) {
    for (int seed = 1; seed <= 4; seed++) {
      Random random = new Random(seed);
      Extrapolation policy = List.of(Extrapolation.LINEAR, Extrapolation.CLAMP).get(seed % 2);
      Network network = network(factory.create(Map.of()), policy, random);
      double[][] inputs = new double[3][ROWS];
      double[][] targets = new double[2][ROWS];
      for (int r = 0; r < ROWS; r++) {
        for (double[] input : inputs) {
          input[r] = (float) random.nextDouble(-1.1, 1.1);
        }
        targets[0][r] = (float) random.nextGaussian();
      }
      Columns columns = Columns.of(ROWS, inputs);
      Batch batch =
          new Batch(columns, Columns.of(ROWS, targets), Optional.empty(), new MeanSquaredError());
      Backend portable = CpuBackend.factory().create(Map.of("threads", 1));
      Backend simd = SimdBackend.factory().create(Map.of("threads", 2));
      List<double[]> expected = all(portable, Precision.FLOAT64, network, batch);
      String name = factory.name() + ", seed " + seed;
      assertClose(expected, all(simd, Precision.FLOAT64, network, batch), 1e-11, name);
      // derivatives of rough functions jump: rounding in single precision may decide at a knot
      boolean rough = factory.name().equals("linear");
      if (!rough) {
        assertClose(expected, all(simd, Precision.FLOAT32, network, batch), 5e-4, name);
      }
    }
  }

  private static void assertClose(
      List<double[]> expected, List<double[]> actual, double relative, String name) {
    for (int a = 0; a < expected.size(); a++) {
      double size = 1e-3;
      for (double value : expected.get(a)) {
        size = Math.max(size, Math.abs(value));
      }
      for (int k = 0; k < expected.get(a).length; k++) {
        assertEquals(expected.get(a)[k], actual.get(a)[k], relative * size, name);
      }
    }
  }

  private static List<double[]> all(
      Backend backend, Precision precision, Network network, Batch batch) {
    try (Program program = backend.compile(network, precision)) {
      Vector parameters = program.vector();
      parameters.write(network.parameters());
      double[] outputs = new double[ROWS * network.outputs()];
      program.forward(parameters, batch.inputs(), outputs);
      Vector gradient = program.vector();
      double loss = program.evaluate(parameters, batch, null, gradient);
      return List.of(outputs, new double[] {loss}, gradient.toArray());
    }
  }
}
