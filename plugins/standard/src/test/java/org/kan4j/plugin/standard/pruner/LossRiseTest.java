/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.pruner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.kan4j.plugin.standard.pruner.Given.matrix;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.plugin.standard.Structures;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Attribution;
import org.kan4j.spi.training.Pruner;
import org.kan4j.spi.training.Pruner.Survivors;

class LossRiseTest {
  /** Each edge that is gone costs its own amount. */
  private static final class Priced implements Pruner.Trial {
    private final Given given;
    private final List<Matrix> prices;
    private final double start;
    private int evaluations;

    Priced(Given given, List<Matrix> prices, double start) {
      this.given = given;
      this.prices = prices;
      this.start = start;
    }

    @Override
    public Network network() {
      return given.network();
    }

    @Override
    public Attribution attribution(Survivors survivors) {
      return given.attribution(survivors);
    }

    @Override
    public double loss(Survivors survivors) {
      evaluations++;
      return price(survivors);
    }

    private double price(Survivors survivors) {
      double price = start;
      for (int l = 0; l < prices.size(); l++) {
        for (int i = 0; i < prices.get(l).rows(); i++) {
          for (int o = 0; o < prices.get(l).columns(); o++) {
            price += survivors.edges().get(l).lives(i, o) ? 0 : prices.get(l).get(i, o);
          }
        }
      }
      return price;
    }
  }

  private static Pruner pruner(double increase) {
    return LossRise.factory().create(Map.of("max_increase", increase));
  }

  private static Priced random(long seed) {
    Random random = new Random(seed);
    Network network = Structures.dense(random, 4, 5, 2);
    List<Matrix> matrices =
        network.layers().stream()
            .map(layer -> Structures.matrix(random, layer.inputs(), layer.subnodes()))
            .toList();
    return new Priced(new Given(network, matrices), matrices, 10);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theLossRisesByNoMoreThanAllowedAndNearlyThat(long seed) {
    Priced trial = random(seed);
    int before = Integer.MAX_VALUE;
    for (double increase : new double[] {0, 0.05, 0.2, 0.4}) {
      Survivors survivors = pruner(increase).prune(trial);
      double price = trial.price(survivors);
      assertTrue(price <= 10 * (1 + increase), "seed " + seed + ": " + price);
      // the cheapest edge costs at most what is left, or the search would not have ended
      int edges = survivors.edges().stream().mapToInt(m -> m.count()).sum();
      assertTrue(edges <= before, "seed " + seed);
      assertTrue(
          new Remains(trial.network(), survivors.nodes(), survivors.edges()).cutOff().isEmpty());
      before = edges;
    }
    assertTrue(before < 30, "seed " + seed);
    assertEquals(30, pruner(0).prune(trial).edges().stream().mapToInt(m -> m.count()).sum());
  }

  @Test
  void freeEdgesGoInFewEvaluations() {
    Network network = Structures.dense(new Random(3), 32, 32, 1);
    Random random = new Random(4);
    Matrix wide = Structures.matrix(random, 32, 32);
    Matrix prices = Matrix.zero(32, 32);
    for (int i = 0; i < 32; i++) {
      wide.set(i, i, 3);
      prices.set(i, i, 1);
    }
    Matrix narrow = Structures.matrix(random, 32, 1);
    Priced trial =
        new Priced(new Given(network, List.of(wide, narrow)), List.of(prices, ones(32)), 1);
    Survivors survivors = pruner(0.5).prune(trial);
    for (int i = 0; i < 32; i++) {
      assertTrue(survivors.edges().getFirst().lives(i, i), "edge " + i);
    }
    assertEquals(32, survivors.edges().getFirst().count());
    assertTrue(trial.evaluations < 130, trial.evaluations + " evaluations for 1056 edges");
    assertTrue(
        survivors.reasons().getLast().contains("taken " + trial.evaluations + " times"),
        survivors.reasons().getLast());
  }

  private static Matrix ones(int rows) {
    Matrix ones = Matrix.zero(rows, 1);
    Arrays.fill(ones.values(), 1);
    return ones;
  }

  @Test
  void theWeakestGoFirst() {
    Given given =
        new Given(
            Structures.dense(new Random(1), 3, 1),
            List.of(matrix(new double[] {1}, new double[] {0.1}, new double[] {0.5})));
    Priced trial =
        new Priced(
            given, List.of(matrix(new double[] {0.2}, new double[] {0.2}, new double[] {0.2})), 1);
    Survivors survivors = pruner(0.3).prune(trial);
    assertTrue(survivors.edges().getFirst().lives(0, 0));
    assertTrue(survivors.edges().getFirst().lives(2, 0));
    assertEquals(2, survivors.edges().getFirst().count());
  }

  @Test
  void oneThatIsNeededDoesNotStopTheSearch() {
    Given given =
        new Given(
            Structures.dense(new Random(1), 3, 1),
            List.of(matrix(new double[] {1}, new double[] {0.1}, new double[] {0.5})));
    Priced trial =
        new Priced(given, List.of(matrix(new double[] {9}, new double[] {9}, new double[] {0})), 1);
    Survivors survivors = pruner(0).prune(trial);
    assertTrue(survivors.edges().getFirst().lives(1, 0));
    assertEquals(2, survivors.edges().getFirst().count());
    Pruner hasty = LossRise.factory().create(Map.of("max_increase", 0, "patience", 1));
    assertEquals(3, hasty.prune(trial).edges().getFirst().count());
  }

  @Test
  void evenIfAllIsFreeAPathStays() {
    Given given =
        new Given(
            Structures.dense(new Random(1), 2, 2, 1),
            List.of(
                matrix(new double[] {1, 0.2}, new double[] {0.3, 0.4}),
                matrix(new double[] {1}, new double[] {0.5})));
    Priced trial = new Priced(given, List.of(Matrix.zero(2, 2), Matrix.zero(2, 1)), 1);
    Survivors survivors = pruner(0).prune(trial);
    assertTrue(survivors.edges().getFirst().lives(0, 0));
    assertEquals(1, survivors.edges().getFirst().count());
    assertEquals(1, survivors.edges().getLast().count());
  }

  @Test
  void aLossThatIsNoNumberIsRefused() {
    Priced trial = new Priced(random(1).given, random(1).prices, Double.NaN);
    KanException e = assertThrows(KanException.class, () -> pruner(1).prune(trial));
    assertEquals(KanException.Kind.NUMERIC, e.kind());
  }
}
