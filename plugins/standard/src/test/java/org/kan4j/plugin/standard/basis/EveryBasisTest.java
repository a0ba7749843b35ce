/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.basis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
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
import org.kan4j.plugin.standard.optimizer.Lbfgs;
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
import org.kan4j.spi.training.Optimizer;
import org.kan4j.spi.training.Problem;
import org.kan4j.spi.training.Vector;

/** Every shipped basis in networks: gradients, threads, training. */
class EveryBasisTest {
  private static final int ROWS = 256;

  static Stream<String> names() {
    return new StandardPlugin().bases().stream().map(Factory::name);
  }

  private static Basis basis(String name) {
    return new StandardPlugin()
        .bases().stream()
            .filter(f -> f.name().equals(name))
            .findFirst()
            .orElseThrow()
            .create(Map.of());
  }

  private static Network network(Basis basis, long seed, int... widths) {
    List<Layer> layers = new ArrayList<>();
    for (int l = 1; l < widths.length; l++) {
      Mask mask = Mask.all(widths[l - 1], widths[l]);
      Block block = new Block(Collections.nCopies(widths[l - 1], basis), new Silu(), mask);
      layers.add(Layer.of(block, Nodes.sums(widths[l])));
    }
    Network zero = Network.zero(layers, Extrapolation.LINEAR);
    double[] parameters = zero.parameters();
    BitSet trainable = zero.trainable();
    Random random = new Random(seed);
    trainable.stream().forEach(p -> parameters[p] = 0.1 * random.nextGaussian());
    return zero.with(parameters);
  }

  private static Batch batch(long seed) {
    Random random = new Random(seed);
    double[][] x = {random.doubles(ROWS, -1, 1).toArray(), random.doubles(ROWS, -1, 1).toArray()};
    double[] y = new double[ROWS];
    for (int r = 0; r < ROWS; r++) {
      y[r] = Math.exp(Math.sin(Math.PI * x[0][r]) + x[1][r] * x[1][r]);
    }
    return new Batch(
        Columns.of(ROWS, x), Columns.of(ROWS, y), Optional.empty(), new MeanSquaredError());
  }

  private record Fit(Network network, Program program, Batch batch) implements Problem {
    @Override
    public Vector vector() {
      return program.vector();
    }

    @Override
    public Vector trainable() {
      double[] places = new double[network.layout().size()];
      network.trainable().stream().forEach(p -> places[p] = 1);
      Vector trainable = vector();
      trainable.write(places);
      return trainable;
    }

    @Override
    public double evaluate(Vector parameters, Vector gradient) {
      return program.evaluate(parameters, batch, null, gradient);
    }

    @Override
    public int plannedSteps() {
      return 200;
    }
  }

  private static Program compile(Network network, int threads) {
    return CpuBackend.factory()
        .create(Map.of("threads", threads))
        .compile(network, Precision.FLOAT64);
  }

  /** Along random directions; steps of orders that are not smooth average over many kinks. */
  @ParameterizedTest(name = "{0}, seed 11")
  @MethodSource("names")
  void gradientsAreThoseOfTheLoss(String name) {
    Network network = network(basis(name), 11, 2, 3, 1);
    Batch batch = batch(11);
    try (Program program = compile(network, 1)) {
      Vector at = program.vector();
      Vector gradient = program.vector();
      Random random = new Random(12);
      for (int trial = 0; trial < 5; trial++) {
        double[] middle = network.parameters();
        double[] direction = new double[middle.length];
        network.trainable().stream().forEach(p -> direction[p] = random.nextGaussian());
        at.write(middle);
        program.evaluate(at, batch, null, gradient);
        double[] slopes = gradient.toArray();
        double expected = 0;
        for (int p = 0; p < direction.length; p++) {
          expected += slopes[p] * direction[p];
        }
        double step = 1e-6;
        double[] ends = new double[2];
        for (int side = 0; side < 2; side++) {
          double[] moved = middle.clone();
          for (int p = 0; p < moved.length; p++) {
            moved[p] += (2 * side - 1) * step * direction[p];
          }
          at.write(moved);
          ends[side] = program.evaluate(at, batch, null, null);
        }
        double found = (ends[1] - ends[0]) / (2 * step);
        assertEquals(expected, found, 1e-4 * (Math.abs(expected) + 0.1), name);
      }
    }
  }

  @ParameterizedTest(name = "{0}, seed 13")
  @MethodSource("names")
  void bitsDoNotDependOnThreads(String name) {
    Network network = network(basis(name), 13, 2, 4, 2, 1);
    Batch batch = batch(13);
    double[] one = gradient(network, batch, 1);
    for (int threads : new int[] {2, 5}) {
      assertArrayEquals(one, gradient(network, batch, threads), 0.0, name);
    }
  }

  private static double[] gradient(Network network, Batch batch, int threads) {
    try (Program program = compile(network, threads)) {
      Vector at = program.vector();
      at.write(network.parameters());
      Vector gradient = program.vector();
      program.evaluate(at, batch, null, gradient);
      return gradient.toArray();
    }
  }

  @ParameterizedTest(name = "{0}, seed 14")
  @MethodSource("names")
  void networksLearn(String name) {
    Network network = network(basis(name), 14, 2, 3, 1);
    Batch batch = batch(14);
    try (Program program = compile(network, 1)) {
      Fit fit = new Fit(network, program, batch);
      Vector parameters = program.vector();
      parameters.write(network.parameters());
      double start = fit.evaluate(parameters, null);
      Optimizer.Session session = Lbfgs.factory().create(Map.of()).start(fit, parameters);
      for (int s = 0; s < 200; s++) {
        if (session.step().stop() != Optimizer.Stop.CONTINUE) {
          break;
        }
      }
      double end = fit.evaluate(parameters, null);
      assertTrue(end < 5e-3 * start, name + ": " + start + " -> " + end);
    }
  }
}
