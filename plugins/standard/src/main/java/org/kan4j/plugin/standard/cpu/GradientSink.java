/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.cpu;

/**
 * Where derivatives by parameters are added: one gradient for all rows, or a row of a Jacobian for
 * each.
 *
 * @param target row {@code r}'s derivative by parameter {@code p} goes to {@code target[offset +
 *     r*stride + p]}
 * @param offset place of the first number
 * @param stride 0 if all rows share one gradient, which then starts at 0
 */
record GradientSink(double[] target, int offset, int stride) {
  static GradientSink summed(double[] gradient) {
    return new GradientSink(gradient, 0, 0);
  }

  /** Adds the derivative by one parameter. */
  void add(int row, int place, double derivative) {
    target[offset + row * stride + place] += derivative;
  }

  /** Adds the derivatives by the numbers of numeric edges. */
  void add(Kernel kernel, Tile tile, double[][] adjoint) {
    if (stride == 0) {
      kernel.weightGradient(tile, adjoint, target);
      return;
    }
    int outputs = tile.fan().outputs();
    int support = tile.support();
    for (int r = 0; r < tile.rows(); r++) {
      int start = offset + r * stride + tile.fan().offset();
      for (int j = 0; j < support; j++) {
        int at = start + (tile.first()[r] + j) * outputs;
        addRow(at, tile.values()[r * support + j], adjoint[r], outputs);
      }
      if (tile.fan().hasBase()) {
        addRow(start + tile.size() * outputs, tile.base()[r], adjoint[r], outputs);
      }
    }
  }

  private void addRow(int at, double value, double[] adjoint, int outputs) {
    for (int o = 0; o < outputs; o++) {
      target[at + o] += value * adjoint[o];
    }
  }
}
