/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.model;

import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.SymbolicEdge;

/**
 * The function of one number that an edge of a network is: its numeric part, extrapolation applied
 * and base function included, plus its symbolic part. It is what the edge adds to its subnode,
 * before the affine maps of subnode and node. An edge that does not live is zero everywhere.
 * Immutable, safe to share between threads.
 */
public final class EdgeFunction {
  /** What an edge is made of. */
  public enum Parts {
    /** Nothing: the edge does not live. */
    NONE,
    /** Basis functions and base function. */
    NUMERIC,
    /** {@code c·f(a·x + b) + d}. */
    SYMBOLIC,
    /** The sum of both. */
    BOTH
  }

  /** How wide the domain is drawn where a basis has no end. */
  private static final double UNBOUNDED = 1;

  private final Network network;
  private final int layer;
  private final int input;
  private final int subnode;
  private final int block;
  private final int symbolic;

  /**
   * The function of an edge.
   *
   * @param layer number of the layer, from 0
   * @param input number of the input of that layer
   * @param subnode number of the subnode of that layer
   */
  public EdgeFunction(Network network, int layer, int input, int subnode) {
    Layer of = network.layers().get(layer);
    if (input < 0 || input >= of.inputs() || subnode < 0 || subnode >= of.subnodes()) {
      throw new IndexOutOfBoundsException(
          "edge %d -> %d in layer %d of %dx%d"
              .formatted(input, subnode, layer, of.inputs(), of.subnodes()));
    }
    this.network = network;
    this.layer = layer;
    this.input = input;
    this.subnode = subnode;
    this.block = livingBlock(of);
    this.symbolic = symbolicEdge(of);
  }

  private int livingBlock(Layer of) {
    for (int b = 0; b < of.blocks().size(); b++) {
      if (of.blocks().get(b).mask().lives(input, subnode)) {
        return b;
      }
    }
    return -1;
  }

  private int symbolicEdge(Layer of) {
    for (int e = 0; e < of.symbolic().size(); e++) {
      SymbolicEdge edge = of.symbolic().get(e);
      if (edge.input() == input && edge.subnode() == subnode) {
        return e;
      }
    }
    return -1;
  }

  /** What the edge is made of. */
  public Parts parts() {
    if (block >= 0) {
      return symbolic >= 0 ? Parts.BOTH : Parts.NUMERIC;
    }
    return symbolic >= 0 ? Parts.SYMBOLIC : Parts.NONE;
  }

  /** Lower end of the domain: of the core interval, or -1 without one. */
  public double lower() {
    BasisShape shape = shape();
    if (shape == null) {
      return -UNBOUNDED;
    }
    if (Double.isFinite(shape.lower())) {
      return shape.lower();
    }
    return Double.isFinite(shape.upper()) ? shape.upper() - 2 * UNBOUNDED : -UNBOUNDED;
  }

  /** Upper end of the domain: of the core interval, or 1 without one. */
  public double upper() {
    BasisShape shape = shape();
    if (shape == null) {
      return UNBOUNDED;
    }
    return Double.isFinite(shape.upper()) ? shape.upper() : lower() + 2 * UNBOUNDED;
  }

  /** Number of basis functions, 0 without a numeric part: how finely a curve may bend. */
  public int size() {
    return block >= 0 ? network.layers().get(layer).blocks().get(block).size() : 0;
  }

  /** An edge without numeric part still knows the interval its input was meant for. */
  private BasisShape shape() {
    Layer of = network.layers().get(layer);
    if (of.blocks().isEmpty()) {
      return null;
    }
    return of.blocks().get(Math.max(block, 0)).bases().get(input).shape();
  }

  /**
   * Values at the given arguments.
   *
   * @param x the arguments, {@code x[n]}, in the units the layer works in; not changed
   * @return {@code values[n]}; NaN at NaN and where a symbolic function is not defined
   */
  public double[] values(double[] x) {
    double[] values = new double[x.length];
    evaluate(x, values, null);
    return values;
  }

  /**
   * Values and slopes at the given arguments.
   *
   * @param x the arguments, {@code x[n]}; not changed
   * @param values receives {@code values[n]}
   * @param slopes receives the derivatives by {@code x}; null if not wanted
   */
  public void evaluate(double[] x, double[] values, double[] slopes) {
    for (int s = 0; s < x.length; s++) {
      values[s] = 0;
      if (slopes != null) {
        slopes[s] = 0;
      }
    }
    if (x.length == 0) {
      return;
    }
    if (block >= 0) {
      Block of = network.layers().get(layer).blocks().get(block);
      addBasis(of, x, values, slopes);
      if (of.hasBase()) {
        double[] weighted = {1, 0, baseWeight(of), 0};
        addFunction(of.base(), weighted, x, values, slopes);
      }
    }
    if (symbolic >= 0) {
      addFunction(symbolicFunction(), affine(), x, values, slopes);
    }
  }

