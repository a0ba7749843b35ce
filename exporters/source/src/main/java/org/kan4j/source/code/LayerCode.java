/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.source.code;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.kan4j.core.model.Kan;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.function.Function;
import org.kan4j.spi.network.Block;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.SymbolicEdge;

/** One layer as a routine: {@code y}, its nodes, from {@code x}, its inputs. */
final class LayerCode {
  /** Up to this many edges of one function are written one by one. */
  private static final int FEW = 8;

  private static final Term I = Term.of("i");
  private static final Term V = Term.of("v");
  private static final Term U = Term.of("u");

  private final Network network;
  private final int number;
  private final Layer layer;
  private final Fold fold;
  private final boolean[] needed;
  private final Code code;
  private final String target;

  /**
   * A layer of a model.
   *
   * @param needed which of its nodes the outputs depend on
   */
  LayerCode(Kan kan, int number, boolean[] needed, Code code) {
    this.network = kan.network();
    this.number = number;
    this.layer = network.layers().get(number);
    this.fold = Fold.of(kan, number);
    this.code = code;
    this.needed = new boolean[layer.subnodes()];
    for (int o = 0; o < this.needed.length; o++) {
      this.needed[o] = needed[layer.nodes().nodeOf(o)];
    }
    target = layer.nodes().arities().isEmpty() ? "y" : "s";
  }

  /** Its name, once added to the program. */
  String add() {
    List<Step> body = new ArrayList<>();
    if (target.equals("s")) {
      body.add(new Step.NewArray("s", layer.subnodes()));
    }
    body.addAll(biases());
    List<Step> numeric = new ArrayList<>();
    int room = 0;
    for (int b = 0; b < layer.blocks().size(); b++) {
      Block block = layer.blocks().get(b);
      int[] inputs = IntStream.range(0, layer.inputs()).filter(i -> leads(block, i)).toArray();
      Extrapolation policy = network.extrapolation();
      for (Evaluation group : Evaluation.of(block.bases(), inputs, policy, code)) {
        room = Math.max(room, group.support());
        numeric.add(numeric(b, group));
      }
    }
    if (room > 0) {
      body.add(new Step.NewArray("b", room));
    }
    body.addAll(numeric);
    body.addAll(symbolic());
    body.addAll(products());
    return code.routines()
        .add(
            new Program.Routine(
                "layer_" + number,
                "From %d inputs to %d nodes.".formatted(layer.inputs(), layer.nodes().count()),
                Program.Type.NONE,
                List.of(
                    new Program.Parameter("x", Program.Type.ARRAY),
                    new Program.Parameter("y", Program.Type.RESULT)),
                body));
  }

  private boolean leads(Block block, int input) {
    return IntStream.range(0, layer.subnodes())
        .anyMatch(o -> needed[o] && block.mask().lives(input, o));
  }

  private List<Step> biases() {
    if (layer.subnodes() <= FEW) {
      return IntStream.range(0, layer.subnodes())
          .<Step>mapToObj(o ->
              new Step.Assign(Term.of(o).in(target), Term.of(needed[o] ? fold.bias()[o] : 0.0)))
          .toList();
    }
    Term o = Term.of("o");
    Term bias = code.tables().at("bias", o, fold.bias());
    return List.of(
        new Step.Loop(
            "o",
            Term.of(0),
            Term.of(layer.subnodes()),
            List.of(new Step.Assign(o.in(target), bias))));
  }

