/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.physics;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.SymbolicEdge;

/**
 * One layer of a network on some rows, with derivatives by the inputs of the network: forward when
 * it is made, backward to its parameters and inputs. Used once, by one thread.
 */
final class LayerJets {
  private final Network network;
  private final Layer layer;
  private final Layout layout;
  private final int number;
  private final EdgeJets chain;
  private final double[] parameters;
  private final double[][][] inputs;
  private final int rows;
  private final int channels;
  private final List<Numeric> numeric = new ArrayList<>();
  private final List<Symbolic> symbolic = new ArrayList<>();

  /** Subnodes before their affine maps, then after them: {@code [subnode][channel][row]}. */
  private final double[][][] raw;

  private final double[][][] mapped;

  /** Products of the first factors of each node, one after the other. */
  private final List<List<double[][]>> products = new ArrayList<>();

  /** Edges of one input through one block. */
  private record Numeric(int block, int input, Fan fan, double[][][] curves) {}

  /** A symbolic edge: {@code f(az + b)} and its derivatives by the argument of {@code f}. */
  private record Symbolic(int edge, double[][] inner, double[][] curve) {}

  /**
   * The layer on given inputs.
   *
   * @param parameters of the whole network, in place of its own
   * @param inputs {@code [input][channel][row]}
   */
  LayerJets(
      Network network, int number, Partials partials, double[] parameters, double[][][] inputs) {
    this.network = network;
    this.number = number;
    this.parameters = parameters;
    this.inputs = inputs;
    layer = network.layers().get(number);
    layout = network.layout();
    chain = new EdgeJets(partials);
    channels = partials.channels();
    rows = inputs[0][0].length;
    raw = new double[layer.subnodes()][channels][rows];
    mapped = new double[layer.subnodes()][channels][rows];
    addNumeric();
    addSymbolic();
    for (int o = 0; o < raw.length; o++) {
      map(raw[o], layout.subnodeScale(number) + o, layout.subnodeBias(number) + o, mapped[o]);
    }
  }

  private void addNumeric() {
    for (int b = 0; b < layer.blocks().size(); b++) {
      Block block = layer.blocks().get(b);
      for (int i = 0; i < layer.inputs(); i++) {
        if (leaves(block, i)) {
          Fan fan = new Fan(block, i, network.extrapolation(), inputs[i][0]);
          double[][][] curves = new double[raw.length][][];
          for (int o = 0; o < raw.length; o++) {
            if (block.mask().lives(i, o)) {
              curves[o] = curve(block, fan, layout.coefficient(number, b, i, 0, o));
              chain.forward(curves[o], inputs[i], raw[o]);
            }
          }
          numeric.add(new Numeric(b, i, fan, curves));
        }
      }
    }
  }

  private boolean leaves(Block block, int input) {
    for (int o = 0; o < raw.length; o++) {
      if (block.mask().lives(input, o)) {
        return true;
      }
    }
    return false;
  }

  /** The curve whose first coefficient stands in a place, and its derivatives. */
  private double[][] curve(Block block, Fan fan, int place) {
    int support = block.support();
    int stride = block.mask().outputs();
    double[][] curve = new double[Fan.ORDERS][rows];
    for (int d = 0; d < Fan.ORDERS; d++) {
      double[] basis = fan.basis[d];
      for (int r = 0; r < rows; r++) {
        double sum = 0;
        int at = place + fan.first[r] * stride;
        for (int j = 0; j < support; j++) {
          sum += parameters[at + j * stride] * basis[r * support + j];
        }
        curve[d][r] = sum;
      }
      if (fan.base != null) {
        double weight = parameters[place + block.size() * stride];
        for (int r = 0; r < rows; r++) {
          curve[d][r] += weight * fan.base[d][r];
        }
      }
    }
    return curve;
  }

  private void addSymbolic() {
    for (int e = 0; e < layer.symbolic().size(); e++) {
      SymbolicEdge edge = layer.symbolic().get(e);
      int place = layout.symbolic(number, e);
      double a = parameters[place];
      double[] argument = new double[rows];
      for (int r = 0; r < rows; r++) {
        argument[r] = a * inputs[edge.input()][0][r] + parameters[place + 1];
      }
      double[] all = new double[Fan.ORDERS * rows];
      edge.function().evaluate(argument, rows, Fan.ORDERS - 1, all);
      double[][] inner = new double[Fan.ORDERS][rows];
      double[][] curve = new double[Fan.ORDERS][rows];
      double factor = parameters[place + 2];
      for (int d = 0; d < Fan.ORDERS; d++) {
        for (int r = 0; r < rows; r++) {
          inner[d][r] = all[d * rows + r];
          curve[d][r] = factor * inner[d][r] + (d == 0 ? parameters[place + 3] : 0);
        }
        factor *= a;
      }
      chain.forward(curve, inputs[edge.input()], raw[edge.subnode()]);
      symbolic.add(new Symbolic(e, inner, curve));
    }
  }

  private void map(double[][] from, int scale, int bias, double[][] to) {
    for (int c = 0; c < channels; c++) {
      for (int r = 0; r < rows; r++) {
        to[c][r] = parameters[scale] * from[c][r] + (c == 0 ? parameters[bias] : 0);
      }
    }
  }

