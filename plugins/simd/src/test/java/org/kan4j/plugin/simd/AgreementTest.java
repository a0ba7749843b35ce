/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.plugin.simd.plan.Arrangement;
import org.kan4j.plugin.standard.cpu.CpuBackend;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Penalty;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.training.Statistics;
import org.kan4j.spi.training.Vector;

/** The vectors against the portable backend, on the components that have kernels of their own. */
class AgreementTest {
  private static final int SEEDS = 60;

  private static Backend simd(int threads) {
    return SimdBackend.factory().create(Map.of("threads", threads));
  }

  static Stream<Arguments> trials() {
    return Stream.of(Precision.values())
        .flatMap(precision ->
            Stream.iterate(0, s -> s < SEEDS, s -> s + 1).map(s -> Arguments.of(precision, s)));
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("trials")
  void computesWhatThePortableBackendDoes(Precision precision, int seed) {
    Trial trial = new Trial(seed);
    List<double[]> expected =
        everything(CpuBackend.factory().create(Map.of("threads", 1)), Precision.FLOAT64, trial);
    List<double[]> actual = everything(simd(1), precision, trial);
    // rounding adds up over inputs and layers; what is compared is relative to the largest number
    double relative = precision == Precision.FLOAT64 ? 1e-11 : 3e-4;
    for (int a = 0; a < expected.size(); a++) {
      double size = 1e-3;
      for (double value : expected.get(a)) {
        size = Math.max(size, Math.abs(value));
      }
      for (int k = 0; k < expected.get(a).length; k++) {
        assertEquals(
            expected.get(a)[k],
            actual.get(a)[k],
            relative * size,
            () -> "seed " + seed + ", " + trial);
      }
    }
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("trials")
  void bitsDoNotDependOnThreads(Precision precision, int seed) {
    if (seed % 8 != 0) {
      return;
    }
    Trial trial = new Trial(seed);
    List<double[]> expected = everything(simd(1), precision, trial);
    for (int threads : new int[] {2, 4, 7}) {
      List<double[]> actual = everything(simd(threads), precision, trial);
      for (int a = 0; a < expected.size(); a++) {
        assertArrayEquals(expected.get(a), actual.get(a), 0.0, threads + " threads, " + trial);
      }
    }
  }

  private static List<double[]> everything(Backend backend, Precision precision, Trial trial) {
    List<double[]> all = new ArrayList<>();
    try (Program program = backend.compile(trial.network, precision)) {
      Vector parameters = program.vector();
      parameters.write(trial.network.parameters());
      double[] outputs = new double[trial.rows * trial.network.outputs()];
      Columns columns = Columns.of(trial.rows, trial.inputs);
      program.forward(parameters, columns, outputs);
      all.add(outputs);
      for (Penalty penalty : new Penalty[] {null, Trial.penalty()}) {
        Vector gradient = program.vector();
        all.add(new double[] {program.evaluate(parameters, trial.batch(), penalty, gradient)});
        all.add(gradient.toArray());
      }
      for (Statistics.OfLayer layer : program.statistics(parameters, columns).layers()) {
        all.add(layer.input());
        all.add(layer.numeric().values());
        all.add(layer.edge().values());
        all.add(layer.subnode());
      }
    }
    return all;
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("trials")
  void aRowThatIsNotFiniteStaysAlone(Precision precision, int seed) {
    if (seed % 4 != 0) {
      return;
    }
    Trial trial = new Trial(seed);
    double[] odd = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e30, -1e30};
    int width = trial.network.outputs();
    int row = trial.rows / 2;
    try (Program program = simd(1).compile(trial.network, precision)) {
      Vector parameters = program.vector();
      parameters.write(trial.network.parameters());
      double[] before = new double[trial.rows * width];
      double[] after = new double[trial.rows * width];
      program.forward(parameters, Columns.of(trial.rows, trial.inputs), before);
      for (double[] column : trial.inputs) {
        column[row] = odd[(seed / 4) % odd.length];
      }
      program.forward(parameters, Columns.of(trial.rows, trial.inputs), after);
      System.arraycopy(before, row * width, after, row * width, width);
      assertArrayEquals(before, after, 0.0, "seed " + seed + ", " + trial);
    }
  }

  /** A trial that used one way alone would show nothing of the other. */
  @Test
  void trialsGoBothWays() {
    long wide = 0;
    long layers = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Arrangement arrangement = new Arrangement(new Trial(seed).network, 4, 3);
      layers += arrangement.layers.size();
      wide += arrangement.layers.stream().filter(layer -> layer.wide()).count();
    }
    assertTrue(wide > layers / 4 && wide < 3 * layers / 4, wide + " of " + layers);
  }
}
