/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.kan4j.spi.network.Matrix;

/**
 * Drops every column that no output needs: pruned nodes, what leads to them, inputs that nothing
 * reads. Demand goes from the outputs to the inputs, then all is built anew, narrower.
 */
public final class DeadCode implements Pass {
  @Override
  public String name() {
    return "drop dead columns";
  }

  @Override
  public Ir apply(Ir ir) {
    List<Node> nodes = ir.nodes();
    IdentityHashMap<Node, BitSet> needed = new IdentityHashMap<>();
    nodes.forEach(node -> needed.put(node, new BitSet()));
    ir.outputs().values().forEach(node -> needed.get(node).set(0, node.width()));
    for (Node node : nodes.reversed()) {
      demand(node, needed.get(node), needed);
    }
    Narrowing narrowing = new Narrowing(needed);
    nodes.forEach(narrowing::add);
    Map<String, Node> outputs = new LinkedHashMap<>();
    ir.outputs().forEach((name, node) -> outputs.put(name, narrowing.narrow.get(node)));
    return new Ir(ir.inputs(), outputs);
  }

  private static void demand(Node node, BitSet of, IdentityHashMap<Node, BitSet> needed) {
    switch (node) {
      case Node.Input _ -> {}
      case Node.Select select ->
          of.stream().forEach(c -> needed.get(select.of()).set(select.columns()[c]));
      case Node.Concat concat -> {
        int at = 0;
        for (Node part : concat.parts()) {
          needed.get(part).or(of.get(at, at + part.width()));
          at += part.width();
        }
      }
      case Node.Affine _, Node.Curve _, Node.Apply _, Node.Sum _ ->
          node.arguments().forEach(argument -> needed.get(argument).or(of));
      case Node.Softmax _, Node.Largest _ -> {
        Node argument = node.arguments().getFirst();
        needed.get(argument).set(0, of.isEmpty() ? 0 : argument.width());
      }
      case Node.Products products -> {
        int at = 0;
        for (int p = 0; p < products.arities().length; p++) {
          int next = at + products.arities()[p];
          needed.get(products.of()).set(at, of.get(p) ? next : at);
          at = next;
        }
      }
      case Node.Linear linear ->
          IntStream.of(rows(linear.weights(), of)).forEach(needed.get(linear.of())::set);
      case Node.Edges edges ->
          IntStream.of(inputs(edges.part(), of)).forEach(needed.get(edges.of())::set);
      case Node.EdgeValues values -> {
        int[] living = values.part().living();
        of.stream().forEach(e -> needed.get(values.of()).set(living[e] / values.part().outputs()));
      }
    }
  }

  /**
   * The rows that some columns are made of. A row of zeros alone counts: what is not a number goes
   * through it.
   */
  private static int[] rows(Matrix weights, BitSet columns) {
    return IntStream.range(0, weights.rows())
        .filter(r -> !columns.isEmpty())
        .filter(r ->
            columns.stream().anyMatch(c -> weights.get(r, c) != 0)
                || IntStream.range(0, weights.columns()).allMatch(c -> weights.get(r, c) == 0))
        .toArray();
  }

  /** The inputs with an edge to some outputs. */
  private static int[] inputs(EdgePart part, BitSet outputs) {
    return IntStream.range(0, part.inputs())
        .filter(i -> outputs.stream().anyMatch(o -> part.mask().lives(i, o)))
        .toArray();
  }

  /** Builds each node with the columns that are needed of it. */
  private static final class Narrowing {
    private final IdentityHashMap<Node, BitSet> needed;
    private final IdentityHashMap<Node, Node> narrow = new IdentityHashMap<>();

    Narrowing(IdentityHashMap<Node, BitSet> needed) {
      this.needed = needed;
    }

    void add(Node node) {
      BitSet kept = needed.get(node);
      if (!kept.isEmpty()) {
        Node built = build(node, kept);
        if (built != null) { // else nothing of it lives
          narrow.put(node, built);
        }
      }
    }

