/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.symbolic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kan4j.core.formula.Expression;
import org.kan4j.core.formula.NamedFunction;
import org.kan4j.core.formula.Simplification;
import org.kan4j.spi.component.KanException;

/**
 * A formula as sums and products of functions of one number: what a network of symbolic edges can
 * compute. Made for one formula, by one thread.
 */
final class FormulaGraph {
  /** Something that has a value. */
  sealed interface Node {
    /** How many layers it takes to compute it. */
    int level();
  }

  /** An input. */
  record Input(String variable) implements Node {
    @Override
    public int level() {
      return 0;
    }
  }

  /** One subnode: edges added, and a constant. */
  record Sum(List<Edge> edges, double bias) {
    int level() {
      return 1 + edges.stream().mapToInt(edge -> edge.from.level()).max().orElse(0);
    }
  }

  /** A node: one sum, or the product of several. */
  record Combined(List<Sum> factors, int number) implements Node {
    @Override
    public int level() {
      return factors.stream().mapToInt(Sum::level).max().orElseThrow();
    }
  }

  /** {@code c·f(a·from + b)}. */
  record Edge(Node from, String function, double a, double b, double c) {}

  /** The value of a formula: {@code scale·node + shift}. */
  record Root(Combined node, double scale, double shift) {}

  private final Map<Expression, Node> known = new HashMap<>();
  private int count;

  /** Reads a formula with at least one variable. */
  Root read(Expression formula) {
    Expression plain = Simplification.simplify(formula);
    if (plain.variables().isEmpty()) {
      throw KanException.user("the formula %s has no variable, so that it is a constant", plain);
    }
    Linear linear = linear(plain);
    if (linear.core instanceof Expression.Product product) {
      return new Root((Combined) node(product), linear.scale, linear.shift);
    }
    return new Root(new Combined(List.of(sum(plain)), count++), 1, 0);
  }

  /** {@code scale·core + shift}. */
  private record Linear(double scale, Expression core, double shift) {}

  private static Linear linear(Expression expression) {
    if (expression instanceof Expression.Sum sum
        && sum.terms().size() == 2
        && sum.terms().getLast() instanceof Expression.Constant constant) {
      Linear inner = linear(sum.terms().getFirst());
      return new Linear(inner.scale, inner.core, inner.shift + constant.value());
    }
    if (expression instanceof Expression.Product product
        && product.factors().getFirst() instanceof Expression.Constant constant) {
      List<Expression> rest = product.factors().subList(1, product.factors().size());
      return new Linear(
          constant.value(), rest.size() == 1 ? rest.getFirst() : new Expression.Product(rest), 0);
    }
    return new Linear(1, expression, 0);
  }

  private Node node(Expression core) {
    Node there = known.get(core);
    if (there != null) {
      return there;
    }
    Node made =
        switch (core) {
          case Expression.Variable variable -> new Input(variable.name());
          case Expression.Product product -> {
            List<Sum> factors = new ArrayList<>();
            for (Expression factor : product.factors()) {
              factors.add(sum(factor));
            }
            yield new Combined(factors, count++);
          }
          default -> new Combined(List.of(sum(core)), count++);
        };
    known.put(core, made);
    return made;
  }

  private Sum sum(Expression expression) {
    List<Expression> terms =
        expression instanceof Expression.Sum sum ? sum.terms() : List.of(expression);
    List<Edge> edges = new ArrayList<>();
    double bias = 0;
    for (Expression term : terms) {
      if (term instanceof Expression.Constant constant) {
        bias += constant.value();
        continue;
      }
      Linear linear = linear(term);
      bias += linear.shift;
      for (Edge edge : edges(linear.core, linear.scale)) {
        Node from = edge.from;
        // an edge is one function: a second one from the same node takes a way of its own
        boolean taken = edges.stream().anyMatch(other -> other.from.equals(from));
        edges.add(
            taken
                ? new Edge(
                    new Combined(List.of(new Sum(List.of(edge), 0)), count++), "identity", 1, 0, 1)
                : edge);
      }
    }
    return new Sum(List.copyOf(edges), bias);
  }

  /** Edges whose sum is {@code c·term}. */
  private List<Edge> edges(Expression term, double c) {
    return switch (term) {
      case Expression.Constant constant -> throw new IllegalStateException("not folded: " + term);
      case Expression.Variable variable -> List.of(identity(variable, c));
      case Expression.Sum sum -> List.of(identity(sum, c));
      case Expression.Product product -> List.of(identity(product, c));
      case Expression.Quotient quotient -> quotient(quotient, c);
      case Expression.Power power -> power(power.base(), power.exponent(), c);
      case Expression.Call call -> call(call, c);
    };
  }

