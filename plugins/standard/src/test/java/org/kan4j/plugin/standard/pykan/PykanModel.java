/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.pykan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import org.kan4j.plugin.standard.basis.BSpline;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.network.SymbolicEdge;

/** A model object of a pykan fixture. */
final class PykanModel {
  private final JsonNode model;
  private final Function<String, org.kan4j.spi.function.Function> functions;

  PykanModel(JsonNode model, Function<String, org.kan4j.spi.function.Function> functions) {
    this.model = model;
    this.functions = functions;
  }

  Network network() {
    List<Layer> layers = new ArrayList<>();
    for (int l = 0; l < model.get("layers").size(); l++) {
      layers.add(layer(l));
    }
    Network zero = Network.zero(layers, Extrapolation.ZERO);
    Layout layout = zero.layout();
    double[] parameters = zero.parameters();
    BitSet frozen = zero.frozen();
    for (int l = 0; l < layers.size(); l++) {
      fill(l, layers.get(l), layout, parameters);
      frozen.set(
          layout.subnodeScale(l), layout.start(l + 1), !model.get("affine_trainable").asBoolean());
    }
    return new Network(layers, Extrapolation.ZERO, parameters, frozen);
  }

  private JsonNode json(int l) {
    return model.get("layers").get(l);
  }

  private Layer layer(int l) {
    JsonNode json = json(l);
    int inputs = json.get("in_dim").asInt();
    int subnodes = json.get("out_dim").asInt();
    List<Basis> bases = new ArrayList<>();
    for (int i = 0; i < inputs; i++) {
      double[] knots = PykanFixture.numbers(json.get("grid").get(i));
      bases.add(BSpline.over(json.get("k").asInt(), knots));
    }
    Mask mask = Mask.of(inputs, subnodes, (i, o) -> number(json, "mask", i, o) != 0);
    Block block = new Block(bases, functions.apply(model.get("base_fun").asText()), mask);
    return new Layer(inputs, nodes(l), List.of(block), symbolic(json));
  }

  private Nodes nodes(int l) {
    JsonNode width = model.get("width").get(l + 1);
    JsonNode arity = model.get("mult_arity");
    List<Integer> arities = new ArrayList<>();
    for (int m = 0; m < width.get(1).asInt(); m++) {
      arities.add(arity.isArray() ? arity.get(l + 1).get(m).asInt() : arity.asInt());
    }
    return new Nodes(width.get(0).asInt(), arities);
  }

  private List<SymbolicEdge> symbolic(JsonNode json) {
    List<SymbolicEdge> edges = new ArrayList<>();
    JsonNode symbolic = json.get("symbolic");
    for (int o = 0; o < symbolic.get("mask").size(); o++) {
      for (int i = 0; i < symbolic.get("mask").get(o).size(); i++) {
        if (number(symbolic, "mask", o, i) != 0) {
          String name = symbolic.get("funs_name").get(o).get(i).asText();
          edges.add(new SymbolicEdge(i, o, functions.apply(name)));
        }
      }
    }
    return edges;
  }

  private static double number(JsonNode json, String name, int row, int column) {
    return PykanFixture.numbers(json.get(name).get(row).get(column))[0];
  }

  private void fill(int l, Layer layer, Layout layout, double[] parameters) {
    JsonNode json = json(l);
    int size = layer.blocks().getFirst().size();
    for (int i = 0; i < layer.inputs(); i++) {
      for (int o = 0; o < layer.subnodes(); o++) {
        double mask = number(json, "mask", i, o);
        double[] coefficients = PykanFixture.numbers(json.get("coef").get(i).get(o));
        for (int j = 0; j < size; j++) {
          parameters[layout.coefficient(l, 0, i, j, o)] =
              mask * number(json, "scale_sp", i, o) * coefficients[j];
        }
        parameters[layout.coefficient(l, 0, i, size, o)] = mask * number(json, "scale_base", i, o);
      }
    }
    JsonNode symbolic = json.get("symbolic");
    for (int e = 0; e < layer.symbolic().size(); e++) {
      SymbolicEdge edge = layer.symbolic().get(e);
      double mask = number(symbolic, "mask", edge.subnode(), edge.input());
      double[] affine =
          PykanFixture.numbers(symbolic.get("affine").get(edge.subnode()).get(edge.input()));
      affine[2] *= mask;
      affine[3] *= mask;
      System.arraycopy(affine, 0, parameters, layout.symbolic(l, e), 4);
    }
    copy(json.get("subnode_scale"), parameters, layout.subnodeScale(l));
    copy(json.get("subnode_bias"), parameters, layout.subnodeBias(l));
    copy(json.get("node_scale"), parameters, layout.nodeScale(l));
    copy(json.get("node_bias"), parameters, layout.nodeBias(l));
  }

  private static void copy(JsonNode from, double[] to, int at) {
    if (!from.isNull()) {
      double[] numbers = PykanFixture.numbers(from);
      System.arraycopy(numbers, 0, to, at, numbers.length);
    }
  }

  double[] gradient(JsonNode grad) {
    Network network = network();
    Layout layout = network.layout();
    double[] gradient = new double[layout.size()];
    for (int l = 0; l < network.layers().size(); l++) {
      gradient(l, network.layers().get(l), layout, grad.get("layers").get(l), gradient);
    }
    BitSet trainable = network.trainable();
    for (int p = 0; p < gradient.length; p++) {
      gradient[p] = trainable.get(p) ? gradient[p] : 0;
    }
    return gradient;
  }

  private void gradient(int l, Layer layer, Layout layout, JsonNode grad, double[] gradient) {
    JsonNode json = json(l);
    int size = layer.blocks().getFirst().size();
    for (int i = 0; i < layer.inputs(); i++) {
      for (int o = 0; o < layer.subnodes(); o++) {
        double mask = number(json, "mask", i, o);
        double scale = mask * number(json, "scale_sp", i, o);
        double[] of = PykanFixture.numbers(grad.get("coef").get(i).get(o));
        for (int j = 0; j < size; j++) {
          gradient[layout.coefficient(l, 0, i, j, o)] = scale == 0 ? Double.NaN : of[j] / scale;
        }
        gradient[layout.coefficient(l, 0, i, size, o)] =
            mask == 0 ? 0 : number(grad, "scale_base", i, o) / mask;
      }
    }
    for (int e = 0; e < layer.symbolic().size(); e++) {
      SymbolicEdge edge = layer.symbolic().get(e);
      double mask = number(json.get("symbolic"), "mask", edge.subnode(), edge.input());
      double[] affine =
          grad.get("affine").isNull()
              ? filled(4)
              : PykanFixture.numbers(grad.get("affine").get(edge.subnode()).get(edge.input()));
      affine[2] /= mask;
      affine[3] /= mask;
      System.arraycopy(affine, 0, gradient, layout.symbolic(l, e), 4);
    }
    copy(grad.get("subnode_scale"), gradient, layout.subnodeScale(l));
    copy(grad.get("subnode_bias"), gradient, layout.subnodeBias(l));
    copy(grad.get("node_scale"), gradient, layout.nodeScale(l));
    copy(grad.get("node_bias"), gradient, layout.nodeBias(l));
  }

  private static double[] filled(int count) {
    double[] unknown = new double[count];
    Arrays.fill(unknown, Double.NaN);
    return unknown;
  }
}
