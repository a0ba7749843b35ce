/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.cpu;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.kan4j.plugin.standard.basis.BSpline;
import org.kan4j.plugin.standard.function.Silu;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;

/** Uniform networks of cubic splines over five intervals, with random numbers. */
final class Networks {
  private Networks() {}

  static Network of(int... widths) {
    List<Layer> layers = new ArrayList<>();
    for (int l = 0; l + 1 < widths.length; l++) {
      Block block =
          new Block(
              Collections.nCopies(widths[l], BSpline.uniform(5, 3, -1, 1)),
              Silu.factory().create(Map.of()),
              Mask.all(widths[l], widths[l + 1]));
      layers.add(Layer.of(block, Nodes.sums(widths[l + 1])));
    }
    Network zero = Network.zero(layers, Extrapolation.LINEAR);
    double[] parameters = zero.parameters();
    Random random = new Random(42);
    for (int l = 0; l < layers.size(); l++) {
      double size = 0.3 / Math.sqrt(widths[l]);
      for (int p = zero.layout().start(l); p < zero.layout().subnodeScale(l); p++) {
        parameters[p] = size * random.nextGaussian();
      }
    }
    return zero.with(parameters);
  }

  static Columns columns(int count, int rows) {
    Random random = new Random(7);
    double[][] columns = new double[count][rows];
    for (double[] column : columns) {
      for (int r = 0; r < rows; r++) {
        column[r] = random.nextDouble(-1, 1);
      }
    }
    return Columns.of(rows, columns);
  }
}
