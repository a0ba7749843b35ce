/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kan4j.core.model.EdgeFunction;
import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;

/**
 * Over which interval each input of each layer is drawn, in the units the layer works in.
 *
 * @param layers one entry per layer
 */
public record Ranges(List<OfLayer> layers) {
  /** Parts of an interval in which rows are counted. */
  public static final int BINS = 16;

  /** Copies the list. */
  public Ranges {
    layers = List.copyOf(layers);
  }

  /**
   * The intervals of one layer. The arrays are shared, not copied.
   *
   * @param lower {@code lower[input]}
   * @param upper {@code upper[input]}, nowhere below {@code lower}
   * @param density {@code density[input][bin]}: which share of the rows lies in each of {@link
   *     #BINS} equal parts of the interval; no inputs if there were no rows
   */
  public record OfLayer(double[] lower, double[] upper, double[][] density) {
    /** Checks the numbers. */
    public OfLayer {
      if (lower.length != upper.length) {
        throw new IllegalArgumentException(lower.length + " lower and " + upper.length + " upper");
      }
      if (density.length != lower.length && density.length != 0) {
        throw new IllegalArgumentException(
            lower.length + " intervals, " + density.length + " densities");
      }
      for (int i = 0; i < lower.length; i++) {
        if (!(lower[i] <= upper[i]) || Double.isInfinite(upper[i] - lower[i])) {
          throw new IllegalArgumentException("range from " + lower[i] + " to " + upper[i]);
        }
      }
    }
  }

  /** The core intervals of the bases. */
  public static Ranges core(Network network) {
    List<OfLayer> layers = new ArrayList<>();
    for (int l = 0; l < network.layers().size(); l++) {
      int inputs = network.layers().get(l).inputs();
      double[] lower = new double[inputs];
      double[] upper = new double[inputs];
      for (int i = 0; i < inputs; i++) {
        EdgeFunction edge = new EdgeFunction(network, l, i, 0);
        lower[i] = edge.lower();
        upper[i] = edge.upper();
      }
      layers.add(new OfLayer(lower, upper, new double[0][]));
    }
    return new Ranges(layers);
  }

  /**
   * What flows through a network over a batch. Works edge by edge, so some hundred rows are better
   * than all of a large table. Numbers that are not finite are left out; an input that has no
   * finite number keeps its core interval.
   *
   * @param inputs scaled inputs of the network, at least one row
   */
  public static Ranges of(Network network, Columns inputs) {
    Ranges core = core(network);
    double[][] x = new double[inputs.count()][inputs.rows()];
    for (int c = 0; c < x.length; c++) {
      inputs.read(c, 0, inputs.rows(), x[c], 0);
    }
    List<OfLayer> layers = new ArrayList<>();
    for (int l = 0; l < network.layers().size(); l++) {
      layers.add(seen(x, core.layers.get(l)));
      if (l + 1 < network.layers().size()) {
        x = through(network, l, x);
      }
    }
    return new Ranges(layers);
  }

  private static OfLayer seen(double[][] x, OfLayer otherwise) {
    double[] lower = new double[x.length];
    double[] upper = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      lower[i] = Arrays.stream(x[i]).filter(Double::isFinite).min().orElse(otherwise.lower[i]);
      upper[i] = Arrays.stream(x[i]).filter(Double::isFinite).max().orElse(otherwise.upper[i]);
    }
    double[][] density = new double[x.length][];
    for (int i = 0; i < x.length; i++) {
      density[i] = density(x[i], lower[i], upper[i]);
    }
    return new OfLayer(lower, upper, density);
  }

  /** Shares of the rows; zeros where there is no interval to divide. */
  private static double[] density(double[] x, double lower, double upper) {
    double[] density = new double[BINS];
    if (!(lower < upper)) {
      return density;
    }
    for (double value : x) {
      if (Double.isFinite(value)) {
        double part = (value - lower) / (upper - lower);
        density[Math.clamp((long) (part * BINS), 0, BINS - 1)] += 1.0 / x.length;
      }
    }
    return density;
  }

  private static double[][] through(Network network, int l, double[][] x) {
    Layer layer = network.layers().get(l);
    Layout layout = network.layout();
    Nodes nodes = layer.nodes();
    Mask live = layer.live();
    int rows = x[0].length;
    double[][] result = new double[nodes.count()][rows];
    double[] edge = new double[rows];
    for (int node = 0; node < nodes.count(); node++) {
      double[] product = new double[rows];
      Arrays.fill(product, 1);
      for (int f = 0; f < nodes.arity(node); f++) {
        int subnode = nodes.firstSubnode(node) + f;
        double[] sum = new double[rows];
        for (int i = 0; i < layer.inputs(); i++) {
          if (live.lives(i, subnode)) {
            new EdgeFunction(network, l, i, subnode).evaluate(x[i], edge, null);
            for (int r = 0; r < rows; r++) {
              sum[r] += edge[r];
            }
          }
        }
        double scale = network.parameter(layout.subnodeScale(l) + subnode);
        double bias = network.parameter(layout.subnodeBias(l) + subnode);
        for (int r = 0; r < rows; r++) {
          product[r] *= scale * sum[r] + bias;
        }
      }
      double scale = network.parameter(layout.nodeScale(l) + node);
      double bias = network.parameter(layout.nodeBias(l) + node);
      for (int r = 0; r < rows; r++) {
        result[node][r] = scale * product[r] + bias;
      }
    }
    return result;
  }
}