  private Edge identity(Expression core, double c) {
    return new Edge(node(core), "identity", 1, 0, c);
  }

  private Edge function(String name, Expression argument, double c) {
    Linear linear = linear(argument);
    return new Edge(node(linear.core), name, linear.scale, linear.shift, c);
  }

  private List<Edge> quotient(Expression.Quotient quotient, double c) {
    Expression inverse =
        switch (quotient.divisor()) {
          case Expression.Power power
              when power.exponent() instanceof Expression.Constant exponent ->
              new Expression.Power(power.base(), new Expression.Constant(-exponent.value()));
          case Expression.Call call when call.function() == NamedFunction.SQRT ->
              new Expression.Power(call.arguments().getFirst(), new Expression.Constant(-0.5));
          case Expression divisor -> new Expression.Power(divisor, new Expression.Constant(-1));
        };
    if (quotient.dividend() instanceof Expression.Constant constant) {
      return again(inverse, c * constant.value());
    }
    return again(new Expression.Product(List.of(quotient.dividend(), inverse)), c);
  }

  /** The edges of an expression that is not simplified yet. */
  private List<Edge> again(Expression expression, double c) {
    Expression plain = Simplification.simplify(expression);
    Linear linear = linear(plain);
    if (linear.shift != 0 || plain instanceof Expression.Constant) {
      return List.of(identity(new Expression.Sum(List.of(plain, new Expression.Constant(0))), c));
    }
    return edges(linear.core, c * linear.scale);
  }

  private List<Edge> power(Expression base, Expression exponent, double c) {
    if (!(exponent instanceof Expression.Constant constant)) {
      Expression log = new Expression.Call(NamedFunction.LOG, List.of(base));
      Expression product = new Expression.Product(List.of(exponent, log));
      return List.of(function("exp", Simplification.simplify(product), c));
    }
    double p = constant.value();
    Optional<String> power = KnownFunctions.power(p);
    if (power.isPresent()) {
      return List.of(function(power.get(), base, c));
    }
    double halves = 2 * p;
    if (halves == Math.rint(halves) && Math.abs(p) < 100) {
      double first = p > 0 ? Math.min(5, Math.floor(p)) : Math.max(-5, Math.ceil(p));
      Expression.Product product =
          new Expression.Product(
              List.of(
                  new Expression.Power(base, new Expression.Constant(first)),
                  new Expression.Power(base, new Expression.Constant(p - first))));
      return List.of(identity(product, c)); // as it is: simplified it would be one power again
    }
    Expression log = new Expression.Call(NamedFunction.LOG, List.of(base));
    return List.of(new Edge(node(log), "exp", p, 0, c));
  }

  private List<Edge> call(Expression.Call call, double c) {
    Expression x = call.arguments().getFirst();
    return switch (call.function()) {
      case LOG10 -> List.of(function("log", x, c / Math.log(10)));
      case LOG2 -> List.of(function("log", x, c / Math.log(2)));
      case POW -> power(x, call.arguments().get(1), c);
      case MIN -> extreme(call, c, -0.5);
      case MAX -> extreme(call, c, 0.5);
      default ->
          List.of(
              function(
                  KnownFunctions.ofFormulas(call.function()).orElseThrow(() -> none(call)), x, c));
    };
  }

  private static KanException none(Expression.Call call) {
    return KanException.user(
        "a network has no function '%s'; it has %s",
        call.function().text(),
        "sin cos tan asin acos atan sinh cosh tanh atanh exp log log2 log10 sqrt abs sign"
            + " sigmoid erf bessel_j0 min max and powers");
  }

  /** {@code (a + b ± |a - b|)/2}. */
  private List<Edge> extreme(Expression.Call call, double c, double sign) {
    Expression a = call.arguments().getFirst();
    Expression b = call.arguments().get(1);
    Expression difference =
        Simplification.simplify(new Expression.Sum(List.of(a, Expression.negate(b))));
    Expression half = new Expression.Constant(0.5);
    Expression distance =
        new Expression.Product(
            List.of(
                new Expression.Constant(sign),
                new Expression.Call(NamedFunction.ABS, List.of(difference))));
    Expression sum =
        new Expression.Sum(
            List.of(
                new Expression.Product(List.of(half, a)),
                new Expression.Product(List.of(half, b)),
                distance));
    return List.of(identity(Simplification.simplify(sum), c));
  }
}