  private Step numeric(int b, Evaluation group) {
    Block block = layer.blocks().get(b);
    Tables tables = code.tables();
    boolean bounded = group.isBounded();
    boolean natural = network.extrapolation() == Extrapolation.ZERO;
    boolean slopes = bounded && network.extrapolation() == Extrapolation.LINEAR;
    EdgeTable edges = new EdgeTable(network, number, b, group, fold, slopes);
    int[] from = group.inputs().stream().mapToInt(Integer::intValue).toArray();
    List<Step> body = new ArrayList<>();
    body.add(new Step.Let("v", tables.atWhole("input", I, from).in("x")));
    Term cut = V;
    Term inside = Term.of(1);
    if (bounded) {
      Term lower = tables.at("lower", I, group.lower());
      Term upper = tables.at("upper", I, group.upper());
      Term above = new Term.Less(upper, V);
      Term below = new Term.Less(V, lower);
      cut = new Term.Choice(below, lower, new Term.Choice(above, upper, V));
      inside = new Term.Choice(below, Term.of(0), new Term.Choice(above, Term.of(0), Term.of(1)));
    }
    body.add(new Step.Let("u", cut));
    Term.Own call = group.values().apply(I);
    Term first = Term.of(0);
    if (group.local()) {
      body.add(new Step.LetWhole("first", call));
      first = Term.of("first");
    } else {
      body.add(new Step.Do(call));
    }
    List<EdgeTable.Sum> sums = new ArrayList<>();
    EdgeTable.Sum curve =
        new EdgeTable.Sum(
            first,
            group.support(),
            group.support() > 1 ? Term.of("j").in("b") : Term.of(0).in("b"));
    if (bounded && natural) {
      body.add(
          new Step.Branch(
              new Term.Less(Term.of(0), inside),
              edges.steps(List.of(curve), needed, target, tables),
              List.of()));
    } else {
      sums.add(curve);
    }
    if (block.hasBase()) {
      body.add(new Step.Let("base", code.routines().call(block.base(), V)));
      sums.add(new EdgeTable.Sum(edges.baseRow(), 1, Term.of("base")));
    }
    if (!sums.isEmpty()) {
      body.addAll(edges.steps(sums, needed, target, tables));
    }
    if (slopes) {
      Term beyond = Term.of("beyond");
      body.add(new Step.Let("beyond", V.minus(U)));
      Term row =
          new Term.Choice(
              new Term.Less(beyond, Term.of(0.0)),
              Term.of(edges.slopeRow()),
              Term.of(edges.slopeRow() + 1));
      List<Step> tangent = new ArrayList<>(List.of(new Step.LetWhole("row", row)));
      tangent.addAll(
          edges.steps(
              List.of(new EdgeTable.Sum(Term.of("row"), 1, beyond)), needed, target, tables));
      body.add(new Step.Branch(new Term.Differs(beyond, Term.of(0.0)), tangent, List.of()));
    }
    return new Step.Loop("i", Term.of(0), Term.of(from.length), body);
  }

  private List<Step> symbolic() {
    Map<List<Object>, List<Integer>> groups = new LinkedHashMap<>();
    for (int e = 0; e < layer.symbolic().size(); e++) {
      SymbolicEdge edge = layer.symbolic().get(e);
      if (needed[edge.subnode()]) {
        Options options = edge.function().options();
        groups
            .computeIfAbsent(List.of(edge.function().name(), options), k -> new ArrayList<>())
            .add(e);
      }
    }
    List<Step> steps = new ArrayList<>();
    groups.values().forEach(group -> steps.addAll(symbolic(group)));
    return steps;
  }

  private List<Step> symbolic(List<Integer> edges) {
    Function function = layer.symbolic().get(edges.getFirst()).function();
    double[][] affine = new double[3][edges.size()];
    int[] from = new int[edges.size()];
    int[] to = new int[edges.size()];
    for (int e = 0; e < from.length; e++) {
      SymbolicEdge edge = layer.symbolic().get(edges.get(e));
      int place = network.layout().symbolic(number, edges.get(e));
      from[e] = edge.input();
      to[e] = edge.subnode();
      affine[0][e] = network.parameter(place);
      affine[1][e] = network.parameter(place + 1);
      affine[2][e] = network.parameter(place + 2) * fold.scale()[to[e]];
    }
    List<Step> steps = new ArrayList<>();
    if (from.length <= FEW) {
      for (int e = 0; e < from.length; e++) {
        Term argument =
            Term.of(from[e]).in("x").times(Term.of(affine[0][e])).plus(Term.of(affine[1][e]));
        steps.add(
            new Step.Add(
                Term.of(to[e]).in(target),
                Term.of(affine[2][e]).times(code.routines().call(function, argument))));
      }
      return steps;
    }
    Term e = Term.of("e");
    Tables tables = code.tables();
    Term argument =
        tables
            .at("a", e, affine[0])
            .times(tables.atWhole("input", e, from).in("x"))
            .plus(tables.at("b", e, affine[1]));
    Step add =
        new Step.Add(
            tables.atWhole("to", e, to).in(target),
            tables.at("c", e, affine[2]).times(code.routines().call(function, argument)));
    return List.of(new Step.Loop("e", Term.of(0), Term.of(from.length), List.of(add)));
  }

  private List<Step> products() {
    if (target.equals("y")) {
      return List.of();
    }
    List<Step> steps = new ArrayList<>();
    for (int n = 0; n < layer.nodes().count(); n++) {
      int first = layer.nodes().firstSubnode(n);
      Term product = Term.of(first).in("s");
      for (int o = first + 1; o < first + layer.nodes().arity(n); o++) {
        product = product.times(Term.of(o).in("s"));
      }
      steps.add(new Step.Assign(Term.of(n).in("y"), product.plus(Term.of(fold.added()[n]))));
    }
    return steps;
  }
}
