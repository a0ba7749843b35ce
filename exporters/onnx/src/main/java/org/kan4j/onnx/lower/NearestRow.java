/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.onnx.graph.GraphBuilder;
import org.kan4j.onnx.graph.Value;
import org.kan4j.onnx.ir.EdgePart;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.network.Matrix;

/**
 * The values of all basis functions of a part at equidistant arguments, and the number of the one
 * nearest to each argument: what the lossy formulations share.
 */
final class NearestRow {
  /** Arguments in the table: half a step is 1/8190 of the range. */
  private static final int ARGUMENTS = 4096;

  private final EdgePart part;
  private final double[] lower;
  private final double[] upper;
  private final boolean alike;

  NearestRow(EdgePart part) {
    this.part = part;
    this.lower = ends(part, false);
    this.upper = ends(part, true);
    this.alike = part.bases().stream().allMatch(b -> sameTable(b, part.bases().getFirst()));
  }

  static boolean fits(EdgePart part) {
    return (part.isSpline() || !part.seesOutside())
        && Arrays.stream(ends(part, false)).allMatch(Double::isFinite)
        && Arrays.stream(ends(part, true)).allMatch(Double::isFinite);
  }

  private static boolean sameTable(Basis a, Basis b) {
    return a.name().equals(b.name()) && a.options().equals(b.options());
  }

  private static double[] ends(EdgePart part, boolean upper) {
    if (!part.seesOutside() || !part.isSpline()) {
      return part.ends(upper);
    }
    return IntStream.range(0, part.inputs())
        .mapToDouble(i -> {
          double[] knots = part.knots(i);
          return upper ? knots[knots.length - 1] : knots[0];
        })
        .toArray();
  }

  /** {@code [tables*ARGUMENTS][size]}, row by row; one table if all inputs have the same basis. */
  double[] table() {
    int tables = alike ? 1 : part.inputs();
    int size = part.size();
    double[] table = new double[tables * ARGUMENTS * size];
    for (int t = 0; t < tables; t++) {
      Basis basis = part.bases().get(t);
      BasisShape shape = basis.shape();
      int support = shape.support();
      double[] x = new double[ARGUMENTS];
      for (int a = 0; a < ARGUMENTS; a++) {
        x[a] = lower[t] + (upper[t] - lower[t]) * a / (ARGUMENTS - 1);
      }
      int[] first = new int[ARGUMENTS];
      double[] values = new double[ARGUMENTS * support];
      basis.evaluate(x, ARGUMENTS, 0, first, values);
      for (int a = 0; a < ARGUMENTS; a++) {
        System.arraycopy(
            values, a * support, table, (t * ARGUMENTS + a) * size + first[a], support);
      }
    }
    return table;
  }

  /** Number of rows of the table. */
  int rows() {
    return (alike ? 1 : part.inputs()) * ARGUMENTS;
  }

  /** The row of each argument, {@code int64[batch, inputs]}. */
  Value index(GraphBuilder graph, Value x) {
    double[] factors = new double[lower.length];
    Arrays.setAll(factors, i -> (ARGUMENTS - 1) / (upper[i] - lower[i]));
    Value moved = graph.elementwise("Sub", x, graph.row(compact(lower)));
    Value place = graph.elementwise("Mul", moved, graph.row(compact(factors)));
    Value half = graph.elementwise("Add", place, graph.row(0.5));
    Value row = graph.index(graph.elementwise("Floor", half), ARGUMENTS);
    if (alike) {
      return row;
    }
    int[] offsets = IntStream.range(0, lower.length).map(i -> i * ARGUMENTS).toArray();
    return graph.result(
        "Add", ElementType.INT64, row.shape(), List.of(row, graph.indices(offsets)), Map.of());
  }

  private static double[] compact(double[] numbers) {
    boolean one = Arrays.stream(numbers).allMatch(n -> n == numbers[0]);
    return one ? new double[] {numbers[0]} : numbers;
  }

  /** Coefficients input by input: row {@code input*size + function}. */
  Matrix weights() {
    int size = part.size();
    Matrix weights = Matrix.zero(part.inputs() * size, part.outputs());
    for (int i = 0; i < part.inputs(); i++) {
      for (int j = 0; j < size; j++) {
        for (int o = 0; o < part.outputs(); o++) {
          weights.set(i * size + j, o, part.coefficient(i, j, o));
        }
      }
    }
    return weights;
  }

  /** Nothing, but NaN where an argument is: a table knows none. */
  static Term carrier(GraphBuilder graph, Value x, EdgePart part) {
    return new Term.Weighted(
        graph.elementwise("Sub", x, x),
        new Weights.Plain(Matrix.zero(part.inputs(), part.outputs())));
  }

  /** Estimated work of the index. */
  static Work work(Work work, EdgePart part) {
    work.nodes(9).elements(9, part.inputs()).lookups(part.inputs(), part.size());
    return Outside.work(work, part);
  }
}
