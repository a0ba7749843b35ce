/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import org.kan4j.plugin.simd.plan.LayerArrangement;
import org.kan4j.plugin.standard.cpu.LayerPlan;

/**
 * A symbolic edge {@code c·f(a·x + b) + d} over a chunk of rows, in exact precision: functions have
 * no other. Of one thread.
 */
final class SymbolicPart {
  private final /*exact*/ double[] argument;
  private final /*exact*/ double[] function;
  private final /*exact*/ double[] adjoint;
  private final /*exact*/ double[] pulled;
  private int place;
  private int rows;
  private /*exact*/ double a;
  private /*exact*/ double c;
  private /*exact*/ double d;

  SymbolicPart(int chunk) {
    argument = new /*exact*/ double[chunk];
    function = new /*exact*/ double[2 * chunk];
    adjoint = new /*exact*/ double[chunk];
    pulled = new /*exact*/ double[chunk];
  }

  /** Turns to an edge and evaluates its function. */
  void evaluate(
      LayerPlan.Symbolic edge, LayerArrangement shape, double[] x, Chunk chunk, double[] p) {
    place = shape.symbolic()[edge.number()];
    rows = chunk.count();
    a = p[place];
    /*exact*/ double b = p[place + 1];
    c = p[place + 2];
    d = p[place + 3];
    for (int r = 0; r < rows; r++) {
      argument[r] = a * x[chunk.from() + r] + b;
    }
    edge.function().evaluate(argument, rows, 1, function);
  }

  private /*exact*/ double value(int r) {
    return c * function[r] + d;
  }

  /** Adds the edge to a column. */
  void add(Sheet sums, int column, Chunk chunk) {
    int at = sums.place(chunk.from(), column);
    for (int r = 0; r < rows; r++, at += sums.rowStep()) {
      sums.numbers()[at] += (double) value(r);
    }
  }

  /** The values of the edge with its numeric part, of row 0 on. */
  void whole(Sheet numeric, int column, /*exact*/ double[] to) {
    int at = numeric.place(0, column);
    for (int r = 0; r < rows; r++, at += numeric.rowStep()) {
      to[r] = numeric.numbers()[at] + value(r);
    }
  }

  /** Takes the derivatives by the edge. */
  void adjoint(Sheet sums, int column, Chunk chunk) {
    int at = sums.place(chunk.from(), column);
    for (int r = 0; r < rows; r++, at += sums.rowStep()) {
      adjoint[r] = sums.numbers()[at];
    }
  }

  /** Adds to them what the standard deviation of the whole edge brings. */
  void pull(Sheet numeric, int column, /*exact*/ double factor, /*exact*/ double mean) {
    whole(numeric, column, pulled);
    for (int r = 0; r < rows; r++) {
      pulled[r] = factor == 0 ? 0 : factor * (pulled[r] - mean);
      adjoint[r] += pulled[r];
    }
  }

  /** Adds that to the derivatives by the numeric part. */
  void addPull(Sheet numeric, int column) {
    int at = numeric.place(0, column);
    for (int r = 0; r < rows; r++, at += numeric.rowStep()) {
      numeric.numbers()[at] += (double) pulled[r];
    }
  }

  /**
   * Adds the derivatives by a, b, c, d and by the argument.
   *
   * @param gradient receives the former; null if not wanted
   * @param byInput receives the latter; null if not wanted
   */
  void back(double[] gradient, double[] x, double[] byInput, Chunk chunk) {
    for (int r = 0; r < rows; r++) {
      /*exact*/ double g = adjoint[r];
      /*exact*/ double slope = c * function[rows + r];
      if (gradient != null) {
        gradient[place] += (double) (g * slope * x[chunk.from() + r]);
        gradient[place + 1] += (double) (g * slope);
        gradient[place + 2] += (double) (g * function[r]);
        gradient[place + 3] += (double) g;
      }
      if (byInput != null) {
        byInput[chunk.from() + r] += (double) (g * slope * a);
      }
    }
  }
}