  private void addBasis(Block of, double[] x, double[] values, double[] slopes) {
    Basis basis = of.bases().get(input);
    Extrapolation.Scratch scratch = new Extrapolation.Scratch();
    network.extrapolation().evaluate(basis, x, x.length, scratch, slopes != null);
    Layout layout = network.layout();
    int support = of.support();
    int slope = x.length * support;
    for (int s = 0; s < x.length; s++) {
      for (int j = 0; j < support; j++) {
        double coefficient =
            network.parameter(
                layout.coefficient(layer, block, input, scratch.first[s] + j, subnode));
        values[s] += coefficient * scratch.values[s * support + j];
        if (slopes != null) {
          slopes[s] += coefficient * scratch.values[slope + s * support + j];
        }
      }
    }
  }

  /** Adds {@code c·f(a·x + b) + d}. */
  private static void addFunction(
      Function function, double[] affine, double[] x, double[] values, double[] slopes) {
    int n = x.length;
    double[] argument = new double[n];
    for (int s = 0; s < n; s++) {
      argument[s] = affine[0] * x[s] + affine[1];
    }
    double[] result = new double[slopes == null ? n : 2 * n];
    function.evaluate(argument, n, slopes == null ? 0 : 1, result);
    for (int s = 0; s < n; s++) {
      values[s] += affine[2] * result[s] + affine[3];
      if (slopes != null) {
        slopes[s] += affine[0] * affine[2] * result[n + s];
      }
    }
  }

  /**
   * Values and derivatives of any order up to the third.
   *
   * @param x the arguments, {@code x[n]}; not changed
   * @param order the highest derivative wanted, 0 to 3
   * @return {@code derivatives[order + 1][n]}, the values first. Outside the core interval they are
   *     those of the extrapolation; at a knot, those that the basis gives there
   */
  public double[][] derivatives(double[] x, int order) {
    double[][] derivatives = new double[order + 1][x.length];
    if (x.length == 0) {
      return derivatives;
    }
    if (block >= 0) {
      Block of = network.layers().get(layer).blocks().get(block);
      evaluate(of.bases().get(input), x, derivatives);
      if (of.hasBase()) {
        addFunction(of.base(), new double[] {1, 0, baseWeight(of), 0}, x, derivatives);
      }
    }
    if (symbolic >= 0) {
      addFunction(symbolicFunction(), affine(), x, derivatives);
    }
    return derivatives;
  }

  /** The part of the basis; in the first two orders the same as {@link #addBasis}. */
  private void evaluate(Basis basis, double[] x, double[][] derivatives) {
    Extrapolation extrapolation = network.extrapolation();
    addBasis(
        network.layers().get(layer).blocks().get(block),
        x,
        derivatives[0],
        derivatives.length > 1 ? derivatives[1] : null);
    if (derivatives.length < 3) {
      return;
    }
    BasisShape shape = basis.shape();
    double[] inside = new double[x.length];
    boolean[] straight = new boolean[x.length]; // LINEAR and CLAMP do not bend outside
    for (int s = 0; s < x.length; s++) {
      boolean out = x[s] < shape.lower() || x[s] > shape.upper() || !Double.isFinite(x[s]);
      straight[s] = out && (extrapolation != Extrapolation.ZERO || !Double.isFinite(x[s]));
      inside[s] = straight[s] ? lower() : x[s];
    }
    int support = shape.support();
    int[] first = new int[x.length];
    double[] values = new double[derivatives.length * x.length * support];
    basis.evaluate(inside, x.length, derivatives.length - 1, first, values);
    for (int d = 2; d < derivatives.length; d++) {
      for (int s = 0; s < x.length; s++) {
        for (int j = 0; j < support && !straight[s]; j++) {
          int place = network.layout().coefficient(layer, block, input, first[s] + j, subnode);
          derivatives[d][s] += network.parameter(place) * values[(d * x.length + s) * support + j];
        }
      }
    }
  }

  /** Adds {@code c·f(a·x + b) + d} and its derivatives. */
  private static void addFunction(
      Function function, double[] affine, double[] x, double[][] derivatives) {
    int n = x.length;
    double[] argument = new double[n];
    for (int s = 0; s < n; s++) {
      argument[s] = affine[0] * x[s] + affine[1];
    }
    double[] result = new double[derivatives.length * n];
    function.evaluate(argument, n, derivatives.length - 1, result);
    double factor = affine[2];
    for (int d = 0; d < derivatives.length; d++) {
      for (int s = 0; s < n; s++) {
        derivatives[d][s] += factor * result[d * n + s] + (d == 0 ? affine[3] : 0);
      }
      factor *= affine[0];
    }
  }

  private double baseWeight(Block of) {
    return network.parameter(network.layout().coefficient(layer, block, input, of.size(), subnode));
  }

  private Function symbolicFunction() {
    return network.layers().get(layer).symbolic().get(symbolic).function();
  }

  private double[] affine() {
    int place = network.layout().symbolic(layer, symbolic);
    double[] affine = new double[4];
    for (int p = 0; p < 4; p++) {
      affine[p] = network.parameter(place + p);
    }
    return affine;
  }
}
