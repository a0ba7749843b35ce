/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.symbolic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.kan4j.core.formula.Expression;
import org.kan4j.core.formula.Simplification;
import org.kan4j.core.model.EdgeFunction;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.EdgeId;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.network.SymbolicEdge;

/** What a model of symbolic edges computes, as formulas over the raw columns of its data. */
public final class ModelFormula {
  private ModelFormula() {}

  /**
   * A formula per output, in their order, by the names of the targets; of a classification, by the
   * classes whose log-odds (two classes) or logits they are.
   *
   * @throws KanException of kind USER if an edge is a curve, an input is a level of a text column,
   *     or a function cannot be said in a formula
   */
  public static Map<String, Expression> of(Kan kan) {
    Network network = kan.network();
    List<EdgeId> curves =
        EdgeId.living(network).stream()
            .filter(e -> SymbolicEdges.parts(network, e) != EdgeFunction.Parts.SYMBOLIC)
            .toList();
    if (!curves.isEmpty()) {
      throw KanException.user(
          "%d of %d edges are curves, not functions: %s%s; make them symbolic first",
          curves.size(),
          network.edges(),
          curves.stream().limit(5).map(EdgeId::toString).collect(Collectors.joining(", ")),
          curves.size() > 5 ? ", …" : "");
    }
    List<Expression> values = new ArrayList<>();
    for (int i = 0; i < kan.features().size(); i++) {
      values.add(input(kan.features().get(i), used(network, i)));
    }
    for (int l = 0; l < network.layers().size(); l++) {
      values = layer(network, l, values);
    }
    Map<String, Expression> outputs = new LinkedHashMap<>();
    for (int o = 0; o < values.size(); o++) {
      switch (kan.task()) {
        case Task.Regression regression -> {
          Scaling scaling = regression.scalings().get(o);
          Expression raw = affine(1 / scaling.scale(), values.get(o), scaling.shift());
          outputs.put(regression.targets().get(o), Simplification.simplify(raw));
        }
        case Task.MultiLabel labels ->
            outputs.put(
                "logit(" + labels.targets().get(o) + ")", Simplification.simplify(values.get(o)));
        case Task.Classification classes -> {
          int of = classes.classes().size() == 2 ? 1 : o;
          outputs.put(
              "logit(" + classes.target() + "=" + classes.classes().get(of) + ")",
              Simplification.simplify(values.get(o)));
        }
      }
    }
    return outputs;
  }

  private static boolean used(Network network, int input) {
    return network.layers().getFirst().symbolic().stream().anyMatch(e -> e.input() == input);
  }

  private static Expression input(Feature feature, boolean used) {
    if (feature instanceof Feature.Level && used) {
      throw KanException.user(
          "the input '%s' is a level of a text column, which a formula cannot say", feature.name());
    }
    Scaling scaling = feature.scaling();
    Expression variable = new Expression.Variable(feature.name());
    return affine(scaling.scale(), variable, -scaling.scale() * scaling.shift());
  }

  private static List<Expression> layer(Network network, int l, List<Expression> inputs) {
    Layer layer = network.layers().get(l);
    Layout layout = network.layout();
    List<List<Expression>> terms = new ArrayList<>();
    for (int o = 0; o < layer.subnodes(); o++) {
      terms.add(new ArrayList<>());
    }
    for (int e = 0; e < layer.symbolic().size(); e++) {
      SymbolicEdge edge = layer.symbolic().get(e);
      int p = layout.symbolic(l, e);
      Expression argument =
          affine(network.parameter(p), inputs.get(edge.input()), network.parameter(p + 1));
      Expression value = FunctionFormula.of(edge.function(), Simplification.simplify(argument));
      terms
          .get(edge.subnode())
          .add(affine(network.parameter(p + 2), value, network.parameter(p + 3)));
    }
    List<Expression> values = new ArrayList<>();
    Nodes nodes = layer.nodes();
    for (int n = 0; n < nodes.count(); n++) {
      List<Expression> factors = new ArrayList<>();
      for (int f = 0; f < nodes.arity(n); f++) {
        int o = nodes.firstSubnode(n) + f;
        factors.add(
            affine(
                network.parameter(layout.subnodeScale(l) + o),
                sum(terms.get(o)),
                network.parameter(layout.subnodeBias(l) + o)));
      }
      Expression value = factors.size() == 1 ? factors.getFirst() : new Expression.Product(factors);
      values.add(
          Simplification.simplify(
              affine(
                  network.parameter(layout.nodeScale(l) + n),
                  value,
                  network.parameter(layout.nodeBias(l) + n))));
    }
    return values;
  }

  private static Expression sum(List<Expression> terms) {
    return switch (terms.size()) {
      case 0 -> new Expression.Constant(0);
      case 1 -> terms.getFirst();
      default -> new Expression.Sum(terms);
    };
  }

  private static Expression affine(double factor, Expression of, double offset) {
    return new Expression.Sum(
        List.of(
            new Expression.Product(List.of(new Expression.Constant(factor), of)),
            new Expression.Constant(offset)));
  }
}
