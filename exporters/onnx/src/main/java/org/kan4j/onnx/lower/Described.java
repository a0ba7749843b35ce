/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.lower;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.onnx.graph.ElementType;
import org.kan4j.onnx.graph.GraphBuilder;
import org.kan4j.onnx.graph.Value;
import org.kan4j.onnx.ir.EdgePart;
import org.kan4j.onnx.ir.Tape;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Function;

/**
 * Any basis by its own description. Inputs whose bases take the same steps are computed side by
 * side, whatever their numbers are, so a polynomial of degree ten costs ten short operators and one
 * product with a matrix.
 */
final class Described implements Formulation {
  @Override
  public String name() {
    return "described";
  }

  @Override
  public String description() {
    return "the basis as it describes itself";
  }

  @Override
  public boolean fits(EdgePart part, ElementType type) {
    // splines describe themselves for arguments in the core interval
    return !(part.isSpline() && part.seesOutside());
  }

  @Override
  public double cost(EdgePart part, int batch) {
    Work work = new Work(batch);
    for (Group group : groups(part)) {
      group.tapes.getFirst().steps().stream()
          .filter(step -> !(step instanceof Tape.Constant))
          .forEach(
              step -> work.nodes(1).elements(1, (double) step.columns() * group.inputs.size()));
    }
    double features = (double) part.inputs() * part.size();
    return Outside.work(work.gemm(features, part.outputs()), part).micros();
  }

  /** Inputs whose bases take the same steps. */
  private record Group(List<Integer> inputs, List<Tape> tapes) {}

  private static List<Group> groups(EdgePart part) {
    List<Group> groups = new ArrayList<>();
    for (int i = 0; i < part.inputs(); i++) {
      Tape tape = Tape.of(part.bases().get(i));
      if (tape.columns() != part.size()) {
        throw KanException.user(
            "basis '%s' describes %d functions but has %d",
            part.bases().get(i).name(), tape.columns(), part.size());
      }
      Group group =
          groups.stream()
              .filter(g -> g.tapes.getFirst().matches(tape))
              .findFirst()
              .orElseGet(() -> {
                groups.add(new Group(new ArrayList<>(), new ArrayList<>()));
                return groups.getLast();
              });
      group.inputs.add(i);
      group.tapes.add(tape);
    }
    return groups;
  }

  @Override
  public List<Term> build(GraphBuilder graph, Value x, EdgePart part) {
    List<Term> terms = new ArrayList<>(Outside.tangents(graph, x, part));
    Value inside = Outside.inside(graph, x, part);
    List<Group> groups = groups(part);
    if (groups.size() == 1) {
      Value features = features(graph, inside, groups.getFirst());
      terms.add(new Term.Weighted(features, Weights.OfEdges.rows(part, 0, part.size(), 1)));
      return terms;
    }
    List<Value> features = new ArrayList<>();
    for (Group group : groups) {
      int[] inputs = group.inputs.stream().mapToInt(Integer::intValue).toArray();
      features.add(features(graph, graph.columns(inside, inputs), group));
    }
    // function by function over all inputs, as they stand in the part
    int[] order = new int[part.size() * part.inputs()];
    int at = 0;
    for (Group group : groups) {
      for (int c = 0; c < part.size() * group.inputs.size(); c++) {
        int input = group.inputs.get(c % group.inputs.size());
        order[c / group.inputs.size() * part.inputs() + input] = at + c;
      }
      at += part.size() * group.inputs.size();
    }
    Value joined = graph.columns(graph.concat(features), order);
    terms.add(new Term.Weighted(joined, Weights.OfEdges.rows(part, 0, part.size(), 1)));
    return terms;
  }

  private static Value features(GraphBuilder graph, Value x, Group group) {
    Value features = new Description(graph, group.tapes, group.inputs.size()).of(x);
    if (!features.shape().isFixed() && features.columns() > x.columns()) {
      return features;
    }
    // a constant alone would forget what is not a number
    Value rows = new Description(graph, group.tapes, group.inputs.size()).rowsOf(x);
    Value nothing = graph.elementwise("Sub", x, x);
    int times = rows.columns() / x.columns();
    return features.shape().isFixed()
        ? graph.elementwise("Add", rows, graph.tile(nothing, times))
        : rows;
  }

  /** A function of every column of {@code x}. */
  static Value apply(GraphBuilder graph, Function function, Value x) {
    return new Description(graph, List.of(Tape.of(function)), x.columns()).rowsOf(x);
  }

  /** The weights of the base function. */
  static Weights baseWeights(EdgePart part) {
    return Weights.OfEdges.rows(part, part.size(), part.size() + 1, 1);
  }
}