  /** What the layer gives: {@code [node][channel][row]}. */
  double[][][] outputs() {
    double[][][] outputs = new double[layer.nodes().count()][channels][rows];
    for (int node = 0; node < outputs.length; node++) {
      int first = layer.nodes().firstSubnode(node);
      List<double[][]> growing = new ArrayList<>();
      growing.add(mapped[first]);
      for (int o = first + 1; o < first + layer.nodes().arity(node); o++) {
        growing.add(chain.product(growing.getLast(), mapped[o]));
      }
      products.add(growing);
      int scale = layout.nodeScale(number) + node;
      map(growing.getLast(), scale, layout.nodeBias(number) + node, outputs[node]);
    }
    return outputs;
  }

  /**
   * Goes back from adjoints of the outputs.
   *
   * @param adjoint {@code [node][channel][row]}
   * @param into receives derivatives by the parameters of this layer
   * @return adjoints of the inputs
   */
  double[][][] backward(double[][][] adjoint, Gradients into) {
    double[][][] ofRaw = new double[raw.length][][];
    for (int node = 0; node < adjoint.length; node++) {
      List<double[][]> growing = products.get(node);
      int first = layer.nodes().firstSubnode(node);
      int scale = layout.nodeScale(number) + node;
      double[][] at =
          unmap(adjoint[node], growing.getLast(), scale, layout.nodeBias(number) + node, into);
      for (int k = growing.size() - 1; k > 0; k--) {
        ofRaw[first + k] = chain.factor(at, growing.get(k - 1));
        at = chain.factor(at, mapped[first + k]);
      }
      ofRaw[first] = at;
    }
    for (int o = 0; o < raw.length; o++) {
      ofRaw[o] =
          unmap(
              ofRaw[o],
              raw[o],
              layout.subnodeScale(number) + o,
              layout.subnodeBias(number) + o,
              into);
    }
    double[][][] ofInputs = new double[inputs.length][channels][rows];
    double[][] weights = new double[3][rows];
    numeric.forEach(edges -> backward(edges, ofRaw, ofInputs, weights, into));
    symbolic.forEach(edge -> backward(edge, ofRaw, ofInputs, weights, into));
    return ofInputs;
  }

  /** Through an affine map: notes its derivatives, gives the adjoint before it. */
  private double[][] unmap(
      double[][] adjoint, double[][] before, int scale, int bias, Gradients into) {
    double[][] result = new double[channels][rows];
    double[] byScale = new double[rows];
    for (int c = 0; c < channels; c++) {
      for (int r = 0; r < rows; r++) {
        byScale[r] += adjoint[c][r] * before[c][r];
        result[c][r] = parameters[scale] * adjoint[c][r];
      }
    }
    into.add(scale, byScale);
    into.add(bias, adjoint[0]);
    return result;
  }

  private void backward(
      Numeric edges,
      double[][][] ofRaw,
      double[][][] ofInputs,
      double[][] weights,
      Gradients into) {
    Block block = layer.blocks().get(edges.block);
    int i = edges.input;
    int stride = block.mask().outputs();
    for (int o = 0; o < raw.length; o++) {
      if (edges.curves[o] == null) {
        continue;
      }
      chain.weights(ofRaw[o], inputs[i], weights);
      if (number > 0) {
        chain.backward(
            edges.curves[o], inputs[i], ofRaw[o], new EdgeJets.Back(weights, ofInputs[i]));
      }
      int place = layout.coefficient(number, edges.block, i, 0, o);
      into.add(edges.fan, block.support(), new Gradients.Places(place, stride), weights);
      if (edges.fan.base != null) {
        into.add(place + block.size() * stride, combined(edges.fan.base, weights));
      }
    }
  }

  private double[] combined(double[][] function, double[][] weights) {
    double[] sum = new double[rows];
    for (int r = 0; r < rows; r++) {
      sum[r] =
          weights[0][r] * function[0][r]
              + weights[1][r] * function[1][r]
              + weights[2][r] * function[2][r];
    }
    return sum;
  }

  private void backward(
      Symbolic of, double[][][] ofRaw, double[][][] ofInputs, double[][] weights, Gradients into) {
    SymbolicEdge edge = layer.symbolic().get(of.edge);
    double[][] z = inputs[edge.input()];
    double[][] adjoint = ofRaw[edge.subnode()];
    chain.weights(adjoint, z, weights);
    chain.backward(of.curve, z, adjoint, new EdgeJets.Back(weights, ofInputs[edge.input()]));
    int place = layout.symbolic(number, of.edge);
    double a = parameters[place];
    double c = parameters[place + 2];
    double[][] f = of.inner;
    double[][] by = new double[4][rows];
    for (int r = 0; r < rows; r++) {
      double x = z[0][r];
      double w0 = weights[0][r];
      double w1 = weights[1][r];
      double w2 = weights[2][r];
      // derivatives by z of df/da = c z f'(az + b), of df/db = c f', of df/dc = f
      by[0][r] =
          c
              * (w0 * x * f[1][r]
                  + w1 * (f[1][r] + a * x * f[2][r])
                  + w2 * (2 * a * f[2][r] + a * a * x * f[3][r]));
      by[1][r] = c * (w0 * f[1][r] + w1 * a * f[2][r] + w2 * a * a * f[3][r]);
      by[2][r] = w0 * f[0][r] + w1 * a * f[1][r] + w2 * a * a * f[2][r];
      by[3][r] = w0;
    }
    for (int p = 0; p < 4; p++) {
      into.add(place + p, by[p]);
    }
  }
}
