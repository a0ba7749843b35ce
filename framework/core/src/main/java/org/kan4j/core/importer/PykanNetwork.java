/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.importer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.kan4j.core.plugin.Registries;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Mask;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.network.SymbolicEdge;

/** Makes a network of a checkpoint. */
final class PykanNetwork {
  /** Where pykan's names of functions differ from ours. */
  private static final Map<String, String> FUNCTIONS =
      Map.ofEntries(
          Map.entry("0", "zero"),
          Map.entry("x", "identity"),
          Map.entry("x^2", "power2"),
          Map.entry("x^3", "power3"),
          Map.entry("x^4", "power4"),
          Map.entry("x^5", "power5"),
          Map.entry("1/x", "inverse"),
          Map.entry("1/x^2", "inverse2"),
          Map.entry("1/x^3", "inverse3"),
          Map.entry("1/x^4", "inverse4"),
          Map.entry("1/x^5", "inverse5"),
          Map.entry("x^0.5", "sqrt"),
          Map.entry("x^1.5", "power1_5"),
          Map.entry("1/sqrt(x)", "inverse_sqrt"),
          Map.entry("1/x^0.5", "inverse_sqrt"),
          Map.entry("sgn", "sign"));

  private final Registries registries;
  private final PykanConfig config;
  private final PykanState state;
  private final List<Nodes> nodes;
  private final boolean symbolic;

  PykanNetwork(Registries registries, PykanConfig config, PykanState state) {
    this.registries = registries;
    this.config = config;
    this.state = state;
    this.nodes = config.nodes();
    this.symbolic = config.on("symbolic_enabled");
  }

  Network network() {
    List<Layer> layers = new ArrayList<>();
    for (int l = 0; l + 1 < nodes.size(); l++) {
      layers.add(layer(l));
    }
    Network zero = Network.zero(layers, Extrapolation.ZERO);
    Layout layout = zero.layout();
    double[] parameters = zero.parameters();
    BitSet frozen = zero.frozen();
    for (int l = 0; l < layers.size(); l++) {
      numeric(l, layers.get(l), layout, parameters);
      symbolic(l, layers.get(l), layout, parameters);
      affine(l, layers.get(l), layout, parameters);
      frozen.set(layout.subnodeScale(l), layout.start(l + 1), !config.on("affine_trainable"));
      if (!config.on("sb_trainable")) {
        freezeBase(l, layers.get(l), layout, frozen);
      }
    }
    for (double parameter : parameters) {
      if (!Double.isFinite(parameter)) {
        throw KanException.data("scales times coefficients leave the finite numbers");
      }
    }
    return new Network(layers, Extrapolation.ZERO, parameters, frozen);
  }

  private Layer layer(int l) {
    int inputs = nodes.get(l).count();
    int subnodes = nodes.get(l + 1).subnodes();
    int order = config.order(l);
    Tensor grid = state.tensor("act_fun." + l + ".grid", 2);
    int size = grid.shape().get(1) - order - 1;
    if (grid.shape().get(0) != inputs || order < 0 || size < order + 1) {
      throw state.wrong(
          "act_fun." + l + ".grid",
          "shape %s does not fit %d inputs and order %d".formatted(grid.shape(), inputs, order));
    }
    state.shaped("act_fun." + l + ".coef", inputs, subnodes, size);
    List<Basis> bases = new ArrayList<>();
    for (int i = 0; i < inputs; i++) {
      int row = i * grid.shape().get(1);
      List<Double> knots =
          Arrays.stream(grid.values(), row, row + grid.shape().get(1)).boxed().toList();
      bases.add(
          registries
              .bases()
              .factory("bspline")
              .create(
                  Map.of("order", order, "knots", knots, "grid_eps", config.number("grid_eps"))));
    }
    Tensor mask = state.shaped("act_fun." + l + ".mask", inputs, subnodes);
    Block block =
        new Block(
            bases,
            function(config.text("base_fun_name")),
            Mask.of(inputs, subnodes, (i, o) -> mask.get(i, o) != 0));
    return new Layer(inputs, nodes.get(l + 1), List.of(block), edges(l, inputs, subnodes));
  }

  private List<SymbolicEdge> edges(int l, int inputs, int subnodes) {
    List<SymbolicEdge> edges = new ArrayList<>();
    Tensor mask = state.shaped("symbolic_fun." + l + ".mask", subnodes, inputs);
    for (int o = 0; symbolic && o < subnodes; o++) {
      for (int i = 0; i < inputs; i++) {
        if (mask.get(o, i) != 0) {
          edges.add(new SymbolicEdge(i, o, function(config.function(l, o, i))));
        }
      }
    }
    return edges;
  }

  private Function function(String name) {
    return registries.functions().factory(FUNCTIONS.getOrDefault(name, name)).create(Map.of());
  }

  private void numeric(int l, Layer layer, Layout layout, double[] parameters) {
    String name = "act_fun." + l;
    int size = layer.blocks().getFirst().size();
    Tensor coefficients = state.tensor(name + ".coef", 3);
    Tensor mask = state.tensor(name + ".mask", 2);
    Tensor base = state.shaped(name + ".scale_base", layer.inputs(), layer.subnodes());
    Tensor spline = state.shaped(name + ".scale_sp", layer.inputs(), layer.subnodes());
    for (int i = 0; i < layer.inputs(); i++) {
      for (int o = 0; o < layer.subnodes(); o++) {
        for (int j = 0; j < size; j++) {
          parameters[layout.coefficient(l, 0, i, j, o)] =
              mask.get(i, o) * spline.get(i, o) * coefficients.get(i, o, j);
        }
        parameters[layout.coefficient(l, 0, i, size, o)] = mask.get(i, o) * base.get(i, o);
      }
    }
  }

  private void symbolic(int l, Layer layer, Layout layout, double[] parameters) {
    Tensor mask = state.tensor("symbolic_fun." + l + ".mask", 2);
    Tensor affine =
        state.shaped("symbolic_fun." + l + ".affine", layer.subnodes(), layer.inputs(), 4);
    for (int e = 0; e < layer.symbolic().size(); e++) {
      SymbolicEdge edge = layer.symbolic().get(e);
      for (int p = 0; p < 4; p++) {
        // c and d carry the mask
        double scale = p < 2 ? 1 : mask.get(edge.subnode(), edge.input());
        parameters[layout.symbolic(l, e) + p] = scale * affine.get(edge.subnode(), edge.input(), p);
      }
    }
  }

  private void affine(int l, Layer layer, Layout layout, double[] parameters) {
    copy("subnode_scale_" + l, layer.subnodes(), parameters, layout.subnodeScale(l));
    copy("subnode_bias_" + l, layer.subnodes(), parameters, layout.subnodeBias(l));
    copy("node_scale_" + l, layer.nodes().count(), parameters, layout.nodeScale(l));
    copy("node_bias_" + l, layer.nodes().count(), parameters, layout.nodeBias(l));
  }

  private void copy(String name, int count, double[] parameters, int at) {
    System.arraycopy(state.shaped(name, count).values(), 0, parameters, at, count);
  }

  private static void freezeBase(int l, Layer layer, Layout layout, BitSet frozen) {
    int size = layer.blocks().getFirst().size();
    for (int i = 0; i < layer.inputs(); i++) {
      frozen.set(
          layout.coefficient(l, 0, i, size, 0),
          layout.coefficient(l, 0, i, size, 0) + layer.subnodes());
    }
  }
}
