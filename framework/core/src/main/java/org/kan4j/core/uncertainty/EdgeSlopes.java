/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.uncertainty;

import java.util.Arrays;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.EdgeId;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.SymbolicEdge;

/** Derivatives of the curve of an edge by the trainable parameters. */
final class EdgeSlopes {
  private EdgeSlopes() {}

  /** One array per argument, one number per trainable place. */
  static double[][] of(Network network, EdgeId edge, double[] x, int[] places) {
    double[][] slopes = new double[x.length][places.length];
    Layer layer = network.layers().get(edge.layer());
    for (int b = 0; b < layer.blocks().size(); b++) {
      if (layer.blocks().get(b).mask().lives(edge.input(), edge.subnode())) {
        numeric(network, edge, b, x, places, slopes);
      }
    }
    for (int e = 0; e < layer.symbolic().size(); e++) {
      SymbolicEdge of = layer.symbolic().get(e);
      if (of.input() == edge.input() && of.subnode() == edge.subnode()) {
        symbolic(network, network.layout().symbolic(edge.layer(), e), of, x, places, slopes);
      }
    }
    return slopes;
  }

  private static void numeric(
      Network network, EdgeId edge, int number, double[] x, int[] places, double[][] slopes) {
    Block block = network.layers().get(edge.layer()).blocks().get(number);
    Extrapolation.Scratch scratch = new Extrapolation.Scratch();
    network.extrapolation().evaluate(block.bases().get(edge.input()), x, x.length, scratch, false);
    int support = block.support();
    int[] index = new int[block.size() + 1];
    for (int row = 0; row <= block.size(); row++) {
      index[row] =
          Arrays.binarySearch(
              places,
              network
                  .layout()
                  .coefficient(edge.layer(), number, edge.input(), row, edge.subnode()));
    }
    double[] base = new double[x.length];
    if (block.hasBase()) {
      block.base().evaluate(x, x.length, 0, base);
    }
    for (int s = 0; s < x.length; s++) {
      for (int j = 0; j < support; j++) {
        int at = index[scratch.first[s] + j];
        if (at >= 0) {
          slopes[s][at] = scratch.values[s * support + j];
        }
      }
      if (index[block.size()] >= 0) {
        slopes[s][index[block.size()]] = base[s];
      }
    }
  }

  private static void symbolic(
      Network network, int place, SymbolicEdge of, double[] x, int[] places, double[][] slopes) {
    double a = network.parameter(place);
    double b = network.parameter(place + 1);
    double c = network.parameter(place + 2);
    double[] argument = Arrays.stream(x).map(at -> a * at + b).toArray();
    double[] f = new double[2 * x.length];
    of.function().evaluate(argument, x.length, 1, f);
    int[] index = new int[4];
    for (int k = 0; k < 4; k++) {
      index[k] = Arrays.binarySearch(places, place + k);
    }
    for (int s = 0; s < x.length; s++) {
      double slope = c * f[x.length + s];
      double[] by = {slope * x[s], slope, f[s], 1};
      for (int k = 0; k < 4; k++) {
        if (index[k] >= 0) {
          slopes[s][index[k]] = by[k];
        }
      }
    }
  }
}
