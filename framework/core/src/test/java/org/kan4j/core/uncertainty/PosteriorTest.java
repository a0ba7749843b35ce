/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.uncertainty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.KanRuntime;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Task;
import org.kan4j.core.spec.DataSpec;
import org.kan4j.core.spec.KanSpec;
import org.kan4j.core.spec.StructureSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Column;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.EdgeId;

class PosteriorTest {
  private static final Table NONE = ArrayTable.builder("none").build();

  private final KanRuntime runtime = TestRegistries.runtime();

  private static double smooth(double a, double b) {
    return Math.exp(0.7 * Math.sin(2 * a) + 0.5 * b * b);
  }

  private static double additive(double a, double b) {
    return Math.sin(2 * a) + 0.8 * b * b;
  }

  private static Table draw(DoubleBinaryOperator truth, int rows, double noise, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] a = random.doubles(rows, -1, 1).toArray();
    double[] b = random.doubles(rows, -1, 1).toArray();
    double[] exact = new double[rows];
    double[] y = new double[rows];
    double[] v = new double[rows];
    for (int r = 0; r < rows; r++) {
      exact[r] = truth.applyAsDouble(a[r], b[r]);
      y[r] = exact[r] + noise * random.nextGaussian();
      v[r] = -3 * exact[r] + 2 * noise * random.nextGaussian();
    }
    return ArrayTable.builder("draw")
        .numbers("a", a)
        .numbers("b", b)
        .numbers("y", y)
        .numbers("v", v)
        .numbers("exact", exact)
        .build();
  }

  private static KanSpec.Builder spec(String... targets) {
    return KanSpec.builder(targets)
        .set(DataSpec.FEATURES, List.of("a", "b"))
        .optimizer("levenberg_marquardt")
        .steps(25)
        .grid(4);
  }

  private static double[] numbers(Table table, String name) {
    double[] values = new double[table.rows()];
    ((Column.Numbers) table.column(name)).read(0, values.length, values, 0);
    return values;
  }

  /** Over many simulated experiments: bands of the truth, of new observations, and the noise. */
  @ParameterizedTest(name = "{0} hidden nodes")
  @ValueSource(ints = {0, 1})
  void ninetyPercentBandsHoldNinetyPercent(int hidden) {
    int experiments = 24;
    double truth = 0;
    double fresh = 0;
    double noise = 0;
    DoubleBinaryOperator function = hidden == 0 ? PosteriorTest::additive : PosteriorTest::smooth;
    for (int seed = 1; seed <= experiments; seed++) {
      Table train = draw(function, 250, 0.3, seed);
      KanSpec.Builder spec = spec("y");
      if (hidden > 0) {
        spec.hidden(hidden).grid(3);
      } else {
        spec.hidden();
      }
      Kan kan = runtime.fit(spec.build(), new Split(train, NONE, NONE)).kan();
      Posterior posterior = runtime.posterior(kan, train);
      Table test = draw(function, 200, 0.3, 1000 + seed);
      Bands bands = posterior.predict(test, 0.9);
      truth += share(numbers(test, "exact"), bands.lower(), bands.upper()) / experiments;
      fresh += share(numbers(test, "y"), bands.lowerNew(), bands.upperNew()) / experiments;
      noise += posterior.noise()[0] / experiments;
      assertTrue(posterior.pinned() < posterior.parameters());
    }
    assertEquals(0.9, truth, 0.05, "of the truth");
    assertEquals(0.9, fresh, 0.02, "of new observations");
    assertEquals(0.3, noise, 0.01, "noise");
  }

  /**
   * Several hidden nodes: new observations lie in their bands as often as asked, but the truth in
   * its own less often, for the network is far from linear in its parameters. Both are told to
   * users; whoever mends the second, changes this.
   */
  @ParameterizedTest(name = "{0} hidden nodes, {1} rows")
  @CsvSource({"2, 250", "3, 250", "2, 1000", "3, 1000"})
  void bandsOfSeveralHiddenNodesHoldNewObservations(int hidden, int rows) {
    int experiments = 24;
    double truth = 0;
    double fresh = 0;
    for (int seed = 1; seed <= experiments; seed++) {
      Table train = draw(PosteriorTest::smooth, rows, 0.3, seed);
      KanSpec spec = spec("y").hidden(hidden).grid(3).build();
      Kan kan = runtime.fit(spec, new Split(train, NONE, NONE)).kan();
      Table test = draw(PosteriorTest::smooth, 200, 0.3, 1000 + seed);
      Bands bands = runtime.posterior(kan, train).predict(test, 0.9);
      truth += share(numbers(test, "exact"), bands.lower(), bands.upper()) / experiments;
      fresh += share(numbers(test, "y"), bands.lowerNew(), bands.upperNew()) / experiments;
    }
    assertEquals(0.9, fresh, 0.05, "of new observations");
    assertEquals(0.8, truth, 0.05, "of the truth");
  }

  private static double share(double[] values, double[] lower, double[] upper) {
    double inside = 0;
    for (int r = 0; r < values.length; r++) {
      inside += values[r] >= lower[r] && values[r] <= upper[r] ? 1 : 0;
    }
    return inside / values.length;
  }

  /** The curves of an additive model are known up to constants: their errors can be checked. */
  @Test
  void ninetyPercentBandsOfEdgesHoldNinetyPercent() {
    int experiments = 24;
    double[] x = new double[41];
    Arrays.setAll(x, s -> -0.95 + 1.9 * s / 40);
    double inside = 0;
    for (int seed = 1; seed <= experiments; seed++) {
      Table train = draw(PosteriorTest::additive, 250, 0.3, seed);
      Kan kan = runtime.fit(spec("y").hidden().build(), new Split(train, NONE, NONE)).kan();
      EdgeBand band = runtime.posterior(kan, train).edge(new EdgeId(0, 0, 0), scaled(kan, x));
      double scale =
          ((Task.Regression) kan.task()).scalings().getFirst().invert(1)
              - ((Task.Regression) kan.task()).scalings().getFirst().invert(0);
      double[] curve = centered(band.y());
      double[] truth = new double[x.length];
      Arrays.setAll(truth, s -> Math.sin(2 * x[s]));
      double[] exact = centered(truth);
      for (int s = 0; s < x.length; s++) {
        double off = Math.abs(curve[s] * scale - exact[s]);
        inside += off <= 1.645 * band.error()[s] * Math.abs(scale) ? 1.0 : 0;
      }
    }
    assertEquals(0.9, inside / (experiments * x.length), 0.05);
  }

  private static double[] scaled(Kan kan, double[] x) {
    return Arrays.stream(x).map(kan.features().getFirst().scaling()::apply).toArray();
  }

  private static double[] centered(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    return Arrays.stream(values).map(v -> v - mean).toArray();
  }

  /** One layer is linear in its parameters: standard errors are those of simulated repetitions. */
  @Test
  void standardErrorsAreThoseOfRepetitions() {
    int experiments = 40;
    double[][] estimates = new double[experiments][];
    double[] told = null;
    Table fixed = draw(PosteriorTest::additive, 200, 0, 5);
    for (int e = 0; e < experiments; e++) {
      SplittableRandom random = new SplittableRandom(e);
      double[] y = numbers(fixed, "exact");
      for (int r = 0; r < y.length; r++) {
        y[r] += 0.2 * random.nextGaussian();
      }
      Table table =
          ArrayTable.builder("again").numbers("a", numbers(fixed, "a")).numbers("y", y).build();
      KanSpec spec =
          KanSpec.builder("y")
              .hidden()
              .grid(3)
              .set(StructureSpec.BASE, "zero")
              .set(DataSpec.SCALING, "none")
              .optimizer("levenberg_marquardt")
              .steps(10)
              .set(TrainingSpec.GRID_UPDATES, 0)
              .build();
      Kan kan = runtime.fit(spec, new Split(table, NONE, NONE)).kan();
      Task.Regression task = (Task.Regression) kan.task();
      double unit = task.scalings().getFirst().invert(1) - task.scalings().getFirst().invert(0);
      estimates[e] = kan.network().parameters();
      double[] errors = runtime.posterior(kan, table).standardErrors();
      for (int p = 0; p < errors.length; p++) {
        estimates[e][p] *= unit;
        errors[p] *= unit;
      }
      told = told == null ? errors : told;
    }
    for (int p = 1; p < 5; p++) { // those in the middle, which data pin down
      int place = p;
      double mean = Arrays.stream(estimates).mapToDouble(v -> v[place]).average().orElseThrow();
      double variance =
          Arrays.stream(estimates).mapToDouble(v -> (v[place] - mean) * (v[place] - mean)).sum()
              / (experiments - 1);
      assertEquals(1, told[p] / Math.sqrt(variance), 0.35, "parameter " + p);
    }
  }

  @Test
  void targetsOfDifferentNoiseHaveTheirOwnBands() {
    Table train = draw(PosteriorTest::additive, 600, 0.3, 3);
    Kan kan = runtime.fit(spec("y", "v").hidden().build(), new Split(train, NONE, NONE)).kan();
    double[] noise = runtime.posterior(kan, train).noise();
    assertEquals(0.3, noise[0], 0.03);
    assertEquals(0.6, noise[1], 0.06);
  }

  @Test
  void bandsOfClassesHoldTheProbability() {
    SplittableRandom random = new SplittableRandom(8);
    double covered = 0;
    int experiments = 12;
    for (int e = 0; e < experiments; e++) {
      double[] a = random.doubles(600, -1, 1).toArray();
      String[] label = new String[600];
      for (int r = 0; r < a.length; r++) {
        label[r] = random.nextDouble() < probability(a[r]) ? "yes" : "no";
      }
      Table table = ArrayTable.builder("classes").numbers("a", a).texts("c", label).build();
      KanSpec spec =
          KanSpec.builder("c")
              .hidden()
              .grid(3)
              .set(StructureSpec.BASE, "zero")
              .optimizer("levenberg_marquardt")
              .steps(30)
              .set(DataSpec.CLASSES, List.of("no", "yes"))
              .build();
      Kan kan = runtime.fit(spec, new Split(table, NONE, NONE)).kan();
      Bands bands = runtime.posterior(kan, table).predict(table, 0.9);
      for (int r = 0; r < a.length; r++) {
        double p = probability(a[r]);
        boolean inside = bands.lower()[2 * r + 1] <= p && p <= bands.upper()[2 * r + 1];
        covered += inside ? 1.0 / a.length / experiments : 0;
        assertTrue(bands.lower()[2 * r] >= 0 && bands.upper()[2 * r] <= 1);
      }
    }
    assertEquals(0.9, covered, 0.07);
  }

  private static double probability(double a) {
    return 1 / (1 + Math.exp(-2 * Math.sin(2 * a)));
  }

  @Test
  void exactDataAndBadRequests() {
    Table train = draw(PosteriorTest::additive, 300, 0, 3);
    Kan kan = runtime.fit(spec("y").hidden().steps(40).build(), new Split(train, NONE, NONE)).kan();
    Posterior posterior = runtime.posterior(kan, train);
    Bands bands = posterior.predict(train, 0.99);
    for (int r = 0; r < train.rows(); r++) {
      assertTrue(Double.isFinite(bands.lower()[r]) && bands.lower()[r] <= bands.upper()[r]);
    }
    assertThrows(KanException.class, () -> posterior.predict(train, 1));
    assertThrows(KanException.class, () -> posterior.edge(new EdgeId(3, 0, 0), new double[1]));
  }
}
