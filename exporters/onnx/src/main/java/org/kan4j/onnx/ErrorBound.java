/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import java.util.Arrays;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Network;

/**
 * How far rounding may carry a prediction: a running error analysis of one row. Each number of the
 * network has a radius; an edge passes it on as far as its function moves when its argument does,
 * steps included, and a sum of {@code n} terms adds {@code (16 + 4√n)·ε} times the sum of their
 * magnitudes (the probabilistic bound of Higham and Mary, "A New Approach to Probabilistic Rounding
 * Error Analysis", 2019).
 */
final class ErrorBound {
  /** Roundings of one term: of its knots, coefficient and basis function. */
  private static final double ROUNDINGS = 16;

  /** Holds in all but a vanishing share of sums. */
  private static final double CONFIDENCE = 4;

  /** Over such a relative distance functions count as monotone. */
  private static final double TINY = 1e-4;

  /** How many points on each side stand for a larger one. */
  private static final int MANY = 16;

  private final Kan kan;
  private final Network network;
  private final double roundoff;
  private final double largest;
  private final Extrapolation.Scratch scratch = new Extrapolation.Scratch();

  /** For computations in numbers of a type. */
  ErrorBound(Kan kan, ElementType type) {
    this.kan = kan;
    this.network = kan.network();
    this.roundoff = type.roundoff();
    this.largest = type.largest();
  }

  /** A number, how far it may be off, and, of a sum, what went into it. */
  private static final class Sum {
    private double value;
    private double radius;
    private double magnitude;
    private int terms;
  }

  /** The radius of every prediction of a finite raw row; infinite where numbers may overflow. */
  double[] radii(double[] raw) {
    double[] values = new double[raw.length];
    double[] radii = new double[raw.length];
    for (int i = 0; i < raw.length; i++) {
      Scaling scaling = kan.features().get(i).scaling();
      values[i] = scaling.apply(raw[i]);
      radii[i] =
          scaling.equals(Scaling.NONE)
              ? 0
              : 2 * roundoff * (Math.abs(raw[i]) + Math.abs(scaling.shift())) * scaling.scale();
    }
    for (int l = 0; l < network.layers().size(); l++) {
      Sum[] nodes = layer(l, values, radii);
      values = Arrays.stream(nodes).mapToDouble(n -> n.value).toArray();
      radii = Arrays.stream(nodes).mapToDouble(n -> n.radius).toArray();
    }
    return ofPredictions(values, radii);
  }

  private double[] ofPredictions(double[] values, double[] radii) {
    switch (kan.task()) {
      case Task.Regression task -> {
        double[] result = new double[radii.length];
        for (int o = 0; o < radii.length; o++) {
          Scaling scaling = task.scalings().get(o);
          double size = Math.abs(values[o] / scaling.scale()) + Math.abs(scaling.shift());
          result[o] = radii[o] / scaling.scale() + ROUNDINGS * roundoff * size;
        }
        return result;
      }
      case Task.MultiLabel _ -> {
        return Arrays.stream(radii).map(radius -> ofProbability(radius / 4)).toArray();
      }
      case Task.Classification task -> {
        // slopes of probabilities by logits: at most 1/4, and 1/2 where all logits move
        double largest = Arrays.stream(radii).max().orElseThrow();
        double[] result = new double[task.classes().size()];
        Arrays.fill(result, ofProbability(largest / 2));
        return result;
      }
    }
  }

  /** Of a logit that may overflow nothing is known: the probabilities may not even be numbers. */
  private double ofProbability(double radius) {
    return Double.isFinite(radius) ? Math.min(1, radius + ROUNDINGS * roundoff) : radius;
  }

