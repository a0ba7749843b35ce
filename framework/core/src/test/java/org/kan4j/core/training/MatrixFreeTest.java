/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.spec.StructureSpec;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Batch;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Penalty;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Curvature;
import org.kan4j.spi.training.Loss;
import org.kan4j.spi.training.Optimizer;
import org.kan4j.spi.training.Problem;
import org.kan4j.spi.training.Statistics;
import org.kan4j.spi.training.Vector;
import org.kan4j.testkit.RandomNetworks;

/** Levenberg-Marquardt by passes over networks, without a Jacobian. */
class MatrixFreeTest {
  private static final long PASSES = 1200;

  private static Backend cpu(int threads) {
    return TestRegistries.standard()
        .backends()
        .create(ComponentSpec.parse("cpu(threads=" + threads + ")"));
  }

  private static Optimizer optimizer(String text) {
    return TestRegistries.standard().optimizers().create(ComponentSpec.parse(text));
  }

  private static Loss loss(String name) {
    return TestRegistries.standard().losses().create(ComponentSpec.of(name));
  }

  private static Vector vector(Program program, double[] numbers) {
    Vector vector = program.vector();
    vector.write(numbers);
    return vector;
  }

  static List<String> losses() {
    return IntStream.range(0, 12)
        .mapToObj(
            seed -> seed + ", " + (seed % 3 == 0 ? "softmax_cross_entropy" : "mean_squared_error"))
        .toList();
  }

  private static Batch batch(Network network, long seed, Loss loss) {
    int rows = 70;
    Random random = new Random(seed);
    double[][] targets = new double[network.outputs()][rows];
    IntStream.range(0, rows).forEach(r -> targets[random.nextInt(targets.length)][r] = 1);
    double[] weights = random.doubles(rows, 0.5, 2).toArray();
    weights[3] = 0;
    return new Batch(
        Columns.of(rows, RandomNetworks.columns(seed, network.inputs(), rows)),
        Columns.of(rows, targets),
        Optional.of(Columns.of(rows, weights)),
        loss);
  }

  /** Weights, several outputs and the factors of losses are in the products as in the rows. */
  @ParameterizedTest(name = "seed {0}, {1}")
  @MethodSource("losses")
  void productsAreThoseOfTheRows(String of) {
    int seed = Integer.parseInt(of.split(", ", -1)[0]);
    Network network = RandomNetworks.of(seed, 3);
    Batch batch = batch(network, seed, loss(of.split(", ", -1)[1]));
    try (Program program = cpu(2).compile(network, Precision.FLOAT64);
        Program plain = new WithoutPasses(cpu(2).compile(network, Precision.FLOAT64))) {
      Vector at = vector(program, network.parameters());
      Curvature curvature = Objectives.of(network, program, batch).curvature().orElseThrow();
      int size = at.size();
      int count = curvature.rows();
      double[] rows = new double[count * size];
      curvature.rows(at, 0, count, rows);
      Random random = new Random(seed);
      double[] v = random.doubles(size, -1, 1).toArray();
      double[] u = random.doubles(count, -1, 1).toArray();
      double[] kv = new double[count];
      double[] ku = new double[size];
      for (int e = 0; e < rows.length; e++) {
        kv[e / size] += rows[e] * v[e % size];
        ku[e % size] += rows[e] * u[e / size];
      }
      for (Program each : List.of(program, plain)) {
        Curvature.Products products =
            Objectives.of(network, each, batch)
                .curvature()
                .orElseThrow()
                .products(at)
                .orElseThrow();
        double[] times = new double[count];
        double[] transposed = new double[size];
        products.times(v, times);
        products.transposed(u, transposed);
        assertArrayEquals(kv, times, 1e-9 * size(kv));
        assertArrayEquals(ku, transposed, 1e-9 * size(ku));
      }
    }
  }

  private static double size(double[] numbers) {
    return Math.max(1, Arrays.stream(numbers).map(Math::abs).max().orElse(1));
  }

  /** A backend that knows of Jacobians alone. */
  private record WithoutPasses(Program program) implements Program {
    @Override
    public Vector vector() {
      return program.vector();
    }

    @Override
    public void forward(Vector parameters, Columns inputs, double[] outputs) {
      program.forward(parameters, inputs, outputs);
    }

    @Override
    public double evaluate(Vector parameters, Batch batch, Penalty penalty, Vector gradient) {
      return program.evaluate(parameters, batch, penalty, gradient);
    }

    @Override
    public Statistics statistics(Vector parameters, Columns inputs) {
      return program.statistics(parameters, inputs);
    }

    @Override
    public void jacobian(Vector parameters, Columns inputs, Variables by, double[] jacobian) {
      program.jacobian(parameters, inputs, by, jacobian);
    }

    @Override
    public void close() {
      program.close();
    }
  }

