/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import java.util.Arrays;
import org.kan4j.onnx.graph.GraphBuilder;
import org.kan4j.onnx.graph.Value;

/**
 * All inputs repeated for each function, less a number: {@code [batch, functions*inputs]}, function
 * by function, so that elementwise operators run over long rows.
 */
final class Expansion {
  /** Up to this many inputs one matrix product beats a copy and a subtraction. */
  private static final int FEW = 8;

  private Expansion() {}

  /** {@code x[i] - shifts[f*inputs + i]} in column {@code f*inputs + i}. */
  static Value minus(GraphBuilder graph, Value x, int functions, double[] shifts) {
    int inputs = x.columns();
    if (inputs > FEW || functions == 1) {
      return graph.elementwise("Sub", graph.tile(x, functions), graph.row(shifts));
    }
    double[] copy = new double[inputs * functions * inputs];
    for (int c = 0; c < functions * inputs; c++) {
      copy[(c % inputs) * functions * inputs + c] = 1;
    }
    double[] negative = Arrays.stream(shifts).map(s -> -s).toArray();
    return graph.gemm(x, graph.matrix(inputs, functions * inputs, copy), graph.row(negative));
  }

  /** Estimated work. */
  static Work work(Work work, int inputs, int functions) {
    return inputs > FEW
        ? work.nodes(2).elements(2, (double) inputs * functions)
        : work.gemm(inputs, (double) inputs * functions).elements(1, (double) inputs * functions);
  }
}
