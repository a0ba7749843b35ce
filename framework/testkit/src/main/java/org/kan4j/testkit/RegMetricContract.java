/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Importance;
import org.kan4j.spi.training.RegMetric;
import org.kan4j.spi.training.Scores;
import org.kan4j.spi.training.Statistics;

/** What every {@link RegMetric} must do. */
public abstract class RegMetricContract extends FactoryContract<RegMetric> {
  /** For subclasses. */
  protected RegMetricContract() {}

  /** Scores have the right shape, are finite and not negative. */
  @Test
  public void scoresAreNonnegative() {
    for (RegMetric metric : components()) {
      for (Network network : Samples.networks()) {
        Scores scores = metric.scores(network, Samples.statistics(network, 11));
        assertEquals(network.layers().size(), scores.layers().size());
        for (int l = 0; l < scores.layers().size(); l++) {
          Layer layer = network.layers().get(l);
          Matrix matrix = scores.layers().get(l);
          boolean edges = scores.of() == Scores.Of.EDGES;
          assertEquals(edges ? layer.inputs() : network.inputs(), matrix.rows());
          assertEquals(edges ? layer.subnodes() : layer.nodes().count(), matrix.columns());
          for (double score : matrix.values()) {
            assertTrue(score >= 0 && score < Double.POSITIVE_INFINITY, metric + ": " + score);
          }
        }
      }
    }
  }

  /** Every node and edge has an importance, finite and not negative; dead edges have none. */
  @Test
  public void importanceFitsTheNetwork() {
    for (RegMetric metric : components()) {
      for (Network network : Samples.networks()) {
        for (Statistics statistics :
            List.of(Samples.statistics(network, 15), Statistics.zero(network.layers()))) {
          assertFits(network, metric.importance(network, statistics), metric.toString());
        }
      }
    }
  }

  private static void assertFits(Network network, Importance importance, String metric) {
    int layers = network.layers().size();
    assertEquals(layers + 1, importance.nodes().size(), metric);
    assertEquals(layers, importance.edges().size(), metric);
    assertEquals(network.inputs(), importance.nodes().getFirst().length, metric);
    for (int l = 0; l < layers; l++) {
      Layer layer = network.layers().get(l);
      Matrix edges = importance.edges().get(l);
      assertEquals(layer.nodes().count(), importance.nodes().get(l + 1).length, metric);
      assertEquals(layer.inputs(), edges.rows(), metric);
      assertEquals(layer.subnodes(), edges.columns(), metric);
      for (int i = 0; i < edges.rows(); i++) {
        for (int o = 0; o < edges.columns(); o++) {
          double score = edges.get(i, o);
          assertTrue(score >= 0 && score < Double.POSITIVE_INFINITY, metric + ": " + score);
          assertTrue(score == 0 || layer.live().lives(i, o), metric + ": a dead edge scores");
        }
      }
    }
    for (double score : Samples.join(importance.nodes())) {
      assertTrue(score >= 0 && score < Double.POSITIVE_INFINITY, metric + ": " + score);
    }
  }

  /** A network in which nothing varies has finite scores. */
  @Test
  public void staysFiniteWhereNothingVaries() {
    for (RegMetric metric : components()) {
      for (Network network : Samples.networks()) {
        Scores scores = metric.scores(network, Statistics.zero(network.layers()));
        for (double score : Samples.join(Samples.arrays(scores))) {
          assertTrue(Double.isFinite(score), metric + ": " + score);
        }
      }
    }
  }

  /** Statistics are read, not written. */
  @Test
  public void leavesStatisticsAlone() {
    for (RegMetric metric : components()) {
      for (Network network : Samples.networks()) {
        Statistics statistics = Samples.statistics(network, 12);
        double[] before = Samples.join(Samples.arrays(statistics));
        metric.scores(network, statistics);
        assertArrayEquals(before, Samples.join(Samples.arrays(statistics)), metric.toString());
      }
    }
  }

  /** The pull-back is the gradient of the scores, added; without one it is refused by name. */
  @Test
  public void pullsGradientsBackOrRefuses() {
    for (RegMetric metric : components()) {
      for (Network network : Samples.networks()) {
        Statistics statistics = Samples.statistics(network, 13);
        Scores adjoint = metric.scores(network, statistics).zero();
        Random random = new Random(14);
        Samples.arrays(adjoint).forEach(array -> Arrays.setAll(array, i -> random.nextGaussian()));
        Statistics gradient = Statistics.zero(network.layers());
        if (metric.differentiable()) {
          assertPullBack(metric, network, statistics, adjoint);
        } else {
          KanException error =
              assertThrows(
                  KanException.class,
                  () -> metric.pullBack(network, statistics, adjoint, gradient));
          assertEquals(KanException.Kind.USER, error.kind());
          assertTrue(error.getMessage().contains(metric.name()), error.getMessage());
        }
      }
    }
  }

  private static void assertPullBack(
      RegMetric metric, Network network, Statistics statistics, Scores adjoint) {
    Statistics gradient = Statistics.zero(network.layers());
    metric.pullBack(network, statistics, adjoint, gradient);
    double[] once = Samples.join(Samples.arrays(gradient));
    metric.pullBack(network, statistics, adjoint, gradient);
    double[] twice = Samples.join(Samples.arrays(gradient));
    for (int i = 0; i < once.length; i++) {
      assertEquals(2 * once[i], twice[i], 1e-12 * Math.abs(once[i]), "must add, at " + i);
    }
    double[] all = Samples.join(Samples.arrays(statistics));
    int[] living = Samples.nonzero(all);
    double[] weights = Samples.join(Samples.arrays(adjoint));
    GradientChecker.assertGradient(
        picked -> {
          Statistics changed = Statistics.zero(network.layers());
          Samples.split(Samples.place(all, living, picked), Samples.arrays(changed));
          List<double[]> scores = Samples.arrays(metric.scores(network, changed));
          return HeapVector.of(weights).dot(HeapVector.of(Samples.join(scores)));
        },
        Samples.pick(all, living),
        Samples.pick(once, living),
        1e-6);
  }
}
