/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.kan4j.onnx.graph.GraphBuilder;
import org.kan4j.onnx.graph.Value;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.SymbolicEdge;

/** Lowers the terms of one layer: what its living edges add to the subnodes that matter. */
final class LayerLowering {
  private final GraphBuilder graph;
  private final FormulationChoice choice;
  private final Network network;
  private final int number;
  private final Layer layer;
  private final int[] inputs;
  private final int[] subnodes;

  /** A layer, the numbers of its inputs that matter, and of its subnodes that matter. */
  LayerLowering(
      GraphBuilder graph, FormulationChoice choice, Network network, int number, Living living) {
    this.graph = graph;
    this.choice = choice;
    this.network = network;
    this.number = number;
    this.layer = network.layers().get(number);
    this.inputs = living.inputs().get(number);
    this.subnodes = Living.subnodes(layer, living.nodes().get(number));
  }

  /** The terms, given one column per input that matters. */
  List<Term> terms(Value x) {
    List<Term> terms = new ArrayList<>();
    for (int b = 0; b < layer.blocks().size(); b++) {
      addBlock(x, b, terms);
    }
    addSymbolic(x, terms);
    return terms;
  }

  /** What symbolic edges add whatever the inputs are: the sum of their {@code d}. */
  double[] constants() {
    double[] constants = new double[subnodes.length];
    for (int e = 0; e < layer.symbolic().size(); e++) {
      int o = Arrays.binarySearch(subnodes, layer.symbolic().get(e).subnode());
      if (o >= 0) {
        constants[o] += network.parameter(network.layout().symbolic(number, e) + 3);
      }
    }
    return constants;
  }

  private void addBlock(Value x, int b, List<Term> terms) {
    Block block = layer.blocks().get(b);
    // places in inputs, not numbers of inputs
    int[] used =
        IntStream.range(0, inputs.length)
            .filter(i -> Arrays.stream(subnodes).anyMatch(o -> block.mask().lives(inputs[i], o)))
            .toArray();
    if (used.length == 0) {
      return;
    }
    NumericPart part = part(b, used);
    Value columns = graph.columns(x, used);
    if (block.hasBase()) {
      terms.add(new Term(Described.apply(graph, block.base(), columns), part.base()));
    }
    boolean bounded =
        IntStream.range(0, part.inputs())
            .anyMatch(
                i -> Double.isFinite(part.ends(false)[i]) || Double.isFinite(part.ends(true)[i]));
    Value inside = part.seesOutside() || !bounded ? columns : cut(columns, part);
    if (bounded && part.extrapolation() == Extrapolation.LINEAR) {
      // one difference, so that a tangent starts exactly where the basis ends
      Value beyond = graph.elementwise("Sub", columns, inside);
      Value none = graph.row(0);
      terms.add(new Term(graph.elementwise("Min", beyond, none), part.slopes(false)));
      terms.add(new Term(graph.elementwise("Max", beyond, none), part.slopes(true)));
    }
    Formulation formulation = choice.of(part);
    terms.add(formulation.build(graph, inside, part));
  }

  private NumericPart part(int b, int[] used) {
    Block block = layer.blocks().get(b);
    Layout layout = network.layout();
    int rows = block.size() + 1;
    List<Basis> bases = new ArrayList<>();
    Matrix coefficients = Matrix.zero(used.length * rows, subnodes.length);
    for (int i = 0; i < used.length; i++) {
      int input = inputs[used[i]];
      bases.add(block.bases().get(input));
      for (int o = 0; o < subnodes.length; o++) {
        if (block.mask().lives(input, subnodes[o])) {
          for (int j = 0; j < rows; j++) {
            int place = layout.coefficient(number, b, input, j, subnodes[o]);
            coefficients.set(i * rows + j, o, network.parameter(place));
          }
        }
      }
    }
    return new NumericPart(bases, block.size(), coefficients, network.extrapolation());
  }

  /** Arguments moved to the nearest point of their core interval. */
  private Value cut(Value x, NumericPart part) {
    double[] lower = part.ends(false);
    double[] upper = part.ends(true);
    boolean same =
        Arrays.stream(lower).allMatch(l -> l == lower[0])
            && Arrays.stream(upper).allMatch(u -> u == upper[0]);
    if (same) {
      return graph.clip(x, lower[0], upper[0]);
    }
    Value raised = graph.elementwise("Max", x, graph.row(lower));
    return graph.elementwise("Min", raised, graph.row(upper));
  }

  private void addSymbolic(Value x, List<Term> terms) {
    Map<List<Object>, List<Integer>> groups = new LinkedHashMap<>();
    for (int e = 0; e < layer.symbolic().size(); e++) {
      SymbolicEdge edge = layer.symbolic().get(e);
      if (Arrays.binarySearch(subnodes, edge.subnode()) >= 0) {
        Options options = edge.function().options();
        groups
            .computeIfAbsent(List.of(edge.function().name(), options), k -> new ArrayList<>())
            .add(e);
      }
    }
    groups.values().forEach(group -> terms.add(symbolic(x, group)));
  }

  /** All edges of one function: their arguments side by side, the function once. */
  private Term symbolic(Value x, List<Integer> edges) {
    int count = edges.size();
    int[] columns = new int[count];
    double[] a = new double[count];
    double[] b = new double[count];
    Matrix weights = Matrix.zero(count, subnodes.length);
    for (int e = 0; e < count; e++) {
      SymbolicEdge edge = layer.symbolic().get(edges.get(e));
      int place = network.layout().symbolic(number, edges.get(e));
      columns[e] = Arrays.binarySearch(inputs, edge.input());
      a[e] = network.parameter(place);
      b[e] = network.parameter(place + 1);
      int o = Arrays.binarySearch(subnodes, edge.subnode());
      weights.set(e, o, network.parameter(place + 2));
    }
    Value scaled = graph.elementwise("Mul", graph.columns(x, columns), graph.row(a));
    Value argument = graph.elementwise("Add", scaled, graph.row(b));
    return new Term(
        Described.apply(graph, layer.symbolic().get(edges.getFirst()).function(), argument),
        weights);
  }
}
