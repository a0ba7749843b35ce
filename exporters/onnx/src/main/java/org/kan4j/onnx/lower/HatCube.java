/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.onnx.graph.GraphBuilder;
import org.kan4j.onnx.graph.Value;
import org.kan4j.onnx.ir.EdgePart;
import org.kan4j.spi.network.Matrix;

/**
 * Cubic splines over uniform knots as hats and their cubes: with {@code y_k} the value of the
 * spline at knot {@code k} and {@code m_k} a sixth of its second difference there, a spline is
 * {@code Σ (y_k - m_k)·hat_k + m_k·hat_k³}. Half the elementwise work of B-splines, for products
 * with matrices of up to twice the rows; knots are those of the core interval alone where nothing
 * is asked outside.
 */
final class HatCube implements Formulation {
  @Override
  public String name() {
    return "hat_cube";
  }

  @Override
  public String description() {
    return "a cubic spline by hats at its knots and their cubes";
  }

  @Override
  public boolean fits(EdgePart part, ElementType type) {
    return UniformCubic.fits(part);
  }

  /** Number of hats per input, and how many of them lie before the core interval. */
  private static int hats(EdgePart part) {
    return part.size() - 2 + 2 * before(part);
  }

  private static int before(EdgePart part) {
    return part.seesOutside() ? 2 : 0;
  }

  @Override
  public double cost(EdgePart part, int batch) {
    double features = (double) part.inputs() * hats(part);
    Work work = Expansion.work(new Work(batch), part.inputs(), hats(part));
    work.nodes(4).elements(4, features);
    work.gemm(features, part.outputs()).gemm(features, part.outputs());
    return Outside.work(work, part).micros();
  }

  @Override
  public List<Term> build(GraphBuilder graph, Value x, EdgePart part) {
    int inputs = part.inputs();
    int hats = hats(part);
    int before = before(part);
    UniformCubic grid = UniformCubic.of(part);
    double[] centers = new double[inputs * hats];
    for (int i = 0; i < inputs; i++) {
      double[] knots = part.knots(i);
      for (int k = 0; k < hats; k++) {
        centers[k * inputs + i] = knots[k + 3 - before] / (grid.isOne() ? 1 : grid.steps()[i]);
      }
    }
    Value distance = TwoCube.distance(graph, Outside.inside(graph, x, part), grid, centers);
    Value hat = TwoCube.ramp(graph, distance, 1, grid.isOne() ? 1 / grid.steps()[0] : 1);
    List<Term> terms = new ArrayList<>(Outside.tangents(graph, x, part));
    // y_k - m_k is the coefficient whose function is centered at the knot
    terms.add(weighted(hat, part, 0, 1, 0));
    terms.add(weighted(TwoCube.cube(graph, hat), part, 1.0 / 6, -2.0 / 6, 1.0 / 6));
    return terms;
  }

  /** Weights of hats by the coefficients before, at and after their knots. */
  private static Term weighted(
      Value features, EdgePart part, double left, double middle, double right) {
    int before = before(part);
    Matrix map = Matrix.zero(hats(part), part.size() + 1);
    for (int k = 0; k < map.rows(); k++) {
      set(map, k, k - before, left, part.size());
      set(map, k, k - before + 1, middle, part.size());
      set(map, k, k - before + 2, right, part.size());
    }
    return new Term.Weighted(features, new Weights.OfEdges(part, List.of(map)));
  }

  private static void set(Matrix map, int row, int function, double weight, int size) {
    if (function >= 0 && function < size) {
      map.set(row, function, weight);
    }
  }
}
