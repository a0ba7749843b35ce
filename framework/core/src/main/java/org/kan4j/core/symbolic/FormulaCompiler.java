/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.symbolic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.kan4j.core.formula.Expression;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Operation;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.core.plugin.Registries;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.network.Layer;
import org.kan4j.spi.network.Layout;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.network.Nodes;
import org.kan4j.spi.network.SymbolicEdge;

/**
 * Makes networks of formulas: a network of symbolic edges that computes exactly what the formula
 * says. Functions of one number become edges, sums sum nodes, products multiplication nodes; what a
 * later layer needs is handed on by identities. Immutable; safe for several threads.
 */
public final class FormulaCompiler {
  private final Registries registries;

  /** Takes functions from these. */
  public FormulaCompiler(Registries registries) {
    this.registries = registries;
  }

  /** Where a variable lies, for figures and for later fits. */
  public record Range(double lower, double upper) {}

  /**
   * The model of a formula.
   *
   * @param target name of what it computes
   * @param ranges of variables; -1 to 1 for those that are not named
   * @throws KanException of kind USER for a function that a network does not have, or a formula
   *     without variables
   */
  public Kan compile(Expression formula, String target, Map<String, Range> ranges) {
    FormulaGraph.Root root = new FormulaGraph().read(formula);
    List<String> variables = formula.variables().stream().sorted().toList();
    if (variables.contains(target)) {
      throw KanException.user(
          "the target '%s' is also a variable of the formula; name it otherwise", target);
    }
    Network network = new Assembly(registries, variables, root.node()).network();
    double[] parameters = network.parameters();
    int last = network.layers().size() - 1;
    parameters[network.layout().nodeScale(last)] = root.scale();
    parameters[network.layout().nodeBias(last)] = root.shift();
    List<Feature> features = new ArrayList<>();
    for (String variable : variables) {
      Range range = ranges.getOrDefault(variable, new Range(-1, 1));
      features.add(
          new Feature.Numeric(
              variable, Scaling.NONE, range.lower(), range.upper(), OptionalDouble.empty()));
    }
    return new Kan(
        network.with(parameters),
        features,
        new Task.Regression(List.of(target), List.of(Scaling.NONE)),
        List.of(new Operation("compile", Map.of("formula", formula.toString()))));
  }

  /** Nodes in their layers. Used once. */
  private static final class Assembly {
    private final Registries registries;
    private final List<String> variables;
    private final FormulaGraph.Combined root;
    private final Map<FormulaGraph.Node, Integer> lastUse = new LinkedHashMap<>();

    Assembly(Registries registries, List<String> variables, FormulaGraph.Combined root) {
      this.registries = registries;
      this.variables = variables;
      this.root = root;
      use(root, root.level());
    }

    /** Notes until which layer's end a node is needed. */
    private void use(FormulaGraph.Node node, int level) {
      Integer before = lastUse.get(node);
      if (before == null || before < level) {
        lastUse.put(node, level);
      }
      if (before == null && node instanceof FormulaGraph.Combined combined) {
        for (FormulaGraph.Sum factor : combined.factors()) {
          factor.edges().forEach(edge -> use(edge.from(), combined.level() - 1));
        }
      }
    }

    Network network() {
      List<Layer> layers = new ArrayList<>();
      List<List<double[]>> numbers = new ArrayList<>();
      List<List<Double>> biases = new ArrayList<>();
      Map<FormulaGraph.Node, Integer> from = new HashMap<>();
      for (int v = 0; v < variables.size(); v++) {
        from.put(new FormulaGraph.Input(variables.get(v)), v);
      }
      int inputs = variables.size();
      for (int level = 1; level <= root.level(); level++) {
        List<FormulaGraph.Node> sums = new ArrayList<>();
        List<FormulaGraph.Combined> products = new ArrayList<>();
        for (FormulaGraph.Node node : available(level)) {
          if (node instanceof FormulaGraph.Combined combined
              && node.level() == level
              && combined.factors().size() > 1) {
            products.add(combined);
          } else {
            sums.add(node);
          }
        }
        List<FormulaGraph.Sum> subnodes = new ArrayList<>();
        for (FormulaGraph.Node node : sums) {
          subnodes.add(
              node instanceof FormulaGraph.Combined combined && node.level() == level
                  ? combined.factors().getFirst()
                  : handedOn(node));
        }
        products.forEach(product -> subnodes.addAll(product.factors()));
        List<SymbolicEdge> edges = new ArrayList<>();
        List<double[]> ofEdges = new ArrayList<>();
        for (int o = 0; o < subnodes.size(); o++) {
          for (FormulaGraph.Edge edge : subnodes.get(o).edges()) {
            edges.add(
                new SymbolicEdge(
                    from.get(edge.from()),
                    o,
                    registries.functions().create(ComponentSpec.of(edge.function()))));
            ofEdges.add(new double[] {edge.a(), edge.b(), edge.c(), 0});
          }
        }
        Nodes nodes =
            new Nodes(sums.size(), products.stream().map(p -> p.factors().size()).toList());
        layers.add(new Layer(inputs, nodes, List.of(), edges));
        numbers.add(ofEdges);
        biases.add(subnodes.stream().map(FormulaGraph.Sum::bias).toList());
        from = new HashMap<>();
        for (FormulaGraph.Node node : sums) {
          from.put(node, from.size());
        }
        for (FormulaGraph.Node node : products) {
          from.put(node, from.size());
        }
        inputs = nodes.count();
      }
      return filled(layers, numbers, biases);
    }

    private static FormulaGraph.Sum handedOn(FormulaGraph.Node node) {
      return new FormulaGraph.Sum(List.of(new FormulaGraph.Edge(node, "identity", 1, 0, 1)), 0);
    }

    /** What must be there at the end of a layer. */
    private Set<FormulaGraph.Node> available(int level) {
      Set<FormulaGraph.Node> nodes = new LinkedHashSet<>();
      lastUse.entrySet().stream()
          .filter(entry -> entry.getKey().level() <= level && entry.getValue() >= level)
          .map(Map.Entry::getKey)
          .sorted(Comparator.comparingInt(FormulaGraph.Node::level))
          .forEach(nodes::add);
      return nodes;
    }

    private static Network filled(
        List<Layer> layers, List<List<double[]>> numbers, List<List<Double>> biases) {
      Network zero = Network.zero(layers, Extrapolation.LINEAR);
      Layout layout = zero.layout();
      double[] parameters = zero.parameters();
      for (int l = 0; l < layers.size(); l++) {
        for (int e = 0; e < numbers.get(l).size(); e++) {
          System.arraycopy(numbers.get(l).get(e), 0, parameters, layout.symbolic(l, e), 4);
        }
        for (int o = 0; o < biases.get(l).size(); o++) {
          parameters[layout.subnodeBias(l) + o] = biases.get(l).get(o);
        }
      }
      return zero.with(parameters);
    }
  }
}
