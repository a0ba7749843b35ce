/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.onnx.graph.GraphBuilder;
import org.kan4j.onnx.graph.Value;
import org.kan4j.onnx.ir.EdgePart;

/**
 * Cubic B-splines over uniform knots as the difference of two cubes: with {@code u} the distance to
 * the center of a basis function in knot steps, {@code B = 4/3·(a³ - b³)}, {@code a = max(0, 1 -
 * u/2)}, {@code b = 2^(-1/3)·max(0, 1 - u)}. Zero outside the support by construction.
 */
final class TwoCube implements Formulation {
  private static final double Q = Math.cbrt(0.5);

  /** Of so many numbers a row, those of 64 rows stay in the caches of one core. */
  private static final int WIDEST = 2200;

  @Override
  public String name() {
    return "two_cube";
  }

  @Override
  public String description() {
    return "each cubic B-spline as a difference of two cubes";
  }

  @Override
  public boolean fits(EdgePart part, ElementType type) {
    return UniformCubic.fits(part);
  }

  @Override
  public double cost(EdgePart part, int batch) {
    double features = (double) part.inputs() * part.size();
    Work work = Expansion.work(new Work(batch), part.inputs(), part.size());
    int groups = Math.ceilDiv(part.size(), each(part));
    work.nodes(8 * groups).elements(8.0 * groups, features / groups);
    for (int g = 0; g < groups; g++) {
      work.gemm(features / groups, part.outputs());
    }
    return Outside.work(work, part).micros();
  }

  @Override
  public List<Term> build(GraphBuilder graph, Value x, EdgePart part) {
    UniformCubic grid = UniformCubic.of(part);
    Value inside = Outside.inside(graph, x, part);
    List<Term> terms = new ArrayList<>(Outside.tangents(graph, x, part));
    int each = each(part);
    for (int from = 0; from < part.size(); from += each) {
      int to = Math.min(part.size(), from + each);
      Value functions = functions(graph, inside, part, grid, from, to);
      terms.add(new Term.Weighted(functions, Weights.OfEdges.rows(part, from, to, 4.0 / 3)));
    }
    return terms;
  }

  /** How many functions are computed at a time, so that those of many rows stay in the caches. */
  private static int each(EdgePart part) {
    int groups = Math.ceilDiv(part.inputs() * part.size(), WIDEST);
    return Math.ceilDiv(part.size(), Math.min(groups, part.size()));
  }

  private static Value functions(
      GraphBuilder graph, Value inside, EdgePart part, UniformCubic grid, int from, int to) {
    int inputs = part.inputs();
    double[] centers = new double[inputs * (to - from)];
    for (int i = 0; i < inputs; i++) {
      double[] knots = part.knots(i);
      for (int j = from; j < to; j++) {
        centers[(j - from) * inputs + i] = knots[j + 2] / (grid.isOne() ? 1 : grid.steps()[i]);
      }
    }
    Value distance = distance(graph, inside, grid, centers);
    double unit = grid.isOne() ? 1 / grid.steps()[0] : 1;
    Value wide = cube(graph, ramp(graph, distance, 1, unit / 2));
    Value narrow = cube(graph, ramp(graph, distance, Q, Q * unit));
    return graph.elementwise("Sub", wide, narrow);
  }

  /** Distances to centers; in knot steps, unless one step for all inputs goes into what follows. */
  static Value distance(GraphBuilder graph, Value x, UniformCubic grid, double[] centers) {
    Value scaled = grid.isOne() ? x : graph.elementwise("Mul", x, graph.row(grid.reciprocals()));
    int functions = centers.length / grid.steps().length;
    return graph.elementwise("Abs", Expansion.minus(graph, scaled, functions, centers));
  }

  /** {@code max(0, top - slope*distance)}; never above 1, as distances are not negative. */
  static Value ramp(GraphBuilder graph, Value distance, double top, double slope) {
    if (graph.real() == ElementType.FLOAT32) {
      return graph.hardSigmoid(distance, -slope, top);
    }
    Value fall = graph.elementwise("Mul", distance, graph.row(slope));
    return graph.elementwise("Relu", graph.elementwise("Sub", graph.row(top), fall));
  }

  /** Multiplied out: a power is slow. */
  static Value cube(GraphBuilder graph, Value x) {
    return graph.elementwise("Mul", graph.elementwise("Mul", x, x), x);
  }
}
