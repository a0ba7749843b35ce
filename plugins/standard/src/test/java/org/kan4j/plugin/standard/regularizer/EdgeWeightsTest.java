/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.regularizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
import org.kan4j.spi.training.Regularizer;
import org.kan4j.spi.training.Scores;
import org.kan4j.testkit.GradientChecker;

/** Penalties in which single edges weigh more or less than the others. */
class EdgeWeightsTest {
  private static final Network NETWORK = Structures.dense(new Random(0), 3, 2, 1);

  private static Regularizer weighted(String normalization, Object weights) {
    return Sparsity.factory()
        .create(
            Map.of("l1", 0.7, "entropy", 1.3, "normalization", normalization, "weights", weights));
  }

  private static double penalty(Regularizer regularizer, Scores scores, Scores slopes) {
    double[] parameters = NETWORK.parameters();
    return regularizer.penalty(NETWORK, parameters, scores, slopes, new double[parameters.length]);
  }

  private static double[] join(Scores scores) {
    return scores.layers().stream()
        .flatMapToDouble(layer -> Arrays.stream(layer.values()))
        .toArray();
  }

  private static Scores split(double[] values) {
    return new Scores(
        Scores.Of.EDGES,
        List.of(
            new Matrix(3, 2, Arrays.copyOf(values, 6)),
            new Matrix(2, 1, Arrays.copyOfRange(values, 6, 8))));
  }

  @Test
  void aWeightedEdgeCountsThatManyTimes() {
    Regularizer regularizer =
        Sparsity.factory().create(Map.of("entropy", 0, "weights", "0:1->0=5, 1:0->0=0"));
    Scores scores = split(new double[] {1, 2, 3, 4, 5, 6, 7, 8});
    Scores slopes = scores.zero();
    Arrays.fill(slopes.layers().getFirst().values(), 10);
    assertEquals(1 + 2 + 5 * 3 + 4 + 5 + 6 + 8, penalty(regularizer, scores, slopes), 1e-12);
    assertArrayEquals(new double[] {11, 11, 15, 11, 11, 11, 0, 1}, join(slopes), 1e-12);
  }

  @Test
  void theRestWeighOne() {
    for (String normalization : List.of("paper", "pykan")) {
      Scores scores = Structures.scores(new Random(2), NETWORK);
      Scores plain = scores.zero();
      Scores ones = scores.zero();
      assertEquals(
          penalty(weighted(normalization, List.of()), scores, plain),
          penalty(weighted(normalization, "0:2->1=1"), scores, ones));
      assertArrayEquals(join(plain), join(ones));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void gradientsAgreeWithFiniteDifferences(long seed) {
    for (String normalization : List.of("paper", "pykan")) {
      Regularizer regularizer =
          weighted(normalization, List.of("0:0->0=3", "0:2->1=0.2", "1:1->0=7", "1:0->0=0"));
      Scores scores = Structures.scores(new Random(seed), NETWORK);
      Scores slopes = scores.zero();
      penalty(regularizer, scores, slopes);
      GradientChecker.assertGradient(
          values -> penalty(regularizer, split(values), scores.zero()),
          join(scores),
          join(slopes),
          1e-6);
    }
  }

  @Test
  void optionsMakeAnEqualPenalty() {
    Regularizer regularizer = weighted("paper", " 0:1 -> 0 = 5 ,1:0->0=0.25");
    assertEquals(
        List.of("0:1->0=5.0", "1:0->0=0.25"), regularizer.options().values().get("weights"));
    assertEquals(regularizer, Sparsity.factory().create(regularizer.options()));
    assertEquals(regularizer, Sparsity.factory().create(regularizer.options().values()));
  }

  @Test
  void textsThatAreNoWeightsAreRefusedAllAtOnce() {
    KanException e =
        assertThrows(
            KanException.class,
            () ->
                weighted(
                    "paper",
                    "0:1->0, 0-1=2, 0:0->0=-1, 0:0->1=much, 0:0->0=NaN, 0:2->1=1, 0:2->1=2"));
    assertEquals(KanException.Kind.USER, e.kind());
    assertEquals(
        List.of(
            "sparsity: weights: '0:1->0' has no weight; write edge=weight, such as 0:1->2=5",
            "sparsity: weights: '0-1' is not an edge; write layer:input->node, all from 0, such as"
                + " 0:1->2",
            "sparsity: weights: '0:0->0=-1': the weight '-1' is not a number, at least 0",
            "sparsity: weights: '0:0->1=much': the weight 'much' is not a number, at least 0",
            "sparsity: weights: '0:0->0=NaN': the weight 'NaN' is not a number, at least 0",
            "sparsity: weights: edge 0:2->1 has two weights"),
        e.getMessage().lines().toList());
  }

  @Test
  void edgesThatTheNetworkHasNoPlaceForAreRefused() {
    Scores scores = Structures.scores(new Random(1), NETWORK);
    KanException e =
        assertThrows(
            KanException.class,
            () -> penalty(weighted("paper", "0:3->0=2, 4:0->0=2"), scores, scores.zero()));
    assertEquals(
        List.of(
            "sparsity: weights: edge 0:3->0: layer 0 has inputs 0 to 2 and nodes 0 to 1",
            "sparsity: weights: edge 4:0->0: there is no layer 4; the network has layers 0 to 1"),
        e.getMessage().lines().toList());
  }

  @Test
  void scoresOfPairsHaveNoEdgesToWeigh() {
    Scores pairs = new Scores(Scores.Of.NODES, List.of(Matrix.zero(3, 2), Matrix.zero(3, 1)));
    KanException e =
        assertThrows(
            KanException.class, () -> penalty(weighted("paper", "0:0->0=2"), pairs, pairs.zero()));
    assertEquals(KanException.Kind.USER, e.kind());
  }
}
