/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.regularizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.plugin.standard.Structures;
import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Regularizer;
import org.kan4j.spi.training.Scores;

class SparsityTest {
  private final Network network = Structures.dense(new Random(0), 3, 4, 2);

  private double penalty(Regularizer regularizer, Scores scores, Scores gradient) {
    double[] parameters = network.parameters();
    double[] direct = new double[parameters.length];
    double penalty = regularizer.penalty(network, parameters, scores, gradient, direct);
    assertArrayEquals(new double[parameters.length], direct);
    return penalty;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void gradientsAgreeWithFiniteDifferences(long seed) {
    for (String normalization : List.of("paper", "pykan")) {
      Regularizer regularizer =
          Sparsity.factory()
              .create(Map.of("l1", 0.7, "entropy", 1.3, "normalization", normalization));
      Scores scores = Structures.scores(new Random(seed), network);
      Scores gradient = scores.zero();
      penalty(regularizer, scores, gradient);
      for (int l = 0; l < 2; l++) {
        double[] values = scores.layers().get(l).values();
        for (int e = 0; e < values.length; e++) {
          double at = values[e];
          values[e] = at + 1e-5;
          double up = penalty(regularizer, scores, scores.zero());
          values[e] = at - 1e-5;
          double down = penalty(regularizer, scores, scores.zero());
          values[e] = at;
          assertEquals((up - down) / 2e-5, gradient.layers().get(l).values()[e], 1e-8);
        }
      }
    }
  }

  @Test
  void addsToTheGradientThatIsThere() {
    Regularizer regularizer = Sparsity.factory().create(Map.of());
    Scores scores = Structures.scores(new Random(1), network);
    Scores fresh = scores.zero();
    penalty(regularizer, scores, fresh);
    Scores filled = scores.zero();
    Arrays.fill(filled.layers().getFirst().values(), 5);
    penalty(regularizer, scores, filled);
    for (int e = 0; e < 12; e++) {
      assertEquals(
          5 + fresh.layers().getFirst().values()[e], filled.layers().getFirst().values()[e], 1e-14);
    }
  }

  @Test
  void paperEntropyIsThatOfTheSharesOfALayer() {
    Sparsity entropy = new Sparsity(0, 1, Sparsity.Normalization.PAPER);
    Scores one = single(new Matrix(2, 2, new double[] {0, 0, 3, 0}));
    assertEquals(0, penalty(entropy, one, one.zero()), 1e-15);
    Scores even = single(new Matrix(2, 2, new double[] {3, 3, 3, 3}));
    Scores gradient = even.zero();
    assertEquals(Math.log(4), penalty(entropy, even, gradient), 1e-15);
    assertArrayEquals(new double[4], gradient.layers().getFirst().values(), 1e-15);
  }

  @Test
  void scoresOfZeroGiveFiniteGradients() {
    for (Sparsity.Normalization normalization : Sparsity.Normalization.values()) {
      Sparsity regularizer = new Sparsity(1, 2, normalization);
      for (double[] values : List.of(new double[4], new double[] {1, 0, 0, 1e-320})) {
        Scores scores = single(new Matrix(2, 2, values));
        Scores gradient = scores.zero();
        assertTrue(Double.isFinite(penalty(regularizer, scores, gradient)));
        for (double slope : gradient.layers().getFirst().values()) {
          assertTrue(Double.isFinite(slope));
        }
      }
    }
  }

  @Test
  void pykanTakesOutputsForRowsAndInputsForColumns() {
    // one input, two subnodes: pykan's V has two rows of one column
    Scores scores = single(new Matrix(1, 2, new double[] {1, 3}));
    Sparsity entropy = new Sparsity(0, 1, Sparsity.Normalization.PYKAN);
    double rows = (term(1.0 / 2) + term(3.0 / 4)) / 2;
    double columns = term(1.0 / 5) + term(3.0 / 5);
    assertEquals(rows + columns, penalty(entropy, scores, scores.zero()), 1e-14);
  }

  private static double term(double share) {
    return -share * Math.log(share + 1e-4) / Math.log(2);
  }

  private static Scores single(Matrix matrix) {
    return new Scores(Scores.Of.EDGES, List.of(matrix));
  }
}
