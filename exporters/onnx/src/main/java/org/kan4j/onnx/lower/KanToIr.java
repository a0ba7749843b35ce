/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.onnx.ir.EdgePart;
import org.kan4j.onnx.ir.Ir;
import org.kan4j.onnx.ir.Node;
import org.kan4j.spi.function.Operator;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.SymbolicEdge;

/**
 * Says what a model computes as it is, nothing left out and nothing put together: raw features in,
 * predictions out, with the scaling of inputs, every edge, every affine map, products, and the
 * unscaling of targets or the class probabilities.
 */
public final class KanToIr {
  /** Name of the input, {@code [batch, features]}. */
  public static final String INPUT = "input";

  /** Name of the output, {@code [batch, targets or classes]}. */
  public static final String OUTPUT = "output";

  private final Kan kan;
  private final Network network;
  private final Layout layout;
  private final List<Node> activations = new ArrayList<>();

  /** Of a model. */
  public KanToIr(Kan kan) {
    this.kan = kan;
    this.network = kan.network();
    this.layout = network.layout();
  }

  /**
   * The graph. Called once.
   *
   * @param named whether each feature is an input of its own, by its name
   * @param extras what is given beside the predictions; activations are those of {@code
   *     EdgeId.living}
   */
  public Ir ir(boolean named, List<ExtraOutput> extras) {
    List<Node.Input> inputs =
        named
            ? kan.features().stream().map(f -> new Node.Input(f.name(), 1)).toList()
            : List.of(new Node.Input(INPUT, network.inputs()));
    Node x = inputs.size() == 1 ? inputs.getFirst() : new Node.Concat(List.copyOf(inputs));
    x = scaled(x);
    boolean explained = extras.contains(ExtraOutput.ACTIVATIONS);
    for (int l = 0; l < network.layers().size(); l++) {
      if (explained) {
        addActivations(x, l);
      }
      x = layer(x, l);
    }
    Node predictions = predict(x);
    Map<String, Node> outputs = new LinkedHashMap<>();
    outputs.put(OUTPUT, predictions);
    for (ExtraOutput extra : extras) {
      switch (extra) {
        case LABEL -> outputs.put(extra.label(), new Node.Largest(predictions));
        case PROBABILITIES -> outputs.put(extra.label(), predictions);
        case ACTIVATIONS -> {
          if (!activations.isEmpty()) {
            outputs.put(extra.label(), new Node.Concat(activations));
          }
        }
      }
    }
    return new Ir(inputs, outputs);
  }

  private Node scaled(Node x) {
    List<Scaling> scalings = kan.features().stream().map(f -> f.scaling()).toList();
    return new Node.Affine(
        x,
        scalings.stream().mapToDouble(Scaling::shift).toArray(),
        scalings.stream().mapToDouble(Scaling::scale).toArray(),
        new double[scalings.size()]);
  }

  private Node predict(Node x) {
    switch (kan.task()) {
      case Task.Regression task -> {
        double[] scale = task.scalings().stream().mapToDouble(s -> 1 / s.scale()).toArray();
        double[] shift = task.scalings().stream().mapToDouble(Scaling::shift).toArray();
        return Node.Affine.of(x, scale, shift);
      }
      case Task.MultiLabel _ -> {
        return new Node.Curve(x, new Logistic());
      }
      case Task.Classification task -> {
        if (task.outputs() > 1) {
          return new Node.Softmax(x);
        }
        // one logit: the probabilities of no and yes
        Node both = new Node.Concat(List.of(new Node.Apply(Operator.NEG, List.of(x)), x));
        return new Node.Curve(both, new Logistic());
      }
    }
  }

