/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.onnx.graph.GraphBuilder;
import org.kan4j.onnx.graph.Value;
import org.kan4j.onnx.ir.EdgePart;

/**
 * B-splines of any order over any knots by the recursion of Cox and de Boor, function by function
 * over all inputs at once, with one product per order: {@code P = w·N}, {@code N'_j = P_j + N_{j+1}
 * - P_{j+1}}. Starts from hats where knots are distinct, else from indicators.
 */
final class Recursion implements Formulation {
  @Override
  public String name() {
    return "recursion";
  }

  @Override
  public String description() {
    return "B-splines from those of lower order";
  }

  @Override
  public boolean fits(EdgePart part, ElementType type) {
    return part.isSpline();
  }

  @Override
  public double cost(EdgePart part, int batch) {
    double features = (double) part.inputs() * part.size();
    int levels = Math.max(0, part.order() - 1);
    Work work = Expansion.work(new Work(batch), part.inputs(), part.size());
    work.nodes(7 + 8 * levels).elements(7.0 + 8 * levels, features);
    return Outside.work(work.gemm(features, part.outputs()), part).micros();
  }

  @Override
  public List<Term> build(GraphBuilder graph, Value x, EdgePart part) {
    List<Term> terms = new ArrayList<>(Outside.tangents(graph, x, part));
    Value basis = new Build(graph, Outside.inside(graph, x, part), part).basis();
    terms.add(new Term.Weighted(basis, Weights.OfEdges.rows(part, 0, part.size(), 1)));
    return terms;
  }

  /** One build. Columns stand function by function: {@code function*inputs + input}. */
  private static final class Build {
    private final GraphBuilder graph;
    private final Value x;
    private final int order;
    private final int inputs;
    private final double[][] knots;
    private final int last;

    Build(GraphBuilder graph, Value x, EdgePart part) {
      this.graph = graph;
      this.x = x;
      order = part.order();
      inputs = part.inputs();
      knots = new double[inputs][];
      for (int i = 0; i < inputs; i++) {
        knots[i] = part.knots(i);
      }
      last = knots[0].length - 1;
    }

    Value basis() {
      if (order == 0) {
        return indicators();
      }
      Value distances = Expansion.minus(graph, x, last, shifts());
      Value basis;
      int reached;
      if (distinct()) {
        basis = hats(distances);
        reached = 1;
      } else {
        basis = indicators();
        reached = 0;
      }
      for (int q = reached + 1; q <= order; q++) {
        int count = last - q + 1;
        Value w = graph.elementwise("Mul", functions(distances, 0, count), reciprocals(q, count));
        Value product = graph.elementwise("Mul", w, basis);
        // where knots coincide the function between them is zero, and so is what falls from it
        Value rest = graph.elementwise("Sub", basis, product);
        basis =
            graph.elementwise("Add", functions(product, 0, count - 1), functions(rest, 1, count));
      }
      return basis;
    }

    private double[] shifts() {
      double[] shifts = new double[last * inputs];
      for (int j = 0; j < last; j++) {
        for (int i = 0; i < inputs; i++) {
          shifts[j * inputs + i] = knots[i][j];
        }
      }
      return shifts;
    }

    private boolean distinct() {
      for (double[] row : knots) {
        for (int j = 1; j < row.length; j++) {
          if (graph.real().round(row[j]) <= graph.real().round(row[j - 1])) {
            return false;
          }
        }
      }
      return true;
    }

    private Value functions(Value value, int from, int to) {
      return graph.slice(value, from * inputs, to * inputs);
    }

    /** {@code 1/(t_{j+q} - t_j)}, or 0 where the knots coincide. */
    private Value reciprocals(int q, int count) {
      double[] row = new double[count * inputs];
      for (int c = 0; c < row.length; c++) {
        double width = width(q, c);
        row[c] = width > 0 ? 1 / width : 0;
      }
      return graph.row(row);
    }

    private double width(int q, int column) {
      double[] of = knots[column % inputs];
      int j = column / inputs;
      return of[j + q] - of[j];
    }

    /** Order 1: rises over one interval, falls over the next. */
    private Value hats(Value distances) {
      Value rise = graph.elementwise("Mul", distances, reciprocals(1, last));
      Value fall = graph.elementwise("Sub", graph.row(1), functions(rise, 1, last));
      Value least = graph.elementwise("Min", functions(rise, 0, last - 1), fall);
      return graph.elementwise("Relu", least);
    }

    /** Order 0: 1 on an interval, closed on the left, but at the core's upper end on the right. */
    private Value indicators() {
      double[] bounds = new double[(last + 1) * inputs];
      for (int j = 0; j <= last; j++) {
        for (int i = 0; i < inputs; i++) {
          double knot = knots[i][j];
          boolean end = knot == knots[i][last - order];
          bounds[j * inputs + i] = end ? graph.real().above(knot) : knot;
        }
      }
      Value tiled = graph.tile(x, last + 1);
      Value below = graph.step(tiled, graph.row(bounds));
      Value inside =
          graph.elementwise("Sub", functions(below, 1, last + 1), functions(below, 0, last));
      // a comparison forgets what is not a number: the difference brings it back
      Value forgotten = graph.elementwise("Sub", x, x);
      return graph.elementwise("Add", inside, graph.tile(forgotten, last));
    }
  }
}
