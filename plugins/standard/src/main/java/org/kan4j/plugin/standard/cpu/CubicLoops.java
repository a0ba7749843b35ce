/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.cpu;

/**
 * The loops of the portable kernel for few subnodes, four basis functions per row and a base
 * function, such as cubic splines: five rows of {@code P} at once.
 */
final class CubicLoops {
  private CubicLoops() {}

  static void forward(Tile tile, int outputs, double[] p, double[][] sums) {
    if (outputs == 1) {
      forwardSingle(tile, p, sums);
      return;
    }
    int rows = tile.rows();
    int[] first = tile.first();
    double[] values = tile.values();
    double[] base = tile.base();
    int offset = tile.fan().offset();
    int baseRow = offset + tile.size() * outputs;
    for (int r = 0; r < rows; r++) {
      double v0 = values[4 * r];
      double v1 = values[4 * r + 1];
      double v2 = values[4 * r + 2];
      double v3 = values[4 * r + 3];
      double b = base[r];
      double[] sum = sums[r];
      int p0 = offset + first[r] * outputs;
      int p1 = p0 + outputs;
      int p2 = p1 + outputs;
      int p3 = p2 + outputs;
      for (int o = 0; o < outputs; o++) {
        sum[o] +=
            v0 * p[p0 + o] + v1 * p[p1 + o] + v2 * p[p2 + o] + v3 * p[p3 + o] + b * p[baseRow + o];
      }
    }
  }

  static void weightGradient(Tile tile, int outputs, double[][] adjoint, double[] gradient) {
    if (outputs == 1) {
      weightGradientSingle(tile, adjoint, gradient);
      return;
    }
    int rows = tile.rows();
    int[] first = tile.first();
    double[] values = tile.values();
    double[] base = tile.base();
    int offset = tile.fan().offset();
    int baseRow = offset + tile.size() * outputs;
    for (int r = 0; r < rows; r++) {
      double v0 = values[4 * r];
      double v1 = values[4 * r + 1];
      double v2 = values[4 * r + 2];
      double v3 = values[4 * r + 3];
      double b = base[r];
      double[] of = adjoint[r];
      int p0 = offset + first[r] * outputs;
      int p1 = p0 + outputs;
      int p2 = p1 + outputs;
      int p3 = p2 + outputs;
      for (int o = 0; o < outputs; o++) {
        double a = of[o];
        gradient[p0 + o] += v0 * a;
        gradient[p1 + o] += v1 * a;
        gradient[p2 + o] += v2 * a;
        gradient[p3 + o] += v3 * a;
        gradient[baseRow + o] += b * a;
      }
    }
  }

  static void inputGradient(
      Tile tile, int outputs, double[] p, double[][] adjoint, double[] inputAdjoint) {
    if (outputs == 1) {
      inputGradientSingle(tile, p, adjoint, inputAdjoint);
      return;
    }
    int rows = tile.rows();
    int[] first = tile.first();
    double[] values = tile.values();
    double[] base = tile.base();
    int slopes = 4 * rows;
    int offset = tile.fan().offset();
    int baseRow = offset + tile.size() * outputs;
    for (int r = 0; r < rows; r++) {
      double v0 = values[slopes + 4 * r];
      double v1 = values[slopes + 4 * r + 1];
      double v2 = values[slopes + 4 * r + 2];
      double v3 = values[slopes + 4 * r + 3];
      double b = base[rows + r];
      double[] of = adjoint[r];
      int p0 = offset + first[r] * outputs;
      int p1 = p0 + outputs;
      int p2 = p1 + outputs;
      int p3 = p2 + outputs;
      double sum = 0;
      for (int o = 0; o < outputs; o++) {
        sum +=
            of[o]
                * (v0 * p[p0 + o]
                    + v1 * p[p1 + o]
                    + v2 * p[p2 + o]
                    + v3 * p[p3 + o]
                    + b * p[baseRow + o]);
      }
      inputAdjoint[r] += sum;
    }
  }

  /** The same where there is only one subnode: no inner loop. */
  private static void forwardSingle(Tile tile, double[] p, double[][] sums) {
    int rows = tile.rows();
    int[] first = tile.first();
    double[] values = tile.values();
    double[] base = tile.base();
    int offset = tile.fan().offset();
    double weight = p[offset + tile.size()];
    for (int r = 0; r < rows; r++) {
      int at = offset + first[r];
      sums[r][0] +=
          values[4 * r] * p[at]
              + values[4 * r + 1] * p[at + 1]
              + values[4 * r + 2] * p[at + 2]
              + values[4 * r + 3] * p[at + 3]
              + base[r] * weight;
    }
  }

  private static void weightGradientSingle(Tile tile, double[][] adjoint, double[] gradient) {
    int rows = tile.rows();
    int[] first = tile.first();
    double[] values = tile.values();
    double[] base = tile.base();
    int offset = tile.fan().offset();
    double ofBase = gradient[offset + tile.size()];
    for (int r = 0; r < rows; r++) {
      double a = adjoint[r][0];
      int at = offset + first[r];
      gradient[at] += values[4 * r] * a;
      gradient[at + 1] += values[4 * r + 1] * a;
      gradient[at + 2] += values[4 * r + 2] * a;
      gradient[at + 3] += values[4 * r + 3] * a;
      ofBase += base[r] * a;
    }
    gradient[offset + tile.size()] = ofBase;
  }

  private static void inputGradientSingle(
      Tile tile, double[] p, double[][] adjoint, double[] inputAdjoint) {
    int rows = tile.rows();
    int[] first = tile.first();
    double[] values = tile.values();
    double[] base = tile.base();
    int offset = tile.fan().offset();
    double weight = p[offset + tile.size()];
    for (int r = 0; r < rows; r++) {
      int at = offset + first[r];
      int slope = 4 * (rows + r);
      inputAdjoint[r] +=
          adjoint[r][0]
              * (values[slope] * p[at]
                  + values[slope + 1] * p[at + 1]
                  + values[slope + 2] * p[at + 2]
                  + values[slope + 3] * p[at + 3]
                  + base[rows + r] * weight);
    }
  }
}
