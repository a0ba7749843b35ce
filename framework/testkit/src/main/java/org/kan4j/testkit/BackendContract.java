/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Batch;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Penalty;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Statistics;
import org.kan4j.spi.training.Vector;

/**
 * What every {@link Backend} must do in float64, over networks of random structure, against an
 * evaluation by the definitions.
 */
public abstract class BackendContract {
  /** For subclasses. */
  protected BackendContract() {}

  /** The backend under test. */
  protected abstract Backend backend();

  /** Backends that must give the same bits as {@link #backend}, such as other thread counts. */
  protected List<Backend> sameBits() {
    return List.of(backend());
  }

  /** By how much a value may differ from the definition, relative to its size, at least 1. */
  protected double tolerance() {
    return 1e-10;
  }

  static IntStream seeds() {
    return IntStream.range(0, 24);
  }

  private Program compile(Network network) {
    return backend().compile(network, Precision.FLOAT64);
  }

  private static Vector vector(Program program, double[] values) {
    Vector vector = program.vector();
    vector.write(values);
    return vector;
  }

  private void assertClose(double expected, double actual, String what) {
    assertEquals(expected, actual, tolerance() * Math.max(1, Math.abs(expected)), what);
  }

  /** Outputs, over widths and numbers of rows that fit no vector length. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  public void outputsFollowTheDefinition(int seed) {
    int[] rows = {1, 2, 7, 33, 257};
    BackendTrial trial = new BackendTrial(seed, seed % 4 == 0 ? 19 : 5, rows[seed % rows.length]);
    Network network = trial.network;
    try (Program program = compile(network)) {
      double[] outputs = new double[trial.rows() * network.outputs()];
      program.forward(vector(program, network.parameters()), trial.columns(), outputs);
      ReferenceNetwork reference = new ReferenceNetwork(network, network.parameters());
      for (int r = 0; r < trial.rows(); r++) {
        double[] expected = reference.outputs(ReferenceNetwork.row(trial.inputs, r));
        for (int o = 0; o < expected.length; o++) {
          assertClose(expected[o], outputs[r * expected.length + o], "row " + r + ", output " + o);
        }
      }
    }
  }

  /** All four kinds of standard deviations. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  public void statisticsFollowTheDefinition(int seed) {
    BackendTrial trial = new BackendTrial(seed, seed % 4 == 0 ? 17 : 5, 1 + 97 * (seed % 3));
    Network network = trial.network;
    try (Program program = compile(network)) {
      Statistics statistics =
          program.statistics(vector(program, network.parameters()), trial.columns());
      ReferenceNetwork reference = new ReferenceNetwork(network, network.parameters());
      List<double[]> expected = Samples.arrays(reference.statistics(trial.inputs));
      List<double[]> actual = Samples.arrays(statistics);
      for (int a = 0; a < expected.size(); a++) {
        for (int q = 0; q < expected.get(a).length; q++) {
          // a constant has no deviation at all, in the definition but for rounding
          assertClose(expected.get(a)[q], actual.get(a)[q], "array " + a + ", number " + q);
        }
      }
    }
  }

  /** The objective and every derivative, with and without weights and penalty. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  public void gradientAgreesWithDifferences(int seed) {
    BackendTrial trial = new BackendTrial(seed, 3, 3 + seed % 11);
    Network network = trial.network;
    boolean weighted = seed % 2 == 0;
    boolean penalized = seed % 4 < 3;
    double[] start = network.parameters();
    try (Program program = compile(network)) {
      Vector parameters = vector(program, start);
      double[] dirt = new double[start.length];
      Arrays.fill(dirt, 7);
      Vector gradient = vector(program, dirt);
      Penalty penalty = penalized ? trial.penalty() : null;
      double value = program.evaluate(parameters, trial.batch(weighted), penalty, gradient);
      assertClose(trial.objective(start, weighted, penalized), value, "objective");
      assertClose(
          value,
          program.evaluate(parameters, trial.batch(weighted), penalty, null),
          "objective without gradient");
      double[] derivatives = gradient.toArray();
      BitSet changeable = network.trainable();
      int[] trainable = changeable.stream().toArray();
      for (int p = 0; p < start.length; p++) {
        if (!changeable.get(p)) {
          assertEquals(0.0, derivatives[p], "place " + p + " must not change");
        }
      }
      GradientChecker.assertGradient(
          picked -> trial.objective(Samples.place(start, trainable, picked), weighted, penalized),
          Samples.pick(start, trainable),
          Samples.pick(derivatives, trainable),
          1e-5);
    }
  }

  /** Many rows go another way than few. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  public void manyRowsAgreeWithDifferences(int seed) {
    BackendTrial trial = new BackendTrial(seed, 4, 4_603);
    Network network = trial.network;
    double[] start = network.parameters();
    Random random = new Random(seed);
    double[] direction = new double[start.length];
    network.trainable().stream().forEach(p -> direction[p] = random.nextGaussian());
    try (Program program = compile(network)) {
      for (boolean penalized : new boolean[] {false, true}) {
        Vector gradient = program.vector();
        Penalty penalty = penalized ? trial.penalty() : null;
        Vector parameters = vector(program, start);
        double value = program.evaluate(parameters, trial.batch(true), penalty, gradient);
        assertClose(trial.objective(start, true, penalized), value, "objective");
        double slope = gradient.dot(vector(program, direction));
        GradientChecker.assertGradient(
            step -> {
              double[] moved = start.clone();
              for (int p = 0; p < moved.length; p++) {
                moved[p] += step[0] * direction[p];
              }
              return program.evaluate(vector(program, moved), trial.batch(true), penalty, null);
            },
            new double[1],
            new double[] {slope},
            1e-4);
      }
    }
  }

  /** Jacobians by parameters add up to gradients; those by inputs agree with differences. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  public void jacobiansAreExact(int seed) {
    BackendTrial trial = new BackendTrial(seed, seed % 4 == 0 ? 14 : 3, 5 + 150 * (seed % 2));
    Network network = trial.network;
    double[] start = network.parameters();
    int width = network.outputs();
    try (Program program = compile(network)) {
      Vector parameters = vector(program, start);
      double[] byParameters = new double[trial.rows() * width * start.length];
      Arrays.fill(byParameters, 7);
      program.jacobian(parameters, trial.columns(), Program.Variables.PARAMETERS, byParameters);
      int row = trial.rows() - 1;
      // one row, one output: the gradient of a loss of slope 1 at that output
      for (int o = 0; o < width; o++) {
        int output = o;
        double[] expected = gradientOfOutput(program, trial, row, output);
        int at = (row * width + o) * start.length;
        double[] actual = Arrays.copyOfRange(byParameters, at, at + start.length);
        for (int p = 0; p < start.length; p++) {
          assertClose(expected[p], actual[p], "output " + o + ", place " + p);
        }
      }
      double[] byInputs = new double[trial.rows() * width * network.inputs()];
      program.jacobian(parameters, trial.columns(), Program.Variables.INPUTS, byInputs);
      double[] x = ReferenceNetwork.row(trial.inputs, row);
      ReferenceNetwork reference = new ReferenceNetwork(network, start);
      for (int o = 0; o < width; o++) {
        int output = o;
        int at = (row * width + o) * x.length;
        GradientChecker.assertGradient(
            near -> reference.outputs(near)[output],
            x,
            Arrays.copyOfRange(byInputs, at, at + x.length),
            1e-5);
      }
    }
  }

  private static double[] gradientOfOutput(
      Program program, BackendTrial trial, int row, int output) {
    Vector gradient = program.vector();
    Columns single = trial.columns().select(new int[] {row});
    Columns targets = Columns.of(1, new double[trial.network.outputs()][1]);
    Batch batch = new Batch(single, targets, Optional.empty(), new OutputLoss(output));
    program.evaluate(vector(program, trial.network.parameters()), batch, null, gradient);
    return gradient.toArray();
  }

  /** Products with the Jacobian are those of its rows, and each the adjoint of the other. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  public void productsAreThoseOfTheJacobian(int seed) {
    BackendTrial trial = new BackendTrial(seed, seed % 4 == 0 ? 14 : 3, 5 + 150 * (seed % 2));
    Network network = trial.network;
    double[] start = network.parameters();
    int count = trial.rows() * network.outputs();
    Random random = new Random(seed);
    double[] v = random.doubles(start.length, -1, 1).toArray();
    double[] u = random.doubles(count, -1, 1).toArray();
    try (Program program = compile(network)) {
      Vector parameters = vector(program, start);
      double[] jacobian = new double[count * start.length];
      program.jacobian(parameters, trial.columns(), Program.Variables.PARAMETERS, jacobian);
      double[] slopes = new double[count];
      Arrays.fill(slopes, 7);
      Vector direction = vector(program, v);
      program.pushForward(parameters, trial.columns(), direction, slopes);
      Vector gradient = vector(program, v);
      program.pullBack(parameters, trial.columns(), u, gradient);
      double[] sums = gradient.toArray();
      double[] forward = new double[count];
      double[] back = new double[start.length];
      for (int e = 0; e < jacobian.length; e++) {
        forward[e / start.length] += jacobian[e] * v[e % start.length];
        back[e % start.length] += jacobian[e] * u[e / start.length];
      }
      for (int r = 0; r < count; r++) {
        assertClose(forward[r], slopes[r], "output " + r);
      }
      for (int p = 0; p < start.length; p++) {
        assertClose(back[p], sums[p], "place " + p);
      }
      double left = IntStream.range(0, count).mapToDouble(r -> slopes[r] * u[r]).sum();
      double right = IntStream.range(0, v.length).mapToDouble(p -> sums[p] * v[p]).sum();
      double size = IntStream.range(0, count).mapToDouble(r -> Math.abs(slopes[r] * u[r])).sum();
      assertEquals(left, right, tolerance() * Math.max(1, size), "adjoint");
      BitSet changeable = network.trainable();
      int row = count / 2;
      GradientChecker.assertGradient(
          step -> {
            double[] moved = start.clone();
            changeable.stream().forEach(p -> moved[p] += step[0] * v[p]);
            double[] outputs = new double[count];
            program.forward(vector(program, moved), trial.columns(), outputs);
            return outputs[row];
          },
          new double[1],
          new double[] {slopes[row]},
          1e-4);
    }
  }

  /** The same bits, for every number of threads, cold and warm. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {0, 8, 13, 15})
  public void bitsDoNotDependOnThreads(int seed) {
    BackendTrial trial = new BackendTrial(seed, seed % 4 == 0 ? 23 : 6, 700 + 2_500 * (seed % 2));
    List<double[]> first = everything(backend(), trial);
    for (Backend other : sameBits()) {
      for (int again = 0; again < 2; again++) {
        List<double[]> second = everything(other, trial);
        for (int a = 0; a < first.size(); a++) {
          assertArrayEquals(first.get(a), second.get(a), 0.0, other.device() + ", array " + a);
        }
      }
    }
  }

  private static List<double[]> everything(Backend backend, BackendTrial trial) {
    Network network = trial.network;
    List<double[]> all = new ArrayList<>();
    try (Program program = backend.compile(network, Precision.FLOAT64)) {
      Vector parameters = vector(program, network.parameters());
      double[] outputs = new double[trial.rows() * network.outputs()];
      program.forward(parameters, trial.columns(), outputs);
      all.add(outputs);
      for (Penalty penalty : Arrays.asList(null, trial.penalty())) {
        Vector gradient = program.vector();
        all.add(new double[] {program.evaluate(parameters, trial.batch(true), penalty, gradient)});
        all.add(gradient.toArray());
      }
      all.addAll(Samples.arrays(program.statistics(parameters, trial.columns())));
      double[] byInputs = new double[outputs.length * network.inputs()];
      program.jacobian(parameters, trial.columns(), Program.Variables.INPUTS, byInputs);
      all.add(byInputs);
      double[] slopes = new double[outputs.length];
      program.pushForward(parameters, trial.columns(), parameters, slopes);
      all.add(slopes);
      Vector gradient = program.vector();
      program.pullBack(parameters, trial.columns(), outputs, gradient);
      all.add(gradient.toArray());
    }
    return all;
  }

  /** A row that is not finite is that row's affair. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  public void rowsThatAreNotFiniteStayAlone(int seed) {
    BackendTrial trial = new BackendTrial(seed, seed % 4 == 0 ? 15 : 4, 61);
    Network network = trial.network;
    double[] odd = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300};
    try (Program program = compile(network)) {
      Vector parameters = vector(program, network.parameters());
      int width = network.outputs();
      double[] before = new double[trial.rows() * width];
      double[] after = new double[before.length];
      program.forward(parameters, trial.columns(), before);
      int row = seed % trial.rows();
      for (double[] column : trial.inputs) {
        column[row] = odd[seed % odd.length];
      }
      program.forward(parameters, trial.columns(), after);
      System.arraycopy(before, row * width, after, row * width, width);
      assertArrayEquals(before, after, 0.0);
    }
  }

  /** A weight of 2 is the row twice. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  public void weightsCountRows(int seed) {
    BackendTrial trial = new BackendTrial(seed, 4, 20);
    int[] rows = IntStream.concat(IntStream.range(0, 20), IntStream.of(3, 11)).toArray();
    double[] twice = new double[20];
    Arrays.fill(twice, 1);
    twice[3] = 2;
    twice[11] = 2;
    Columns targets = Columns.of(20, trial.targets);
    Batch weighted =
        new Batch(trial.columns(), targets, Optional.of(Columns.of(20, twice)), trial.loss);
    Batch repeated =
        new Batch(trial.columns().select(rows), targets.select(rows), Optional.empty(), trial.loss);
    try (Program program = compile(trial.network)) {
      Vector parameters = vector(program, trial.network.parameters());
      Vector one = program.vector();
      Vector other = program.vector();
      assertClose(
          program.evaluate(parameters, repeated, null, one),
          program.evaluate(parameters, weighted, null, other),
          "loss");
      double[] expected = one.toArray();
      double[] actual = other.toArray();
      for (int p = 0; p < expected.length; p++) {
        assertClose(expected[p], actual[p], "place " + p);
      }
    }
  }

  /** Numbers of edges that do not live, and of base functions that are zero, change nothing. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  public void inertNumbersChangeNothing(int seed) {
    BackendTrial trial = new BackendTrial(seed, 5, 30);
    Network network = trial.network;
    Network thawed =
        new Network(network.layers(), network.extrapolation(), network.parameters(), new BitSet());
    BitSet living = thawed.trainable();
    double[] changed = network.parameters();
    for (int p = 0; p < changed.length; p++) {
      changed[p] = living.get(p) ? changed[p] : 1e30;
    }
    try (Program program = compile(network)) {
      double[] before = new double[trial.rows() * network.outputs()];
      double[] after = new double[before.length];
      program.forward(vector(program, network.parameters()), trial.columns(), before);
      program.forward(vector(program, changed), trial.columns(), after);
      assertArrayEquals(before, after, 0.0);
    }
  }

  /** No rows, no weight, or the wrong columns: an error that says so. */
  @Test
  public void refusesWhatHasNoMeaning() {
    BackendTrial trial = new BackendTrial(1, 3, 4);
    int inputs = trial.network.inputs();
    int outputs = trial.network.outputs();
    try (Program program = compile(trial.network)) {
      Vector parameters = vector(program, trial.network.parameters());
      Columns none = trial.columns().select(new int[0]);
      Columns noTargets = Columns.of(0, new double[outputs][0]);
      Batch empty = new Batch(none, noTargets, Optional.empty(), trial.loss);
      Columns targets = Columns.of(4, trial.targets);
      Columns zeros = Columns.of(4, new double[4]);
      Batch weightless = new Batch(trial.columns(), targets, Optional.of(zeros), trial.loss);
      Columns wide = Columns.of(4, new double[inputs + 1][4]);
      Batch wrong = new Batch(wide, targets, Optional.empty(), trial.loss);
      assertKind(KanException.Kind.DATA, () -> program.evaluate(parameters, empty, null, null));
      assertKind(
          KanException.Kind.DATA, () -> program.evaluate(parameters, weightless, null, null));
      assertKind(KanException.Kind.USER, () -> program.evaluate(parameters, wrong, null, null));
      assertKind(KanException.Kind.DATA, () -> program.statistics(parameters, none));
      program.forward(parameters, none, new double[0]);
    }
  }

