/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.onnx.graph.Graph;
import org.kan4j.onnx.graph.GraphBuilder;
import org.kan4j.onnx.graph.Value;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.network.Network;

/**
 * Turns a model into a graph: raw features in, predictions out. Input scaling, layers, and the
 * unscaling of targets or the class probabilities are all inside; affine maps go into the weights.
 */
public final class KanLowering {
  /** Name of the input, {@code [batch, features]}. */
  public static final String INPUT = "input";

  /** Name of the output, {@code [batch, targets or classes]}. */
  public static final String OUTPUT = "output";

  private final Kan kan;
  private final Network network;
  private final GraphBuilder graph;
  private final FormulationChoice choice;
  private final Living living;

  /** Prepares the lowering of a model to numbers of a floating-point type. */
  public KanLowering(Kan kan, ElementType type, FormulationChoice choice) {
    this.kan = kan;
    this.network = kan.network();
    this.graph = new GraphBuilder(type);
    this.choice = choice;
    this.living = Living.of(network);
  }

  /** The graph. Called once. */
  public Graph lower() {
    Value input = graph.input(INPUT, network.inputs());
    int[] used = living.inputs().getFirst();
    Value x = used.length == 0 ? graph.slice(input, 0, 1) : scale(graph.columns(input, used), used);
    for (int l = 0; l < network.layers().size(); l++) {
      graph.scope("layer" + l);
      if (living.nodes().get(l).length > 0) { // else a later layer is constant
        x = layer(x, l);
      }
    }
    graph.scope("prediction");
    return graph.finish(OUTPUT, predict(x));
  }

  private Value scale(Value x, int[] used) {
    graph.scope("scaling");
    double[] shifts = new double[used.length];
    double[] scales = new double[used.length];
    for (int i = 0; i < used.length; i++) {
      Scaling scaling = kan.features().get(used[i]).scaling();
      shifts[i] = scaling.shift();
      scales[i] = scaling.scale();
    }
    Value shifted = graph.elementwise("Sub", x, graph.row(shifts));
    return graph.elementwise("Mul", shifted, graph.row(scales));
  }

  private Value predict(Value x) {
    return switch (kan.task()) {
      case Task.Regression _ -> x;
      case Task.MultiLabel _ -> graph.elementwise("Sigmoid", x);
      case Task.Classification task ->
          task.outputs() > 1
              ? graph.softmax(x)
              : graph.elementwise("Sigmoid", graph.concat(List.of(graph.elementwise("Neg", x), x)));
    };
  }

  /**
   * The affine map that a node's number goes through last: its own, then the target's unscaling.
   */
  private double[] nodeAffine(int l, int node) {
    Layout layout = network.layout();
    double scale = network.parameter(layout.nodeScale(l) + node);
    double bias = network.parameter(layout.nodeBias(l) + node);
    boolean last = l == network.layers().size() - 1;
    if (last && kan.task() instanceof Task.Regression task) {
      Scaling scaling = task.scalings().get(node);
      return new double[] {scale / scaling.scale(), scaling.invert(bias)};
    }
    return new double[] {scale, bias};
  }

  private Value layer(Value x, int l) {
    Layer layer = network.layers().get(l);
    int[] nodes = living.nodes().get(l);
    int[] subnodes = Living.subnodes(layer, nodes);
    LayerLowering lowering = new LayerLowering(graph, choice, network, l, living);
    double[] scale = new double[subnodes.length];
    double[] bias = new double[subnodes.length];
    double[] added = new double[nodes.length];
    int at = 0;
    for (int n = 0; n < nodes.length; n++) {
      double[] affine = nodeAffine(l, nodes[n]);
      int arity = layer.nodes().arity(nodes[n]);
      for (int factor = 0; factor < arity; factor++, at++) {
        // a product is scaled by its first factor
        double by = factor == 0 ? affine[0] : 1;
        scale[at] = by * network.parameter(network.layout().subnodeScale(l) + subnodes[at]);
        bias[at] = by * network.parameter(network.layout().subnodeBias(l) + subnodes[at]);
      }
      if (arity == 1) {
        bias[at - 1] += affine[1];
      } else {
        added[n] = affine[1];
      }
    }
    double[] constants = lowering.constants();
    for (int o = 0; o < subnodes.length; o++) {
      bias[o] += scale[o] * constants[o];
    }
    boolean constant = living.inputs().get(l).length == 0;
    List<Term> terms = constant ? List.of() : lowering.terms(x);
    Value sums = sum(x, terms, scale, bias);
    return subnodes.length == nodes.length ? sums : products(sums, layer, nodes, added);
  }

  /**
   * The sum of all terms: narrow ones side by side in one product of matrices, whose result is what
   * the widest, too costly to copy, is added to.
   */
  private Value sum(Value like, List<Term> terms, double[] scale, double[] bias) {
    boolean biased = Arrays.stream(bias).anyMatch(b -> b != 0);
    Value start = biased ? graph.row(bias) : null;
    if (terms.isEmpty()) {
      return graph.inRowsOf(like, graph.row(bias));
    }
    Term widest =
        terms.stream().max(Comparator.comparingInt(t -> t.features().columns())).orElseThrow();
    List<Term> narrow = terms.stream().filter(t -> t != widest).toList();
    if (!narrow.isEmpty()) {
      Value features = graph.concat(narrow.stream().map(Term::features).toList());
      start = graph.gemm(features, weights(narrow, scale), start);
    }
    return graph.gemm(widest.features(), weights(List.of(widest), scale), start);
  }

  private Value weights(List<Term> terms, double[] scale) {
    int rows = terms.stream().mapToInt(t -> t.weights().rows()).sum();
    double[] all = new double[rows * scale.length];
    int at = 0;
    for (Term term : terms) {
      Matrix weights = term.weights();
      for (int p = 0; p < weights.values().length; p++) {
        all[at++] = weights.values()[p] * scale[p % scale.length];
      }
    }
    return graph.matrix(rows, scale.length, all);
  }

  private Value products(Value subnodes, Layer layer, int[] nodes, double[] added) {
    List<Value> columns = new ArrayList<>();
    int sums = (int) Arrays.stream(nodes).filter(n -> layer.nodes().arity(n) == 1).count();
    if (sums > 0) {
      columns.add(graph.slice(subnodes, 0, sums));
    }
    int at = sums;
    for (int n = sums; n < nodes.length; n++) {
      Value product = graph.slice(subnodes, at, at + 1);
      for (int factor = 1; factor < layer.nodes().arity(nodes[n]); factor++) {
        Value next = graph.slice(subnodes, at + factor, at + factor + 1);
        product = graph.elementwise("Mul", product, next);
      }
      at += layer.nodes().arity(nodes[n]);
      columns.add(product);
    }
    return graph.elementwise("Add", graph.concat(columns), graph.row(added));
  }
}
