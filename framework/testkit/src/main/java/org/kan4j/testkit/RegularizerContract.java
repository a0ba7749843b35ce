/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Regularizer;
import org.kan4j.spi.training.Scores;

/** What every {@link Regularizer} must do. */
public abstract class RegularizerContract extends FactoryContract<Regularizer> {
  /** For subclasses. */
  protected RegularizerContract() {}

  /** The derivatives by the scores are those of the penalty. */
  @Test
  public void scoreGradientIsThatOfThePenalty() {
    each((regularizer, sample) -> {
      Result result = sample.penalty(regularizer, sample.parameters, sample.scores);
      double[] all = Samples.join(Samples.arrays(sample.scores));
      int[] living = Samples.nonzero(all);
      GradientChecker.assertGradient(
          picked -> {
            Scores changed = sample.scores.zero();
            Samples.split(Samples.place(all, living, picked), Samples.arrays(changed));
            return sample.penalty(regularizer, sample.parameters, changed).penalty;
          },
          Samples.pick(all, living),
          Samples.pick(result.byScores, living),
          1e-6);
      if (!regularizer.usesScores()) {
        assertArrayEquals(new double[all.length], result.byScores, regularizer.toString());
      }
    });
  }

  /** The derivatives by the parameters are those of the penalty; dead edges have none. */
  @Test
  public void gradientIsThatOfThePenalty() {
    each((regularizer, sample) -> {
      Result result = sample.penalty(regularizer, sample.parameters, sample.scores);
      GradientChecker.assertGradient(
          p -> sample.penalty(regularizer, p, sample.scores).penalty,
          sample.parameters,
          result.byParameters,
          1e-6);
    });
  }

  /** Both gradients are added to, arguments stay, and the penalty is finite. */
  @Test
  public void addsAndLeavesArgumentsAlone() {
    each((regularizer, sample) -> {
      double[] parameters = sample.parameters.clone();
      double[] scores = Samples.join(Samples.arrays(sample.scores));
      Result result = sample.penalty(regularizer, parameters, sample.scores);
      assertTrue(Double.isFinite(result.penalty), regularizer + ": " + result.penalty);
      assertArrayEquals(sample.parameters, parameters, regularizer + " parameters");
      assertArrayEquals(scores, Samples.join(Samples.arrays(sample.scores)), "scores");
      Scores byScores = sample.scores.zero();
      Samples.arrays(byScores).forEach(array -> Arrays.fill(array, 3));
      double[] byParameters = new double[parameters.length];
      Arrays.fill(byParameters, 3);
      regularizer.penalty(sample.network, parameters, sample.scores, byScores, byParameters);
      assertAdded(result.byScores, Samples.join(Samples.arrays(byScores)));
      assertAdded(result.byParameters, byParameters);
    });
  }

  /** Numbers of edges that do not live are neither penalised nor pulled. */
  @Test
  public void leavesInertPlacesAlone() {
    each((regularizer, sample) -> {
      BitSet inert = new BitSet();
      inert.set(0, sample.parameters.length);
      inert.andNot(sample.network.trainable());
      inert.andNot(sample.network.frozen());
      Result result = sample.penalty(regularizer, sample.parameters, sample.scores);
      double[] changed = sample.parameters.clone();
      inert.stream().forEach(p -> changed[p] = 1e3 + p);
      inert.stream().forEach(p -> assertEquals(0, result.byParameters[p], "place " + p));
      double penalty = sample.penalty(regularizer, changed, sample.scores).penalty;
      assertEquals(result.penalty, penalty, regularizer.toString());
    });
  }

  /** A network whose scores and parameters are all zero has a finite penalty and gradients. */
  @Test
  public void staysFiniteAtZero() {
    each((regularizer, sample) -> {
      double[] nothing = new double[sample.parameters.length];
      Result result = sample.penalty(regularizer, nothing, sample.scores.zero());
      assertTrue(Double.isFinite(result.penalty), regularizer + ": " + result.penalty);
      for (double slope : result.byScores) {
        assertTrue(Double.isFinite(slope), regularizer + ": by a score " + slope);
      }
      for (double slope : result.byParameters) {
        assertTrue(Double.isFinite(slope), regularizer + ": by a parameter " + slope);
      }
    });
  }

  private void each(Check check) {
    for (Regularizer regularizer : components()) {
      for (Network network : Samples.networks()) {
        for (Scores.Of of : Scores.Of.values()) {
          double[] parameters = Samples.parameters(network, 21);
          Scores scores = Samples.scores(network, of, 22);
          check.sample(regularizer, new Sample(network, parameters, scores));
        }
      }
    }
  }

  private static void assertAdded(double[] alone, double[] added) {
    for (int i = 0; i < alone.length; i++) {
      assertEquals(3 + alone[i], added[i], 1e-12 * (3 + Math.abs(alone[i])), "must add, at " + i);
    }
  }

  private record Result(double penalty, double[] byScores, double[] byParameters) {}

  private record Sample(Network network, double[] parameters, Scores scores) {
    Result penalty(Regularizer regularizer, double[] at, Scores of) {
      Scores byScores = of.zero();
      double[] byParameters = new double[at.length];
      double penalty = regularizer.penalty(network, at, of, byScores, byParameters);
      return new Result(penalty, Samples.join(Samples.arrays(byScores)), byParameters);
    }
  }

  @FunctionalInterface
  private interface Check {
    void sample(Regularizer regularizer, Sample sample);
  }
}