  private Sum[] layer(int l, double[] x, double[] radius) {
    Layer layer = network.layers().get(l);
    Layout layout = network.layout();
    Sum[] subnodes = new Sum[layer.subnodes()];
    Arrays.setAll(subnodes, o -> new Sum());
    for (int b = 0; b < layer.blocks().size(); b++) {
      for (int i = 0; i < layer.inputs(); i++) {
        addNumeric(l, b, i, x[i], radius[i], subnodes);
      }
    }
    for (int e = 0; e < layer.symbolic().size(); e++) {
      int place = layout.symbolic(l, e);
      int input = layer.symbolic().get(e).input();
      double a = network.parameter(place);
      double b = network.parameter(place + 1);
      double at = a * x[input] + b;
      double off =
          Math.abs(a) * radius[input] + 4 * roundoff * (Math.abs(a * x[input]) + Math.abs(b));
      Sum sum = subnodes[layer.symbolic().get(e).subnode()];
      addFunction(layer.symbolic().get(e).function(), network.parameter(place + 2), at, off, sum);
      double d = network.parameter(place + 3);
      sum.value += d;
      sum.magnitude += Math.abs(d);
    }
    for (int o = 0; o < subnodes.length; o++) {
      Sum sum = subnodes[o];
      double scale = network.parameter(layout.subnodeScale(l) + o);
      double bias = network.parameter(layout.subnodeBias(l) + o);
      double unit = roundoff * (ROUNDINGS + CONFIDENCE * Math.sqrt(sum.terms));
      sum.radius = Math.abs(scale) * (sum.radius + unit * sum.magnitude) + unit * Math.abs(bias);
      if (sum.magnitude * Math.max(1, Math.abs(scale)) > largest) {
        sum.radius = Double.POSITIVE_INFINITY;
      }
      sum.value = scale * sum.value + bias;
    }
    return nodes(l, subnodes);
  }

  private Sum[] nodes(int l, Sum[] subnodes) {
    Layer layer = network.layers().get(l);
    Layout layout = network.layout();
    Sum[] nodes = new Sum[layer.nodes().count()];
    for (int n = 0; n < nodes.length; n++) {
      int first = layer.nodes().firstSubnode(n);
      double value = 1;
      double size = 1;
      double reach = 1;
      for (int o = first; o < first + layer.nodes().arity(n); o++) {
        value *= subnodes[o].value;
        size *= Math.abs(subnodes[o].value);
        reach *= Math.abs(subnodes[o].value) + subnodes[o].radius;
      }
      double scale = network.parameter(layout.nodeScale(l) + n);
      double bias = network.parameter(layout.nodeBias(l) + n);
      Sum node = new Sum();
      node.value = scale * value + bias;
      node.radius =
          Math.abs(scale) * (reach - size + 2 * layer.nodes().arity(n) * roundoff * reach)
              + 4 * roundoff * Math.abs(bias);
      if (reach * Math.max(1, Math.abs(scale)) > largest) {
        node.radius = Double.POSITIVE_INFINITY;
      }
      nodes[n] = node;
    }
    return nodes;
  }

  private void addNumeric(int l, int b, int i, double x, double radius, Sum[] subnodes) {
    Block block = network.layers().get(l).blocks().get(b);
    BasisShape shape = block.bases().get(i).shape();
    double off = radius + 4 * roundoff * (Math.abs(x) + size(shape.lower()) + size(shape.upper()));
    int support = shape.support();
    double[] points = around(x, off);
    int count = points.length;
    network.extrapolation().evaluate(block.bases().get(i), points, count, scratch, false);
    Layout layout = network.layout();
    double[] tangents = tangents(block.bases().get(i), x);
    boolean overflows = overflows(shape, Math.abs(x) + off);
    for (int o = 0; o < subnodes.length; o++) {
      if (!block.mask().lives(i, o)) {
        continue;
      }
      Sum sum = subnodes[o];
      for (int j = 0; j < tangents.length; j++) {
        sum.magnitude +=
            tangents[j] * Math.abs(network.parameter(layout.coefficient(l, b, i, j, o)));
      }
      double[] edge = new double[count];
      for (int p = 0; p < count; p++) {
        for (int j = 0; j < support; j++) {
          int function = scratch.first[p] + j;
          double coefficient = network.parameter(layout.coefficient(l, b, i, function, o));
          double term = coefficient * scratch.values[p * support + j];
          edge[p] += term;
          if (p == 0) {
            // basis functions of size 1 are off by roundoff even where they are small
            sum.magnitude += Math.abs(term) + Math.abs(coefficient);
          }
        }
      }
      sum.value += edge[0];
      sum.radius += overflows ? Double.POSITIVE_INFINITY : moved(edge);
      sum.terms += support;
      if (block.hasBase()) {
        double weight = network.parameter(layout.coefficient(l, b, i, block.size(), o));
        addFunction(block.base(), weight, x, radius, sum);
      }
    }
  }

