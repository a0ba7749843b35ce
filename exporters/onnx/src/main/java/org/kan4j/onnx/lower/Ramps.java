/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.onnx.graph.GraphBuilder;
import org.kan4j.onnx.graph.Value;
import org.kan4j.onnx.ir.EdgePart;

/**
 * Continuous splines of any knots by ramps: each interval has one that rises from 0 to 1 over it,
 * {@code r = clip((x - t)/h, 0, 1)}, and what the spline gains there is a polynomial in {@code r},
 * whose powers are weighed in products with matrices. A ramp stays where it is outside, so nothing
 * need be cut. Five passes over the intervals for cubics, where a recursion takes thirty.
 */
final class Ramps implements Formulation {
  /** Powers of higher order lose digits to one another. */
  private static final int HIGHEST = 5;

  @Override
  public String name() {
    return "ramps";
  }

  @Override
  public String description() {
    return "a spline by powers of ramps over its intervals";
  }

  @Override
  public boolean fits(EdgePart part, ElementType type) {
    return part.isSpline() && part.order() <= HIGHEST && SplinePieces.isContinuous(part);
  }

  private static int intervals(EdgePart part) {
    return part.size() - part.order() + (part.seesOutside() ? 2 * part.order() : 0);
  }

  @Override
  public double cost(EdgePart part, int batch) {
    int order = part.order();
    double features = (double) part.inputs() * intervals(part);
    Work work = Expansion.work(new Work(batch), part.inputs(), intervals(part));
    work.nodes(order + 1).elements(order + 1, features);
    for (int p = 0; p < order; p++) {
      work.gemm(features, part.outputs());
    }
    return Outside.work(work, part).micros();
  }

  @Override
  public boolean hasFeatures() {
    return false;
  }

  @Override
  public List<Term> build(GraphBuilder graph, Value x, EdgePart part) {
    List<SplinePieces> pieces = SplinePieces.of(part);
    int count = pieces.stream().mapToInt(SplinePieces::count).max().orElseThrow();
    Value ramp = of(graph, x, pieces);
    List<Term> terms = new ArrayList<>(Outside.tangents(graph, x, part));
    terms.add(new Term.Constant(SplinePieces.starts(part, pieces)));
    Value power = ramp;
    for (int p = 1; p <= part.order(); p++) {
      int of = p;
      power = p == 1 ? ramp : graph.elementwise("Mul", power, ramp);
      terms.add(
          new Term.Weighted(
              power, Weights.OfEdges.of(part, i -> pieces.get(i).power(of, count, part.size()))));
    }
    return terms;
  }

  /** The ramps of all intervals, interval by interval over all inputs. */
  static Value of(GraphBuilder graph, Value x, List<SplinePieces> pieces) {
    int inputs = pieces.size();
    int count = pieces.stream().mapToInt(SplinePieces::count).max().orElseThrow();
    double[] starts = new double[count * inputs];
    double[] slopes = new double[count * inputs];
    Arrays.fill(slopes, 1);
    for (int i = 0; i < inputs; i++) {
      for (int k = 0; k < pieces.get(i).count(); k++) {
        starts[k * inputs + i] = pieces.get(i).from()[k];
        slopes[k * inputs + i] = 1 / pieces.get(i).width()[k];
      }
    }
    return ramp(graph, Expansion.minus(graph, x, count, starts), slopes);
  }

  private static Value ramp(GraphBuilder graph, Value distance, double[] slopes) {
    double first = slopes[0];
    boolean one = Arrays.stream(slopes).allMatch(s -> Math.abs(s - first) <= 1e-13 * first);
    if (one && graph.real() == ElementType.FLOAT32) {
      return graph.hardSigmoid(distance, first, 0);
    }
    Value share = graph.elementwise("Mul", distance, one ? graph.row(first) : graph.row(slopes));
    return graph.clip(share, 0, 1);
  }
}