    /** Some of the columns that are needed of a node. */
    private Node take(Node of, int[] columns) {
      BitSet among = needed.get(of);
      Node node = narrow.get(of);
      int[] places = IntStream.of(columns).map(c -> among.get(0, c).cardinality()).toArray();
      return Node.select(node, places);
    }

    private Node build(Node node, BitSet of) {
      int[] kept = of.stream().toArray();
      return switch (node) {
        case Node.Input input -> Node.select(input, kept);
        case Node.Select select ->
            take(select.of(), IntStream.of(kept).map(c -> select.columns()[c]).toArray());
        case Node.Concat concat -> concat(concat, of);
        case Node.Affine affine ->
            new Node.Affine(
                take(affine.of(), kept),
                some(affine.center(), kept),
                some(affine.scale(), kept),
                some(affine.shift(), kept));
        case Node.Curve _, Node.Apply _ ->
            node.on(node.arguments().stream().map(a -> take(a, kept)).toList());
        case Node.Softmax _, Node.Largest _ ->
            node.on(node.arguments().stream().map(narrow::get).toList());
        case Node.Sum sum -> {
          List<Node> terms =
              sum.terms().stream()
                  .filter(narrow::containsKey)
                  .map(term -> take(term, kept))
                  .toList();
          yield new Node.Sum(sum.name(), terms, some(sum.bias(), kept));
        }
        case Node.Products products -> products(products, kept);
        case Node.Linear linear -> linear(linear, of);
        case Node.Edges edges -> {
          int[] inputs = inputs(edges.part(), of);
          yield inputs.length == 0
              ? null
              : new Node.Edges(
                  take(edges.of(), inputs), edges.part().narrowed(inputs, kept), edges.plan());
        }
        case Node.EdgeValues values -> edgeValues(values, kept);
      };
    }

    private Node concat(Node.Concat concat, BitSet of) {
      List<Node> parts = new ArrayList<>();
      int at = 0;
      for (Node part : concat.parts()) {
        int[] kept = of.get(at, at + part.width()).stream().toArray();
        if (kept.length > 0) {
          parts.add(take(part, kept));
        }
        at += part.width();
      }
      return parts.size() == 1 ? parts.getFirst() : new Node.Concat(parts);
    }

    private Node products(Node.Products products, int[] kept) {
      int[] first = new int[products.arities().length + 1];
      for (int p = 0; p < products.arities().length; p++) {
        first[p + 1] = first[p] + products.arities()[p];
      }
      int[] columns =
          IntStream.of(kept).flatMap(p -> IntStream.range(first[p], first[p + 1])).toArray();
      return new Node.Products(
          take(products.of(), columns),
          IntStream.of(kept).map(p -> products.arities()[p]).toArray());
    }

    private Node linear(Node.Linear linear, BitSet of) {
      int[] rows = rows(linear.weights(), of);
      if (rows.length == 0) {
        return null;
      }
      int[] kept = of.stream().toArray();
      Matrix weights = Matrix.zero(rows.length, kept.length);
      for (int r = 0; r < rows.length; r++) {
        for (int c = 0; c < kept.length; c++) {
          weights.set(r, c, linear.weights().get(rows[r], kept[c]));
        }
      }
      return new Node.Linear(take(linear.of(), rows), weights);
    }

    private Node edgeValues(Node.EdgeValues values, int[] kept) {
      int[] living = values.part().living();
      int outputs = values.part().outputs();
      int[] inputs = IntStream.of(kept).map(e -> living[e] / outputs).distinct().toArray();
      EdgePart part = values.part().narrowed(inputs, IntStream.range(0, outputs).toArray());
      // the edges of those inputs, in the same order
      int[] among =
          IntStream.range(0, living.length)
              .filter(e -> Arrays.binarySearch(inputs, living[e] / outputs) >= 0)
              .toArray();
      return Node.select(
          new Node.EdgeValues(take(values.of(), inputs), part),
          IntStream.of(kept).map(e -> Arrays.binarySearch(among, e)).toArray());
    }

    private static double[] some(double[] numbers, int[] kept) {
      return IntStream.of(kept).mapToDouble(c -> numbers[c]).toArray();
    }
  }
}
