/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx;

import java.util.Arrays;
import org.kan4j.core.model.Kan;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.EdgeId;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.SymbolicEdge;

/** What every living edge of a model gives, edge by edge as the definition says. */
final class ReferenceActivations {
  private final Kan kan;
  private final Network network;
  private final Layout layout;
  private final Extrapolation.Scratch scratch = new Extrapolation.Scratch();

  ReferenceActivations(Kan kan) {
    this.kan = kan;
    this.network = kan.network();
    this.layout = network.layout();
  }

  /** Of a raw row, in the order of {@link EdgeId#living}. */
  double[] of(double[] raw) {
    double[][][] edges = new double[network.layers().size()][][];
    double[] x = new double[raw.length];
    Arrays.setAll(x, i -> kan.features().get(i).scaling().apply(raw[i]));
    for (int l = 0; l < edges.length; l++) {
      edges[l] = edges(x, l);
      x = nodes(edges[l], l);
    }
    return EdgeId.living(network).stream()
        .mapToDouble(edge -> edges[edge.layer()][edge.input()][edge.subnode()])
        .toArray();
  }

  private double[][] edges(double[] x, int l) {
    Layer layer = network.layers().get(l);
    double[][] edges = new double[layer.inputs()][layer.subnodes()];
    for (int b = 0; b < layer.blocks().size(); b++) {
      Block block = layer.blocks().get(b);
      for (int i = 0; i < layer.inputs(); i++) {
        double base = block.hasBase() ? value(block.base(), x[i]) : 0;
        network
            .extrapolation()
            .evaluate(block.bases().get(i), new double[] {x[i]}, 1, scratch, false);
        for (int o = 0; o < layer.subnodes(); o++) {
          if (!block.mask().lives(i, o)) {
            continue;
          }
          for (int j = 0; j < block.support(); j++) {
            int place = layout.coefficient(l, b, i, scratch.first[0] + j, o);
            edges[i][o] += network.parameter(place) * scratch.values[j];
          }
          if (block.hasBase()) {
            edges[i][o] += network.parameter(layout.coefficient(l, b, i, block.size(), o)) * base;
          }
        }
      }
    }
    for (int e = 0; e < layer.symbolic().size(); e++) {
      SymbolicEdge edge = layer.symbolic().get(e);
      int place = layout.symbolic(l, e);
      double at = network.parameter(place) * x[edge.input()] + network.parameter(place + 1);
      edges[edge.input()][edge.subnode()] +=
          network.parameter(place + 2) * value(edge.function(), at) + network.parameter(place + 3);
    }
    return edges;
  }

  private static double value(Function function, double x) {
    double[] value = new double[1];
    function.evaluate(new double[] {x}, 1, 0, value);
    return value[0];
  }

  private double[] nodes(double[][] edges, int l) {
    Layer layer = network.layers().get(l);
    double[] nodes = new double[layer.nodes().count()];
    for (int n = 0; n < nodes.length; n++) {
      double product = 1;
      int first = layer.nodes().firstSubnode(n);
      for (int o = first; o < first + layer.nodes().arity(n); o++) {
        double sum = 0;
        for (double[] row : edges) {
          sum += row[o];
        }
        product *=
            sum * network.parameter(layout.subnodeScale(l) + o)
                + network.parameter(layout.subnodeBias(l) + o);
      }
      nodes[n] =
          product * network.parameter(layout.nodeScale(l) + n)
              + network.parameter(layout.nodeBias(l) + n);
    }
    return nodes;
  }
}
