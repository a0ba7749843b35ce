/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.onnx.graph.Graph;
import org.kan4j.onnx.graph.GraphBuilder;
import org.kan4j.onnx.graph.GraphOps;
import org.kan4j.onnx.graph.Shape;
import org.kan4j.onnx.graph.Value;
import org.kan4j.onnx.ir.EdgePart;
import org.kan4j.onnx.ir.Ir;
import org.kan4j.onnx.ir.Node;

/** Turns the last form of a model into operators of ONNX. */
final class GraphLowering {
  /** Terms with so small a part of the features of the widest go into one product together. */
  private static final double NARROW = 0.5;

  private final GraphBuilder graph;
  private final FormulationChoice choice;
  private final WeightStore store;
  private final IdentityHashMap<Node, Value> known = new IdentityHashMap<>();
  private Value samples;

  GraphLowering(ElementType type, FormulationChoice choice, WeightStorage storage) {
    this.graph = new GraphBuilder(type);
    this.choice = choice;
    this.store = new WeightStore(graph, storage);
  }

  /** The graph. Called once. */
  Graph lower(Ir ir) {
    for (Node.Input input : ir.inputs()) {
      known.put(input, graph.input(input.name(), input.width()));
    }
    samples = known.get(ir.inputs().getFirst());
    for (Node node : ir.nodes()) {
      if (!(node instanceof Node.Edges) && !(node instanceof Node.Linear)) {
        known.computeIfAbsent(node, this::value);
      }
    }
    Map<String, Value> outputs = new LinkedHashMap<>();
    ir.outputs().forEach((name, node) -> outputs.put(name, of(node)));
    return graph.finish(outputs);
  }

  private Value of(Node node) {
    Value value = known.get(node);
    if (value == null) {
      value = value(node);
      known.put(node, value);
    }
    return value;
  }

  private Value value(Node node) {
    return switch (node) {
      case Node.Input input -> throw new IllegalStateException("unknown input " + input.name());
      case Node.Select(Node of, int[] columns) -> graph.columns(of(of), columns);
      case Node.Concat concat -> graph.concat(concat.parts().stream().map(this::of).toList());
      case Node.Affine affine -> {
        Value moved = graph.elementwise("Sub", of(affine.of()), graph.row(affine.center()));
        Value scaled = graph.elementwise("Mul", moved, graph.row(affine.scale()));
        yield graph.elementwise("Add", scaled, graph.row(affine.shift()));
      }
      case Node.Apply apply ->
          new GraphOps(graph)
              .apply(apply.operator(), apply.arguments().stream().map(this::of).toList());
      case Node.Curve curve -> Described.apply(graph, curve.function(), of(curve.of()));
      case Node.Sum sum -> {
        graph.scope(sum.name());
        List<Term> terms = sum.terms().stream().flatMap(this::terms).toList();
        Value value = sum(terms, sum.bias());
        graph.scope("");
        yield value;
      }
      case Node.Linear _, Node.Edges _ -> sum(terms(node).toList(), new double[node.width()]);
      case Node.EdgeValues values ->
          new EdgeActivations(graph, choice).of(of(values.of()), values.part());
      case Node.Products products -> products(of(products.of()), products.arities());
      case Node.Softmax softmax -> graph.softmax(of(softmax.of()));
      case Node.Largest largest ->
          graph.result(
              "ArgMax",
              ElementType.INT64,
              Shape.ofBatch(1),
              List.of(of(largest.of())),
              Map.of("axis", 1L, "keepdims", 1L));
    };
  }

  private Stream<Term> terms(Node node) {
    return switch (node) {
      case Node.Linear linear ->
          Stream.of(new Term.Weighted(of(linear.of()), new Weights.Plain(linear.weights())));
      case Node.Edges(Node of, EdgePart part, Node.Plan plan) -> {
        Value x = of(of);
        List<Term> terms = new ArrayList<>(base(x, part));
        terms.addAll(choice.named(plan.formulation()).build(graph, x, part));
        yield terms.stream();
      }
      default -> Stream.of(new Term.Done(of(node)));
    };
  }

  private List<Term> base(Value x, EdgePart part) {
    return part.hasBase()
        ? List.of(
            new Term.Weighted(Described.apply(graph, part.base(), x), Described.baseWeights(part)))
        : List.of();
  }