  private Node layer(Node x, int l) {
    Layer layer = network.layers().get(l);
    List<Node> terms = new ArrayList<>();
    for (int b = 0; b < layer.blocks().size(); b++) {
      if (layer.blocks().get(b).mask().count() > 0) {
        terms.add(new Node.Edges(x, part(l, b), Node.Plan.OPEN));
      }
    }
    double[] constants = new double[layer.subnodes()];
    for (int e = 0; e < layer.symbolic().size(); e++) {
      SymbolicEdge edge = layer.symbolic().get(e);
      int place = layout.symbolic(l, e);
      Matrix weights = Matrix.zero(1, layer.subnodes());
      weights.set(0, edge.subnode(), network.parameter(place + 2));
      terms.add(new Node.Linear(curve(x, edge, place), weights));
      constants[edge.subnode()] += network.parameter(place + 3);
    }
    Node sums = new Node.Sum("layer" + l, terms, constants);
    Node subnodes =
        Node.Affine.of(
            sums,
            row(layout.subnodeScale(l), layer.subnodes()),
            row(layout.subnodeBias(l), layer.subnodes()));
    int[] arities = IntStream.range(0, layer.nodes().count()).map(layer.nodes()::arity).toArray();
    boolean products = Arrays.stream(arities).anyMatch(a -> a > 1);
    return Node.Affine.of(
        products ? new Node.Products(subnodes, arities) : subnodes,
        row(layout.nodeScale(l), arities.length),
        row(layout.nodeBias(l), arities.length));
  }

  private Node curve(Node x, SymbolicEdge edge, int place) {
    Node.Affine argument =
        Node.Affine.of(
            new Node.Select(x, new int[] {edge.input()}), row(place, 1), row(place + 1, 1));
    return new Node.Curve(argument.isIdentity() ? argument.of() : argument, edge.function());
  }

  private double[] row(int from, int count) {
    return IntStream.range(from, from + count).mapToDouble(network::parameter).toArray();
  }

  private EdgePart part(int l, int b) {
    Block block = network.layers().get(l).blocks().get(b);
    int rows = block.size() + 1;
    int outputs = block.mask().outputs();
    Matrix coefficients = Matrix.zero(block.mask().inputs() * rows, outputs);
    for (int i = 0; i < block.mask().inputs(); i++) {
      for (int o = 0; o < outputs; o++) {
        if (block.mask().lives(i, o)) {
          for (int j = 0; j < (block.hasBase() ? rows : rows - 1); j++) {
            coefficients.set(i * rows + j, o, network.parameter(layout.coefficient(l, b, i, j, o)));
          }
        }
      }
    }
    return new EdgePart(
        block.bases(),
        block.size(),
        block.base(),
        block.mask(),
        coefficients,
        network.extrapolation());
  }

  /** What the living edges of a layer give, in their order; both parts of one are added. */
  private void addActivations(Node x, int l) {
    Layer layer = network.layers().get(l);
    Map<Integer, List<Integer>> places = new TreeMap<>();
    List<Node> parts = new ArrayList<>();
    int at = 0;
    for (int b = 0; b < layer.blocks().size(); b++) {
      EdgePart part = part(l, b);
      if (part.edges() > 0) {
        parts.add(new Node.EdgeValues(x, part));
        for (int edge : part.living()) {
          places.computeIfAbsent(edge, _ -> new ArrayList<>()).add(at++);
        }
      }
    }
    for (int e = 0; e < layer.symbolic().size(); e++) {
      SymbolicEdge edge = layer.symbolic().get(e);
      int place = layout.symbolic(l, e);
      parts.add(Node.Affine.of(curve(x, edge, place), row(place + 2, 1), row(place + 3, 1)));
      int number = edge.input() * layer.subnodes() + edge.subnode();
      places.computeIfAbsent(number, _ -> new ArrayList<>()).add(at++);
    }
    if (parts.isEmpty()) {
      return;
    }
    Node all = new Node.Concat(parts);
    List<List<Integer>> single = places.values().stream().filter(p -> p.size() == 1).toList();
    List<List<Integer>> both = places.values().stream().filter(p -> p.size() == 2).toList();
    List<Node> values = new ArrayList<>();
    if (!single.isEmpty()) {
      values.add(select(all, single, 0));
    }
    if (!both.isEmpty()) {
      values.add(new Node.Apply(Operator.ADD, List.of(select(all, both, 0), select(all, both, 1))));
    }
    int next = 0;
    int nextBoth = single.size();
    int[] columns = new int[places.size()];
    int edge = 0;
    for (List<Integer> of : places.values()) {
      columns[edge++] = of.size() == 1 ? next++ : nextBoth++;
    }
    Node joined = values.size() == 1 ? values.getFirst() : new Node.Concat(values);
    activations.add(Node.select(joined, columns));
  }

  private static Node select(Node of, List<List<Integer>> places, int which) {
    return Node.select(of, places.stream().mapToInt(p -> p.get(which)).toArray());
  }
}
