/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.plugin.standard.Structures;
import org.kan4j.plugin.standard.cpu.CpuBackend;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.training.Importance;
import org.kan4j.spi.training.RegMetric;
import org.kan4j.spi.training.Scores;
import org.kan4j.spi.training.Statistics;
import org.kan4j.spi.training.Vector;
import org.kan4j.testkit.RandomNetworks;

/** What scores of edges, or of pairs, say of nodes and edges. */
class ImportanceTest {
  /** Two inputs; a sum node and a product of two; one output. */
  private static final Network NETWORK =
      Structures.network(
          new Random(1),
          Structures.layer(2, new Nodes(1, List.of(2)), (i, o) -> true),
          Structures.layer(2, Nodes.sums(1), (i, o) -> true));

  private static final Statistics STATISTICS =
      new Statistics(
          List.of(
              new Statistics.OfLayer(
                  new double[] {1, 1},
                  Matrix.zero(2, 3),
                  new Matrix(2, 3, new double[] {0.5, 0.1, 0.2, 0.3, 0.9, 0}),
                  new double[] {1, 1, 1}),
              new Statistics.OfLayer(
                  new double[] {1, 1},
                  Matrix.zero(2, 1),
                  new Matrix(2, 1, new double[] {0.8, 0.4}),
                  new double[] {1})));

  @Test
  void aNodeMattersAsMuchAsTheWeakerOfItsSides() {
    Importance importance =
        new EdgeForward(EdgeForward.Kind.EDGE_FORWARD_SPLINE_U).importance(NETWORK, STATISTICS);
    assertArrayEquals(new double[] {0.5, 0.9}, importance.nodes().get(0));
    assertArrayEquals(new double[] {0.5, 0.4}, importance.nodes().get(1));
    assertArrayEquals(new double[] {0.8}, importance.nodes().get(2));
    assertArrayEquals(
        STATISTICS.layers().getFirst().edge().values(), importance.edges().getFirst().values());
  }

  @Test
  void pairsAreSplitAmongEdgesByDeviation() {
    Scores pairs =
        new Scores(
            Scores.Of.NODES,
            List.of(
                new Matrix(2, 2, new double[] {1, 2, 3, 4}),
                new Matrix(2, 1, new double[] {5, 6})));
    Importance importance = Importance.of(NETWORK, STATISTICS, pairs);
    assertArrayEquals(new double[] {3, 7}, importance.nodes().get(0));
    assertArrayEquals(new double[] {4, 6}, importance.nodes().get(1));
    assertArrayEquals(new double[] {11}, importance.nodes().get(2));
    assertArrayEquals(
        new double[] {2.5, 0.5, 1, 1.5, 4.5, 0}, importance.edges().getFirst().values(), 1e-12);
    assertArrayEquals(
        new double[] {22.0 / 3, 11.0 / 3}, importance.edges().getLast().values(), 1e-12);
  }

  /** The edges to a node carry together what the pairs with it add up to. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void edgesShareOutWhatPairsWithANodeAddUpTo(long seed) {
    Network network = RandomNetworks.of(seed, 4);
    Statistics statistics;
    try (Program program =
        CpuBackend.factory().create(Map.of()).compile(network, Precision.FLOAT64)) {
      Vector parameters = program.vector();
      parameters.write(network.parameters());
      double[][] columns = RandomNetworks.columns(seed, network.inputs(), 40);
      statistics = program.statistics(parameters, Columns.of(40, columns));
    }
    RegMetric metric = new NodeBackward();
    Importance importance = metric.importance(network, statistics);
    List<Matrix> pairs = metric.scores(network, statistics).layers();
    for (int l = 0; l < pairs.size(); l++) {
      Nodes nodes = network.layers().get(l).nodes();
      double[] ofPairs = new double[nodes.count()];
      double[] ofEdges = new double[nodes.count()];
      for (int n = 0; n < nodes.count(); n++) {
        for (int i = 0; i < network.inputs(); i++) {
          ofPairs[n] += pairs.get(l).get(i, n);
        }
      }
      Matrix edges = importance.edges().get(l);
      for (int o = 0; o < nodes.subnodes(); o++) {
        for (int i = 0; i < edges.rows(); i++) {
          ofEdges[nodes.nodeOf(o)] += edges.get(i, o);
        }
      }
      for (int n = 0; n < ofPairs.length; n++) {
        double near = 1e-12 * (1 + ofPairs[n]);
        assertEquals(ofPairs[n], ofEdges[n], near, "seed " + seed + ", layer " + l);
        assertEquals(ofPairs[n], importance.nodes().get(l + 1)[n], near, "seed " + seed);
      }
    }
  }
}
