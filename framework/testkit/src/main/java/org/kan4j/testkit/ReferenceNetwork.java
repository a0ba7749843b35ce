/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.SymbolicEdge;
import org.kan4j.spi.training.Statistics;

/**
 * What a network computes, written down as in the definitions: one row and one edge at a time. Slow
 * and simple; the judge of backends.
 */
final class ReferenceNetwork {
  private final Network network;
  private final double[] parameters;

  ReferenceNetwork(Network network, double[] parameters) {
    this.network = network;
    this.parameters = parameters;
  }

  /**
   * Everything in one layer at one row.
   *
   * @param numeric {@code numeric[input][subnode]}, the numeric part of an edge
   * @param edge {@code edge[input][subnode]}, numeric and symbolic
   * @param subnode before the affine map
   */
  record Row(
      double[] input, double[][] numeric, double[][] edge, double[] subnode, double[] node) {}

  /** The outputs of one row. */
  double[] outputs(double[] x) {
    return trace(x).getLast().node();
  }

  /** All layers at one row. */
  List<Row> trace(double[] x) {
    List<Row> rows = new ArrayList<>();
    double[] input = x;
    for (int l = 0; l < network.layers().size(); l++) {
      Row row = layer(l, input);
      rows.add(row);
      input = row.node();
    }
    return rows;
  }

  private Row layer(int l, double[] x) {
    Layer layer = network.layers().get(l);
    Layout layout = network.layout();
    double[][] numeric = new double[layer.inputs()][layer.subnodes()];
    double[][] edge = new double[layer.inputs()][layer.subnodes()];
    double[] subnode = new double[layer.subnodes()];
    for (int b = 0; b < layer.blocks().size(); b++) {
      Block block = layer.blocks().get(b);
      for (int i = 0; i < layer.inputs(); i++) {
        for (int o = 0; o < layer.subnodes(); o++) {
          if (block.mask().lives(i, o)) {
            numeric[i][o] = numeric(l, b, i, o, x[i]);
            edge[i][o] = numeric[i][o];
          }
        }
      }
    }
    for (int e = 0; e < layer.symbolic().size(); e++) {
      SymbolicEdge of = layer.symbolic().get(e);
      int at = layout.symbolic(l, e);
      double f = value(of.function(), parameters[at] * x[of.input()] + parameters[at + 1]);
      edge[of.input()][of.subnode()] += parameters[at + 2] * f + parameters[at + 3];
    }
    for (int o = 0; o < subnode.length; o++) {
      for (int i = 0; i < x.length; i++) {
        subnode[o] += edge[i][o];
      }
    }
    double[] node = new double[layer.nodes().count()];
    for (int n = 0; n < node.length; n++) {
      double product = 1;
      int first = layer.nodes().firstSubnode(n);
      for (int o = first; o < first + layer.nodes().arity(n); o++) {
        product *=
            parameters[layout.subnodeScale(l) + o] * subnode[o]
                + parameters[layout.subnodeBias(l) + o];
      }
      node[n] = parameters[layout.nodeScale(l) + n] * product + parameters[layout.nodeBias(l) + n];
    }
    return new Row(x, numeric, edge, subnode, node);
  }

  private double numeric(int l, int b, int i, int o, double x) {
    Block block = network.layers().get(l).blocks().get(b);
    Basis basis = block.bases().get(i);
    BasisShape shape = basis.shape();
    Extrapolation policy = network.extrapolation();
    double inside = policy == Extrapolation.ZERO ? x : Math.clamp(x, shape.lower(), shape.upper());
    int[] first = new int[1];
    double[] values = new double[2 * shape.support()];
    basis.evaluate(new double[] {inside}, 1, 1, first, values);
    double sum = 0;
    for (int j = 0; j < shape.support(); j++) {
      double value = values[j];
      if (policy == Extrapolation.LINEAR || policy == Extrapolation.ERROR) {
        value += (x - inside) * values[shape.support() + j];
      }
      sum += value * parameters[network.layout().coefficient(l, b, i, first[0] + j, o)];
    }
    if (block.hasBase()) {
      int place = network.layout().coefficient(l, b, i, block.size(), o);
      sum += parameters[place] * value(block.base(), x);
    }
    return sum;
  }

  private static double value(Function function, double x) {
    double[] value = new double[1];
    function.evaluate(new double[] {x}, 1, 0, value);
    return value[0];
  }

  /** Standard deviations over rows {@code columns[input][row]}. */
  Statistics statistics(double[][] columns) {
    List<List<Row>> rows = new ArrayList<>();
    for (int r = 0; r < columns[0].length; r++) {
      rows.add(trace(row(columns, r)));
    }
    Statistics statistics = Statistics.zero(network.layers());
    for (int l = 0; l < network.layers().size(); l++) {
      int at = l;
      Statistics.OfLayer of = statistics.layers().get(l);
      for (int i = 0; i < of.input().length; i++) {
        int input = i;
        of.input()[i] = deviation(rows, r -> r.get(at).input()[input]);
        for (int o = 0; o < of.subnode().length; o++) {
          int subnode = o;
          of.numeric().set(i, o, deviation(rows, r -> r.get(at).numeric()[input][subnode]));
          of.edge().set(i, o, deviation(rows, r -> r.get(at).edge()[input][subnode]));
        }
      }
      for (int o = 0; o < of.subnode().length; o++) {
        int subnode = o;
        of.subnode()[o] = deviation(rows, r -> r.get(at).subnode()[subnode]);
      }
    }
    return statistics;
  }

  private static double deviation(List<List<Row>> rows, ToDoubleFunction<List<Row>> quantity) {
    if (rows.size() < 2) {
      return 0;
    }
    double[] values = rows.stream().mapToDouble(quantity).toArray();
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / (values.length - 1));
  }

  /** One row of columns. */
  static double[] row(double[][] columns, int r) {
    double[] row = new double[columns.length];
    for (int c = 0; c < row.length; c++) {
      row[c] = columns[c][r];
    }
    return row;
  }
}