  /**
   * The sum of all terms: narrow ones side by side in one product of matrices, each wide one, too
   * costly to copy, in a product of its own that the rest is added to.
   */
  private Value sum(List<Term> terms, double[] bias) {
    double[] constants = bias.clone();
    List<Term.Weighted> weighted = new ArrayList<>();
    List<Term.LookedUp> tables = new ArrayList<>();
    List<Term.PerEdge> edges = new ArrayList<>();
    Value start = null;
    for (Term term : terms) {
      switch (term) {
        case Term.Weighted of -> weighted.add(of);
        case Term.LookedUp lookedUp -> tables.add(lookedUp);
        case Term.PerEdge perEdge -> edges.add(perEdge);
        case Term.Constant(double[] row) -> Arrays.setAll(constants, c -> constants[c] + row[c]);
        case Term.Done(Value value) ->
            start = start == null ? value : graph.elementwise("Add", start, value);
      }
    }
    store.expect(
        Stream.concat(
                weighted.stream().map(Term.Weighted::weights),
                tables.stream().map(Term.LookedUp::table))
            .toList(),
        edges.stream().map(Term.PerEdge::table).toList());
    edges.forEach(of -> weighted.add(perEdge(of)));
    for (Term.LookedUp table : tables) {
      Value sums = lookedUp(table);
      start = start == null ? sums : graph.elementwise("Add", start, sums);
    }
    Value row = graph.row(constants);
    boolean biased = Arrays.stream(constants).anyMatch(c -> c != 0);
    if (start != null && biased) {
      start = graph.elementwise("Add", start, row);
    } else if (start == null && biased) {
      start = row;
    }
    if (weighted.isEmpty()) {
      return graph.inRowsOf(samples, start == null ? row : start);
    }
    int widest = weighted.stream().mapToInt(t -> t.features().columns()).max().orElseThrow();
    List<Term.Weighted> narrow =
        weighted.stream().filter(t -> t.features().columns() <= NARROW * widest).toList();
    if (!narrow.isEmpty()) {
      Value features = graph.concat(narrow.stream().map(Term.Weighted::features).toList());
      start =
          graph.gemm(
              features, store.stacked(narrow.stream().map(Term.Weighted::weights).toList()), start);
    }
    for (Term.Weighted term : weighted) {
      if (!narrow.contains(term)) {
        start = graph.gemm(term.features(), store.stacked(List.of(term.weights())), start);
      }
    }
    return start;
  }

  private Value lookedUp(Term.LookedUp term) {
    int outputs = term.table().part().outputs();
    Value rows = graph.lookup(store.table(term.table(), term.terms()), term.index());
    Value matrix = graph.reshaped(rows, term.powers().columns(), outputs);
    return graph.reshaped(graph.matmul(term.powers(), matrix), outputs);
  }

  /** By Horner's rule. */
  private Term.Weighted perEdge(Term.PerEdge term) {
    EdgePart part = term.table().part();
    Value rows = graph.lookup(store.edgeTable(term.table(), term.terms()), term.index());
    Value sum = graph.last(rows, term.terms() - 1);
    for (int p = term.terms() - 2; p >= 0; p--) {
      Value product = graph.elementwise("Mul", sum, term.share());
      sum = graph.elementwise("Add", product, graph.last(rows, p));
    }
    int[] to = Arrays.stream(part.living()).map(e -> e % part.outputs()).toArray();
    return new Term.Weighted(sum, new Weights.Sums(to, part.outputs()));
  }

  private Value products(Value factors, int[] arities) {
    List<Value> columns = new ArrayList<>();
    int at = 0;
    int p = 0;
    while (p < arities.length) {
      int sums = 0;
      while (p + sums < arities.length && arities[p + sums] == 1) {
        sums++;
      }
      if (sums > 0) {
        columns.add(graph.slice(factors, at, at + sums));
        at += sums;
        p += sums;
        continue;
      }
      // products of one arity in a row: all their first factors times all their second ones …
      int run = 1;
      while (p + run < arities.length && arities[p + run] == arities[p]) {
        run++;
      }
      Value product = null;
      for (int f = 0; f < arities[p]; f++) {
        int[] of = new int[run];
        for (int n = 0; n < run; n++) {
          of[n] = at + n * arities[p] + f;
        }
        Value next = graph.columns(factors, of);
        product = product == null ? next : graph.elementwise("Mul", product, next);
      }
      columns.add(product);
      at += run * arities[p];
      p += run;
    }
    return graph.concat(columns);
  }
}