  private static void assertKind(KanException.Kind kind, Runnable what) {
    KanException thrown = assertThrows(KanException.class, what::run);
    assertEquals(kind, thrown.kind(), thrown.getMessage());
    assertTrue(thrown.getMessage().length() > 10, thrown.getMessage());
  }

  /** Vectors follow their contract. */
  @Test
  public void vectorsCalculate() {
    BackendTrial trial = new BackendTrial(9, 4, 4);
    double[] a = trial.network.parameters();
    double[] b = Arrays.stream(a).map(v -> 1 - v * v).toArray();
    try (Program program = compile(trial.network)) {
      Vector one = vector(program, a);
      Vector other = vector(program, b);
      double dot = IntStream.range(0, a.length).mapToDouble(p -> a[p] * b[p]).sum();
      assertClose(dot, one.dot(other), "dot");
      double[] nan = new double[a.length];
      Arrays.fill(nan, Double.NaN);
      Vector target = vector(program, nan);
      target.combine(0, 1, one);
      assertArrayEquals(a, target.toArray());
      target.combine(2, -3, other);
      target.update(
          (from, to, arrays) -> {
            for (int p = from; p < to; p++) {
              arrays[0][p] += arrays[1][p];
              arrays[1][p] = 5;
            }
          },
          one);
      for (int p = 0; p < a.length; p++) {
        assertClose(2 * a[p] - 3 * b[p] + a[p], target.toArray()[p], "place " + p);
        assertEquals(5, one.toArray()[p]);
      }
    }
  }
}
