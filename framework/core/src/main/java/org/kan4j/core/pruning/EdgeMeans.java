/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.pruning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kan4j.core.training.LayerInputs;
import org.kan4j.spi.backend.Backend;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Precision;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.SymbolicEdge;
import org.kan4j.spi.training.Pruner.Survivors;

/**
 * What each edge of a network gives on the average of given rows. It is what an edge that is
 * removed leaves behind, as a bias: so that the nodes after it go on to work where they did.
 */
final class EdgeMeans {
  private static final int CHUNK = 1024;

  private final Network network;
  private final List<Matrix> layers = new ArrayList<>();

  /**
   * The means on rows.
   *
   * @param inputs scaled inputs of the network
   */
  EdgeMeans(Network network, Columns inputs, Backend backend) {
    this.network = network;
    for (int l = 0; l < network.layers().size(); l++) {
      double[][] x = LayerInputs.of(network, l, inputs, backend, Precision.FLOAT64);
      layers.add(means(l, x));
    }
  }

  private Matrix means(int l, double[][] x) {
    Layer layer = network.layers().get(l);
    int subnodes = layer.subnodes();
    double[] means = new double[layer.inputs() * subnodes];
    for (int b = 0; b < layer.blocks().size(); b++) {
      Block block = layer.blocks().get(b);
      for (int i = 0; i < layer.inputs(); i++) {
        double[] rows = Arrays.copyOf(basis(block.bases().get(i), x[i]), block.size() + 1);
        rows[block.size()] = block.hasBase() ? function(block.base(), 1, 0, x[i]) : 0;
        for (int o = 0; o < subnodes; o++) {
          for (int r = 0; block.mask().lives(i, o) && r < rows.length; r++) {
            double weight = network.parameter(network.layout().coefficient(l, b, i, r, o));
            means[i * subnodes + o] += rows[r] == 0 ? 0 : weight * rows[r];
          }
        }
      }
    }
    for (int e = 0; e < layer.symbolic().size(); e++) {
      SymbolicEdge edge = layer.symbolic().get(e);
      int place = network.layout().symbolic(l, e);
      double mean =
          function(
              edge.function(),
              network.parameter(place),
              network.parameter(place + 1),
              x[edge.input()]);
      means[edge.input() * subnodes + edge.subnode()] +=
          network.parameter(place + 2) * mean + network.parameter(place + 3);
    }
    return new Matrix(layer.inputs(), subnodes, means);
  }

  /** The mean of each basis function. */
  private double[] basis(Basis basis, double[] x) {
    double[] sums = new double[basis.shape().size()];
    int support = basis.shape().support();
    Extrapolation.Scratch scratch = new Extrapolation.Scratch();
    for (int from = 0; from < x.length; from += CHUNK) {
      double[] some = Arrays.copyOfRange(x, from, Math.min(x.length, from + CHUNK));
      network.extrapolation().evaluate(basis, some, some.length, scratch, false);
      for (int s = 0; s < some.length; s++) {
        for (int j = 0; j < support; j++) {
          sums[scratch.first[s] + j] += scratch.values[s * support + j] / x.length;
        }
      }
    }
    return sums;
  }

  /** The mean of {@code f(a·x + b)}. */
  private static double function(Function function, double a, double b, double[] x) {
    double[] argument = Arrays.stream(x).map(at -> a * at + b).toArray();
    double[] values = new double[x.length];
    function.evaluate(argument, x.length, 0, values);
    return Arrays.stream(values).average().orElse(0);
  }

  /**
   * The network with what removed edges leave behind in the biases of the subnodes they led to; the
   * edges themselves are still there. An edge whose mean is not finite leaves nothing.
   */
  Network kept(Survivors survivors) {
    double[] parameters = network.parameters();
    Layout layout = network.layout();
    for (int l = 0; l < network.layers().size(); l++) {
      Mask live = network.layers().get(l).live();
      for (int i = 0; i < live.inputs(); i++) {
        boolean from = l == 0 || survivors.nodes().get(l - 1).get(i);
        for (int o = 0; o < live.outputs(); o++) {
          boolean stays = from && survivors.edges().get(l).lives(i, o);
          double mean = layers.get(l).get(i, o);
          if (live.lives(i, o) && !stays && Double.isFinite(mean)) {
            parameters[layout.subnodeBias(l) + o] += parameters[layout.subnodeScale(l) + o] * mean;
          }
        }
      }
    }
    return network.with(parameters);
  }
}
