/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.cpu;

/**
 * The kernel in plain Java: the reference for all others. For many subnodes it works on copies of
 * the rows of {@code P} in arrays of their own, because only loops that index every array alike are
 * turned into vector instructions by the compiler.
 */
public final class PortableKernel implements Kernel {
  /** From so many subnodes on, copying rows of {@code P} pays. */
  private static final int WIDE = 12;

  private double[][] table = new double[0][];
  private double[] product = new double[0];

  /** A kernel for one workspace. */
  public PortableKernel() {}

  @Override
  public void forward(Tile tile, double[] parameters, double[][] sums) {
    int outputs = tile.fan().outputs();
    if (outputs >= WIDE) {
      copyIn(tile, parameters);
      wideForward(tile, outputs, sums);
    } else if (tile.support() == 4 && tile.fan().hasBase()) {
      cubicForward(tile, outputs, parameters, sums);
    } else {
      narrowForward(tile, outputs, parameters, sums);
    }
  }

  @Override
  public void weightGradient(Tile tile, double[][] adjoint, double[] gradient) {
    int outputs = tile.fan().outputs();
    if (outputs >= WIDE) {
      copyIn(tile, gradient);
      wideWeightGradient(tile, outputs, adjoint);
      copyOut(tile, gradient);
    } else if (tile.support() == 4 && tile.fan().hasBase()) {
      cubicWeightGradient(tile, outputs, adjoint, gradient);
    } else {
      narrowWeightGradient(tile, outputs, adjoint, gradient);
    }
  }

  @Override
  public void inputGradient(
      Tile tile, double[] parameters, double[][] adjoint, double[] inputAdjoint) {
    int outputs = tile.fan().outputs();
    if (outputs >= WIDE) {
      copyIn(tile, parameters);
      wideInputGradient(tile, outputs, adjoint, inputAdjoint);
    } else if (tile.support() == 4 && tile.fan().hasBase()) {
      cubicInputGradient(tile, outputs, parameters, adjoint, inputAdjoint);
    } else {
      narrowInputGradient(tile, outputs, parameters, adjoint, inputAdjoint);
    }
  }

  // --- few subnodes, cubic splines with a base function: five rows at once

  private static void cubicForward(Tile tile, int outputs, double[] p, double[][] sums) {
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

  private static void cubicWeightGradient(
      Tile tile, int outputs, double[][] adjoint, double[] gradient) {
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

  private static void cubicInputGradient(
      Tile tile, int outputs, double[] p, double[][] adjoint, double[] inputAdjoint) {
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

  // --- few subnodes, any support

  private static void narrowForward(Tile tile, int outputs, double[] p, double[][] sums) {
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

  private static void narrowWeightGradient(
      Tile tile, int outputs, double[][] adjoint, double[] gradient) {
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

  private static void narrowInputGradient(
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

  // --- many subnodes

  private void wideForward(Tile tile, int outputs, double[][] sums) {
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

  private void wideWeightGradient(Tile tile, int outputs, double[][] adjoint) {
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
  }

  private void wideInputGradient(
      Tile tile, int outputs, double[][] adjoint, double[] inputAdjoint) {
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
