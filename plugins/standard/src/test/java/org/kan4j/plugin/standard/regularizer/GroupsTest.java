/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.regularizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.kan4j.plugin.standard.Structures;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.training.Regularizer;
import org.kan4j.spi.training.Scores;
import org.kan4j.testkit.RegularizerContract;

class GroupsTest extends RegularizerContract {
  @Override
  protected Factory<Regularizer> factory() {
    return Groups.factory();
  }

  @Override
  protected List<Regularizer> components() {
    return List.of(
        factory().create(Map.of()), factory().create(Map.of("inputs", 0.3, "nodes", 0.7)));
  }

  @Test
  void aGroupCostsTheRootOfItsSquares() {
    Network one =
        Structures.network(new Random(1), Structures.layer(2, Nodes.sums(3), (i, o) -> true));
    Matrix scores = new Matrix(2, 3, new double[] {3, 4, 0, 0, 0, 0});
    Scores given = new Scores(Scores.Of.EDGES, List.of(scores));
    Scores slopes = given.zero();
    double[] none = new double[one.parameters().length];
    double penalty = new Groups(2, 1).penalty(one, one.parameters(), given, slopes, none);
    double expected = 2 * Math.sqrt(3) * 5 + Math.sqrt(2) * (3 + 4);
    assertEquals(expected, penalty, 1e-12);
    double[] slope = slopes.layers().getFirst().values();
    assertEquals(2 * Math.sqrt(3) * 3 / 5 + Math.sqrt(2), slope[0], 1e-12);
    assertEquals(0, slope[3], "a group of zeros stays where it is");
  }
}
