/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.cpu;

/**
 * The loops of the portable kernel for many subnodes. They work on copies of the rows of {@code P}
 * in arrays of their own, because only loops that index every array alike are turned into vector
 * instructions by the compiler.
 */
final class WideLoops {
  private double[][] table = new double[0][];
  private double[] product = new double[0];

  void forward(Tile tile, int outputs, double[] parameters, double[][] sums) {
    copyIn(tile, parameters);
    for (int r = 0; r < tile.rows(); r++) {
      combine(tile, r, r, outputs, sums[r]);
    }
  }

  /** Adds the weighted rows of the table, by the values (or slopes) of one row of the tile. */
  private void combine(Tile tile, int r, int at, int outputs, double[] sum) {
    int support = tile.support();
    double[] v = tile.values();
    double[][] rows = table;
    int from = at * support;
    int row = tile.first()[r];
    int j = 0;
    for (; j + 4 <= support; j += 4, row += 4, from += 4) {
      add4(
          outputs,
          sum,
          rows[row],
          rows[row + 1],
          rows[row + 2],
          rows[row + 3],
          v[from],
          v[from + 1],
          v[from + 2],
          v[from + 3]);
    }
    for (; j < support; j++, row++, from++) {
      add(outputs, sum, rows[row], v[from]);
    }
    if (tile.fan().hasBase()) {
      add(outputs, sum, rows[tile.size()], tile.base()[at]);
    }
  }

  void weightGradient(Tile tile, int outputs, double[][] adjoint, double[] gradient) {
    copyIn(tile, gradient);
    int support = tile.support();
    double[] v = tile.values();
    int[] first = tile.first();
    for (int r = 0; r < tile.rows(); r++) {
      double[] of = adjoint[r];
      for (int j = 0; j < support; j++) {
        add(outputs, table[first[r] + j], of, v[r * support + j]);
      }
      if (tile.fan().hasBase()) {
        add(outputs, table[tile.size()], of, tile.base()[r]);
      }
    }
    copyOut(tile, gradient);
  }

  void inputGradient(
      Tile tile, int outputs, double[] parameters, double[][] adjoint, double[] inputAdjoint) {
    copyIn(tile, parameters);
    int rows = tile.rows();
    if (product.length < outputs) {
      product = new double[outputs];
    }
    double[] slope = product;
    for (int r = 0; r < rows; r++) {
      for (int o = 0; o < outputs; o++) {
        slope[o] = 0;
      }
      combine(tile, r, rows + r, outputs, slope);
      multiply(outputs, slope, adjoint[r]);
      inputAdjoint[r] += sum(outputs, slope);
    }
  }

  private static void add4(
      int n,
      double[] sum,
      double[] r0,
      double[] r1,
      double[] r2,
      double[] r3,
      double v0,
      double v1,
      double v2,
      double v3) {
    for (int o = 0; o < n; o++) {
      sum[o] += v0 * r0[o] + v1 * r1[o] + v2 * r2[o] + v3 * r3[o];
    }
  }

  private static void add(int n, double[] sum, double[] row, double v) {
    for (int o = 0; o < n; o++) {
      sum[o] += v * row[o];
    }
  }

  private static void multiply(int n, double[] product, double[] other) {
    for (int o = 0; o < n; o++) {
      product[o] *= other[o];
    }
  }

  private static double sum(int n, double[] terms) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int o = 0;
    for (; o + 4 <= n; o += 4) {
      s0 += terms[o];
      s1 += terms[o + 1];
      s2 += terms[o + 2];
      s3 += terms[o + 3];
    }
    for (; o < n; o++) {
      s0 += terms[o];
    }
    return (s0 + s1) + (s2 + s3);
  }

  private void copyIn(Tile tile, double[] source) {
    int outputs = tile.fan().outputs();
    int rows = tile.fan().hasBase() ? tile.size() + 1 : tile.size();
    if (table.length < rows || table[0].length < outputs) {
      int height = Math.max(rows, table.length);
      int width = Math.max(outputs, table.length == 0 ? 0 : table[0].length);
      table = new double[height][width];
    }
    for (int row = 0; row < rows; row++) {
      System.arraycopy(source, tile.fan().offset() + row * outputs, table[row], 0, outputs);
    }
  }

  private void copyOut(Tile tile, double[] target) {
    int outputs = tile.fan().outputs();
    int rows = tile.fan().hasBase() ? tile.size() + 1 : tile.size();
    for (int row = 0; row < rows; row++) {
      System.arraycopy(table[row], 0, target, tile.fan().offset() + row * outputs, outputs);
    }
  }
}
