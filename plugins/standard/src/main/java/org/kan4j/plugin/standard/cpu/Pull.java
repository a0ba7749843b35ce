/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.cpu;

import org.kan4j.spi.training.Statistics;

/**
 * How a derivative by the standard deviations of a layer goes on to the rows: the adjoint of a
 * quantity q gets {@code factor·(q - mean)} in every row.
 */
public final class Pull {
  /** The moments, whose means are meant. */
  public final LayerMoments moments;

  /** Factor of each input. */
  public final double[] input;

  /** Factor of the numeric part of each edge. */
  public final double[] numeric;

  /** Factor of each whole edge that has a symbolic part. */
  public final double[] edge;

  /** Factor of each subnode. */
  public final double[] subnode;

  private final boolean[] active;
  private final int subnodes;
  private final boolean subnodesActive;

  /** From the derivatives by the standard deviations. */
  public Pull(LayerMoments moments, Statistics.OfLayer gradient) {
    this.moments = moments;
    input = factors(gradient.input(), moments.input);
    numeric = factors(gradient.numeric().values(), moments.numeric);
    edge = factors(gradient.edge().values(), moments.edge);
    subnode = factors(gradient.subnode(), moments.subnode);
    subnodes = subnode.length;
    boolean any = false;
    for (double factor : subnode) {
      any |= factor != 0;
    }
    subnodesActive = any;
    active = new boolean[input.length];
    for (int e = 0; e < numeric.length; e++) {
      if (!moments.isSymbolic(e)) {
        double deviation = moments.numeric.deviation(e, moments.rows());
        numeric[e] += factor(gradient.edge().values()[e], deviation);
      }
      active[e / subnodes] |= numeric[e] != 0 || edge[e] != 0;
    }
  }

  private double[] factors(double[] gradient, Moments of) {
    double[] factors = new double[gradient.length];
    for (int q = 0; q < factors.length; q++) {
      factors[q] = factor(gradient[q], of.deviation(q, moments.rows()));
    }
    return factors;
  }

  /** Where nothing varies, the standard deviation has no derivative; 0 is taken for it. */
  private double factor(double gradient, double deviation) {
    return deviation == 0 || gradient == 0 ? 0 : gradient / ((moments.rows() - 1) * deviation);
  }

  /** Whether any edge from this input gets something. */
  public boolean active(int i) {
    return active[i];
  }

  /** Adds what the subnodes get. */
  void addSubnodes(double[][] sums, double[][] adjoint, int rows) {
    if (!subnodesActive) {
      return;
    }
    for (int r = 0; r < rows; r++) {
      add(subnodes, subnode, sums[r], moments.subnode.mean, adjoint[r]);
    }
  }

  private static void add(int n, double[] factor, double[] value, double[] mean, double[] to) {
    for (int o = 0; o < n; o++) {
      to[o] += factor[o] * (value[o] - mean[o]);
    }
  }

  /**
   * The adjoint of the numeric parts of the edges from one input, in place of their values.
   *
   * @param scratch room for two numbers per subnode, of the calling thread
   */
  void numeric(int i, double[][] values, double[][] adjoint, int rows, double[][] scratch) {
    double[] factor = scratch[0];
    double[] mean = scratch[1];
    System.arraycopy(numeric, i * subnodes, factor, 0, subnodes);
    System.arraycopy(moments.numeric.mean, i * subnodes, mean, 0, subnodes);
    if (subnodes < PortableKernel.WIDE) {
      for (int o = 0; o < subnodes; o++) {
        for (int r = 0; r < rows; r++) {
          values[r][o] = adjoint[r][o] + factor[o] * (values[r][o] - mean[o]);
        }
      }
    } else {
      for (int r = 0; r < rows; r++) {
        numeric(subnodes, values[r], adjoint[r], factor, mean);
      }
    }
  }

  private static void numeric(
      int n, double[] value, double[] adjoint, double[] factor, double[] mean) {
    for (int o = 0; o < n; o++) {
      value[o] = adjoint[o] + factor[o] * (value[o] - mean[o]);
    }
  }

  /**
   * What a whole edge with a symbolic part gets, per unit of its value's distance from the mean.
   */
  public double edge(int i, int o) {
    return edge[i * subnodes + o];
  }

  /** The mean of a whole edge. */
  public double edgeMean(int i, int o) {
    return moments.edge.mean[i * subnodes + o];
  }

  /** Adds what an input gets. */
  void addInput(int i, double[] x, double[] adjoint, int rows) {
    if (input[i] != 0) {
      for (int r = 0; r < rows; r++) {
        adjoint[r] += input[i] * (x[r] - moments.input.mean[i]);
      }
    }
  }
}
