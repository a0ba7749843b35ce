/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.cpu;

/** The loops of the portable kernel for few subnodes and any number of basis functions. */
final class NarrowLoops {
  private NarrowLoops() {}

  static void forward(Tile tile, int outputs, double[] p, double[][] sums) {
    int support = tile.support();
    int offset = tile.fan().offset();
    int baseRow = offset + tile.size() * outputs;
    for (int r = 0; r < tile.rows(); r++) {
      double[] sum = sums[r];
      int row = offset + tile.first()[r] * outputs;
      for (int j = 0; j < support; j++, row += outputs) {
        double v = tile.values()[r * support + j];
        for (int o = 0; o < outputs; o++) {
          sum[o] += v * p[row + o];
        }
      }
      if (tile.fan().hasBase()) {
        double v = tile.base()[r];
        for (int o = 0; o < outputs; o++) {
          sum[o] += v * p[baseRow + o];
        }
      }
    }
  }

  static void weightGradient(Tile tile, int outputs, double[][] adjoint, double[] gradient) {
    int support = tile.support();
    int offset = tile.fan().offset();
    int baseRow = offset + tile.size() * outputs;
    for (int r = 0; r < tile.rows(); r++) {
      double[] of = adjoint[r];
      int row = offset + tile.first()[r] * outputs;
      for (int j = 0; j < support; j++, row += outputs) {
        double v = tile.values()[r * support + j];
        for (int o = 0; o < outputs; o++) {
          gradient[row + o] += v * of[o];
        }
      }
      if (tile.fan().hasBase()) {
        double v = tile.base()[r];
        for (int o = 0; o < outputs; o++) {
          gradient[baseRow + o] += v * of[o];
        }
      }
    }
  }

  static void inputGradient(
      Tile tile, int outputs, double[] p, double[][] adjoint, double[] inputAdjoint) {
    int rows = tile.rows();
    int support = tile.support();
    int offset = tile.fan().offset();
    int baseRow = offset + tile.size() * outputs;
    for (int r = 0; r < rows; r++) {
      double[] of = adjoint[r];
      int row = offset + tile.first()[r] * outputs;
      double sum = 0;
      for (int j = 0; j < support; j++, row += outputs) {
        double dot = 0;
        for (int o = 0; o < outputs; o++) {
          dot += of[o] * p[row + o];
        }
        sum += tile.values()[(rows + r) * support + j] * dot;
      }
      if (tile.fan().hasBase()) {
        double dot = 0;
        for (int o = 0; o < outputs; o++) {
          dot += of[o] * p[baseRow + o];
        }
        sum += tile.base()[rows + r] * dot;
      }
      inputAdjoint[r] += sum;
    }
  }
}
