/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.cpu;

import java.util.Arrays;
import java.util.List;

/**
 * One layer on one chunk of rows: the buffers, and the way forward. Inputs and outputs are one
 * array per node, subnodes one array per row. Confined to one workspace.
 */
final class LayerPass {
  final LayerPlan plan;
  final Kernel kernel;

  /** What came in, {@code inputs[i][row]}. */
  final double[][] inputs;

  /** Subnodes before their affine map, {@code sums[row][subnode]}. */
  final double[][] sums;

  /** Values of the numeric edges of one input, or their adjoint. */
  final double[][] values;

  /** Per input, one tile for each of its fans. */
  final List<List<Tile>> tiles;

  /** Per symbolic edge, {@code f} of each row, then its slopes, {@code [2*rows]}. */
  final double[][] functions;

  /** Per symbolic edge, the derivative by its whole edge that statistics bring. */
  final double[][] wholeEdge;

  private final double[] argument;

  LayerPass(LayerPlan plan, Kernel kernel, int capacity) {
    this.plan = plan;
    this.kernel = kernel;
    inputs = new double[plan.inputs()][capacity];
    sums = new double[capacity][plan.subnodes()];
    values = new double[capacity][plan.subnodes()];
    tiles =
        plan.fans().stream()
            .map(fans -> fans.stream().map(fan -> new Tile(fan.fan())).toList())
            .toList();
    int symbolic = plan.symbolic().stream().mapToInt(List::size).sum();
    functions = new double[symbolic][2 * capacity];
    wholeEdge = new double[symbolic][capacity];
    argument = new double[capacity];
  }

  /** Sums the edges of each subnode, without keeping more than that. */
  void sum(int rows, double[] parameters) {
    clear(sums, rows);
    for (int i = 0; i < plan.inputs(); i++) {
      evaluate(i, rows, parameters, false);
      addEdges(i, rows, parameters, sums);
    }
  }

  /** The same, and takes in the moments. */
  void sum(int rows, double[] parameters, LayerMoments moments) {
    clear(sums, rows);
    for (int i = 0; i < plan.inputs(); i++) {
      moments.addInput(i, inputs[i], rows);
      clear(values, rows);
      for (Tile tile : tiles.get(i)) {
        kernel.forward(tile, parameters, values);
      }
      moments.addNumeric(i, values, rows);
      addAll(rows, sums, values);
      for (LayerPlan.Symbolic edge : plan.symbolic().get(i)) {
        addSymbolic(edge, rows, parameters, sums);
        addSymbolic(edge, rows, parameters, values);
        for (int r = 0; r < rows; r++) {
          argument[r] = values[r][edge.subnode()];
        }
        moments.addEdge(i, edge.subnode(), argument, rows);
      }
    }
    moments.addSubnodes(sums, rows);
  }

  /** Evaluates all functions of one number. */
  void evaluate(int rows, double[] parameters, boolean slopes) {
    for (int i = 0; i < plan.inputs(); i++) {
      evaluate(i, rows, parameters, slopes);
    }
  }

  /** Sums the edges of each subnode, all functions having been evaluated. */
  void sumEvaluated(int rows, double[] parameters) {
    clear(sums, rows);
    for (int i = 0; i < plan.inputs(); i++) {
      addEdges(i, rows, parameters, sums);
    }
  }

  private void evaluate(int i, int rows, double[] parameters, boolean slopes) {
    double[] x = inputs[i];
    for (Tile tile : tiles.get(i)) {
      kernel.evaluate(tile, x, rows, slopes);
    }
    for (LayerPlan.Symbolic edge : plan.symbolic().get(i)) {
      double a = parameters[edge.place()];
      double b = parameters[edge.place() + 1];
      for (int r = 0; r < rows; r++) {
        argument[r] = a * x[r] + b;
      }
      // slopes are needed for a and b already
      edge.function().evaluate(argument, rows, 1, functions[edge.number()]);
    }
  }

  private void addEdges(int i, int rows, double[] parameters, double[][] to) {
    for (Tile tile : tiles.get(i)) {
      kernel.forward(tile, parameters, to);
    }
    for (LayerPlan.Symbolic edge : plan.symbolic().get(i)) {
      addSymbolic(edge, rows, parameters, to);
    }
  }

  private void addSymbolic(LayerPlan.Symbolic edge, int rows, double[] parameters, double[][] to) {
    double[] f = functions[edge.number()];
    double c = parameters[edge.place() + 2];
    double d = parameters[edge.place() + 3];
    int o = edge.subnode();
    for (int r = 0; r < rows; r++) {
      to[r][o] += c * f[r] + d;
    }
  }

  /** The nodes, from the sums: affine maps and products. */
  void nodes(int rows, double[] p, double[][] outputs) {
    LayerPlan.Affine at = plan.places();
    int o = 0;
    for (int n = 0; n < plan.nodes().count(); n++) {
      double nodeScale = p[at.nodeScale() + n];
      double nodeBias = p[at.nodeBias() + n];
      double[] output = outputs[n];
      int arity = plan.nodes().arity(n);
      for (int k = 0; k < arity; k++, o++) {
        double scale = p[at.subnodeScale() + o];
        double bias = p[at.subnodeBias() + o];
        for (int r = 0; r < rows; r++) {
          double factor = scale * sums[r][o] + bias;
          output[r] = k == 0 ? factor : output[r] * factor;
        }
      }
      for (int r = 0; r < rows; r++) {
        output[r] = nodeScale * output[r] + nodeBias;
      }
    }
  }

  static void clear(double[][] matrix, int rows) {
    int width = matrix[0].length;
    if (width < PortableKernel.WIDE) {
      for (int o = 0; o < width; o++) {
        for (int r = 0; r < rows; r++) {
          matrix[r][o] = 0;
        }
      }
    } else {
      for (int r = 0; r < rows; r++) {
        Arrays.fill(matrix[r], 0);
      }
    }
  }

  private void addAll(int rows, double[][] to, double[][] from) {
    int subnodes = plan.subnodes();
    if (subnodes < PortableKernel.WIDE) {
      for (int o = 0; o < subnodes; o++) {
        for (int r = 0; r < rows; r++) {
          to[r][o] += from[r][o];
        }
      }
    } else {
      for (int r = 0; r < rows; r++) {
        add(subnodes, to[r], from[r]);
      }
    }
  }

  private static void add(int n, double[] sum, double[] values) {
    for (int o = 0; o < n; o++) {
      sum[o] += values[o];
    }
  }
}