  /**
   * Whether what a basis of no splines computes far outside its interval may overflow on the way.
   */
  private boolean overflows(BasisShape shape, double reach) {
    return network.extrapolation() == Extrapolation.ZERO
        && !(shape instanceof BasisShape.Spline)
        && shape.size() * Math.log(Math.max(1, reach)) > Math.log(largest) / 2;
  }

  /**
   * How much of each coefficient goes into the tangents beyond the core interval: the slopes at
   * both ends, since a graph may make one of them of the other and their difference. Empty inside.
   */
  private double[] tangents(Basis basis, double x) {
    BasisShape shape = basis.shape();
    double beyond = Math.max(0, Math.max(x - shape.upper(), shape.lower() - x));
    boolean both = Double.isFinite(shape.lower()) && Double.isFinite(shape.upper());
    if (beyond == 0 || !both || network.extrapolation() != Extrapolation.LINEAR) {
      return new double[0];
    }
    int support = shape.support();
    int[] first = new int[2];
    double[] values = new double[4 * support];
    basis.evaluate(new double[] {shape.lower(), shape.upper()}, 2, 1, first, values);
    double[] tangents = new double[shape.size()];
    for (int end = 0; end < 2; end++) {
      for (int j = 0; j < support; j++) {
        tangents[first[end] + j] += beyond * Math.abs(values[(2 + end) * support + j]);
      }
    }
    return tangents;
  }

  /** The argument, then its extremes, and points between where a function may turn in between. */
  private static double[] around(double x, double off) {
    int steps = off > TINY * (1 + Math.abs(x)) ? MANY : 1;
    double[] points = new double[2 * steps + 1];
    points[0] = x;
    for (int s = 1; s <= steps; s++) {
      points[2 * s - 1] = x - off * s / steps;
      points[2 * s] = x + off * s / steps;
    }
    return points;
  }

  /**
   * The largest distance from the first value; NaN if one is NaN. Points that stand for many may
   * miss where a function turns, which then counts twice.
   */
  private static double moved(double[] values) {
    double moved = 0;
    for (double value : values) {
      moved = Math.max(moved, Math.abs(value - values[0]));
    }
    return values.length > 3 ? 2 * moved : moved;
  }

  private static double size(double end) {
    return Double.isFinite(end) ? Math.abs(end) : 0;
  }

  /** Adds {@code weight·f(x)}, where {@code x} is off by a radius. */
  private void addFunction(Function function, double weight, double x, double radius, Sum sum) {
    double off = radius + 2 * roundoff * Math.abs(x);
    double[] points = around(x, off);
    double[] values = new double[points.length];
    function.evaluate(points, points.length, 0, values);
    sum.value += weight * values[0];
    double moved = moved(values);
    // next to where it is not defined, a function may give anything
    sum.radius += Double.isNaN(moved) ? Double.POSITIVE_INFINITY : Math.abs(weight) * moved;
    // a kernel's absolute error may be multiplied by the argument, as in x·logistic(x)
    sum.magnitude += Math.abs(weight) * (Math.abs(values[0]) + Math.abs(x));
    sum.terms++;
  }
}
