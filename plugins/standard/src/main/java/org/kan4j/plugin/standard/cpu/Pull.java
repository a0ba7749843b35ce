/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.cpu;

import org.kan4j.spi.training.Statistics;

/**
 * How a derivative by the standard deviations of a layer goes on to the rows: the adjoint of a
 * quantity q gets {@code factor·(q - mean)} in every row.
 */
final class Pull {
  final LayerMoments moments;
  final double[] input;
  final double[] numeric;
  final double[] edge;
  final double[] subnode;
  private final boolean[] active;
  private final int subnodes;

  Pull(LayerMoments moments, Statistics.OfLayer gradient) {
    this.moments = moments;
    input = factors(gradient.input(), moments.input);
    numeric = factors(gradient.numeric().values(), moments.numeric);
    edge = factors(gradient.edge().values(), moments.edge);
    subnode = factors(gradient.subnode(), moments.subnode);
    subnodes = subnode.length;
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
  boolean active(int i) {
    return active[i];
  }

  /** Adds what the subnodes get. */
  void addSubnodes(double[][] sums, double[][] adjoint, int rows) {
    for (int r = 0; r < rows; r++) {
      add(subnodes, subnode, sums[r], moments.subnode.mean, adjoint[r]);
    }
  }

  private static void add(int n, double[] factor, double[] value, double[] mean, double[] to) {
    for (int o = 0; o < n; o++) {
      if (factor[o] != 0) {
        to[o] += factor[o] * (value[o] - mean[o]);
      }
    }
  }

  /** The adjoint of the numeric parts of the edges from one input, in place of their values. */
  void numeric(int i, double[][] values, double[][] adjoint, int rows) {
    int at = i * subnodes;
    for (int r = 0; r < rows; r++) {
      double[] value = values[r];
      double[] of = adjoint[r];
      for (int o = 0; o < subnodes; o++) {
        double factor = numeric[at + o];
        value[o] = factor == 0 ? of[o] : of[o] + factor * (value[o] - moments.numeric.mean[at + o]);
      }
    }
  }

  /**
   * What a whole edge with a symbolic part gets, per unit of its value's distance from the mean.
   */
  double edge(int i, int o) {
    return edge[i * subnodes + o];
  }

  double edgeMean(int i, int o) {
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