  private static Network network(List<Integer> hidden, int grid, int seed) {
    StructureSpec structure =
        StructureSpec.parse(
            Map.of(
                StructureSpec.HIDDEN.key(),
                hidden,
                StructureSpec.BASIS.key(),
                "bspline(grid=" + grid + ")"));
    List<Feature> features =
        List.of(
            new Feature.Numeric("x", Scaling.NONE, -1, 1, OptionalDouble.empty()),
            new Feature.Numeric("y", Scaling.NONE, -1, 1, OptionalDouble.empty()));
    return new Initialization(TestRegistries.standard()).network(structure, features, 1, seed);
  }

  private static Batch smooth(int rows, long seed) {
    double[] x = new Random(seed).doubles(rows, -1, 1).toArray();
    double[] y = new Random(seed + 1).doubles(rows, -1, 1).toArray();
    double[] z = new double[rows];
    Arrays.setAll(z, r -> Math.exp(Math.sin(Math.PI * x[r]) + y[r] * y[r]));
    return new Batch(
        Columns.of(rows, x, y), Columns.of(rows, z), Optional.empty(), loss("mean_squared_error"));
  }

  /** Memory is that of vectors and numbers per row, with a space of vectors and without. */
  @ParameterizedTest(name = "{0} products")
  @CsvSource({"4", "4000"})
  void noJacobianIsHeld(int products) {
    Network network = network(List.of(40, 40), 5, 1);
    int rows = 20_000;
    Batch batch = smooth(rows, 1);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (CountedProgram program = new CountedProgram(cpu(1).compile(network, Precision.FLOAT64))) {
      Vector parameters = vector(program, network.parameters());
      Problem problem = Objectives.of(network, program, batch);
      Optimizer.Session session =
          optimizer("levenberg_marquardt(algebra=ejml, iterations=" + products + ")")
              .start(problem, parameters);
      long before = threads.getThreadAllocatedBytes(Thread.currentThread().threadId());
      double start = problem.evaluate(parameters, null);
      Optimizer.Step step = session.step();
      long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().threadId()) - before;
      assertTrue(step.loss() < start, start + " -> " + step);
      assertEquals(0, program.jacobians());
      long jacobian = (long) rows * network.layout().size() * Double.BYTES;
      // everything that was ever allocated, garbage too
      assertTrue(allocated < jacobian / 10, allocated + " bytes, Jacobian " + jacobian);
    }
  }

  /** As many passes take it farther than they take L-BFGS; without scaled columns they do not. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3})
  void passesTakeItFartherThanQuasiNewton(int seed) {
    Network network = network(List.of(18, 18), 5, seed);
    assertTrue(network.layout().size() > 3000, "the default must be without a Jacobian");
    Run second = run(network, seed, "levenberg_marquardt(algebra=ejml)", PASSES);
    Run first = run(network, seed, "lbfgs", second.passes);
    assertTrue(second.loss < first.loss, second + ", L-BFGS " + first);
    assertTrue(second.loss < 1e-5, second.toString());
  }

  private record Run(double loss, long passes) {}

  private static Run run(Network network, int seed, String method, long passes) {
    try (CountedProgram program = new CountedProgram(cpu(2).compile(network, Precision.FLOAT64))) {
      Vector parameters = vector(program, network.parameters());
      Problem problem = Objectives.of(network, program, smooth(1500, seed));
      Optimizer.Session session = optimizer(method).start(problem, parameters);
      Optimizer.Step step = session.step();
      while (program.passes() < passes && step.stop() == Optimizer.Stop.CONTINUE) {
        step = session.step();
      }
      return new Run(step.loss(), program.passes());
    }
  }

  /** Draws and accuracies go on where they stopped. */
  @ParameterizedTest(name = "{0} products")
  @ValueSource(ints = {40, 40_000})
  void goesOnWithEqualBits(int products) {
    Network network = network(List.of(6, 6), 5, 3);
    String method =
        "levenberg_marquardt(algebra=ejml, iterative_above=0, iterations=" + products + ")";
    try (Program program = cpu(1).compile(network, Precision.FLOAT64)) {
      Problem problem = Objectives.of(network, program, smooth(200, 3));
      Vector whole = vector(program, network.parameters());
      Optimizer.Session session = optimizer(method).start(problem, whole);
      Map<String, double[]> kept = Map.of();
      for (int s = 0; s < 8; s++) {
        if (s == 4) {
          kept = session.snapshot();
        }
        session.step();
      }
      Vector rest = vector(program, network.parameters());
      Optimizer.Session again = optimizer(method).start(problem, rest);
      again.restore(kept);
      for (int s = 4; s < 8; s++) {
        again.step();
      }
      assertArrayEquals(whole.toArray(), rest.toArray());
    }
  }
}
