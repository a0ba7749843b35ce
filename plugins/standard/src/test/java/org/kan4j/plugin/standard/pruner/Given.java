/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.pruner;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Attribution;
import org.kan4j.spi.training.Pruner;
import org.kan4j.spi.training.Pruner.Survivors;
import org.kan4j.spi.training.Statistics;

/**
 * A network whose edges have given deviations, and subnodes the roots of the sums of squares of
 * what is left, as if edges were independent.
 */
record Given(Network network, List<Matrix> deviations) implements Pruner.Trial {
  @Override
  public Attribution attribution(Survivors survivors) {
    List<Statistics.OfLayer> layers = new ArrayList<>();
    for (int l = 0; l < deviations.size(); l++) {
      Matrix given = deviations.get(l);
      Matrix edge = Matrix.zero(given.rows(), given.columns());
      double[] subnode = new double[given.columns()];
      for (int i = 0; i < given.rows(); i++) {
        for (int o = 0; o < given.columns(); o++) {
          int node = network.layers().get(l).nodes().nodeOf(o);
          boolean ends =
              survivors.nodes().get(l).get(node) && (l == 0 || survivors.nodes().get(l - 1).get(i));
          if (ends && survivors.edges().get(l).lives(i, o)) {
            edge.set(i, o, given.get(i, o));
            subnode[o] = Math.hypot(subnode[o], given.get(i, o));
          }
        }
      }
      layers.add(new Statistics.OfLayer(new double[given.rows()], edge, edge, subnode));
    }
    return Attribution.of(network, new Statistics(layers));
  }

  @Override
  public double loss(Survivors survivors) {
    throw new UnsupportedOperationException();
  }

  static Matrix matrix(double[]... rows) {
    Matrix matrix = Matrix.zero(rows.length, rows[0].length);
    for (int i = 0; i < rows.length; i++) {
      for (int o = 0; o < rows[0].length; o++) {
        matrix.set(i, o, rows[i][o]);
      }
    }
    return matrix;
  }

  static BitSet set(int... members) {
    BitSet set = new BitSet();
    for (int member : members) {
      set.set(member);
    }
    return set;
  }
}
