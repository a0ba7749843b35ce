/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.graph;

import java.util.List;
import java.util.Locale;
import org.kan4j.spi.function.Operator;

/** Turns the elementwise operators of descriptions into those of a graph. */
public final class GraphOps {
  private final GraphBuilder graph;

  /** Builds into a graph. */
  public GraphOps(GraphBuilder graph) {
    this.graph = graph;
  }

  /** An operator on as many arguments as it takes, whose columns match or are one. */
  public Value apply(Operator operator, List<Value> arguments) {
    Value a = arguments.getFirst();
    return switch (operator) {
      case LESS -> graph.step(a, arguments.get(1));
      case WHERE -> graph.where(graph.isNotZero(a), arguments.get(1), arguments.get(2));
      case DIV -> quotient(a, arguments.get(1));
      case NEG, ABS, EXP, LOG, SQRT, SIN, COS, TANH, FLOOR, SIGN, ADD, SUB, MUL, MIN, MAX ->
          graph.elementwise(nameOf(operator), arguments.toArray(Value[]::new));
    };
  }

  /** ONNX writes the same words with a capital. */
  private static String nameOf(Operator operator) {
    String name = operator.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  /** The logistic function is one kernel in float32, and with its argument as factor, silu too. */
  private Value quotient(Value a, Value b) {
    if (graph.real() == ElementType.FLOAT32
        && b instanceof Value.Result sum
        && sum.operator().equals("Add")) {
      Value first = sum.arguments().get(0);
      Value second = sum.arguments().get(1);
      Value logit = isOne(first) ? logit(second) : isOne(second) ? logit(first) : null;
      if (logit != null) {
        return graph.elementwise("Mul", a, graph.elementwise("Sigmoid", logit));
      }
    }
    return graph.elementwise("Div", a, b);
  }

  private static boolean isOne(Value value) {
    return value instanceof Value.Constant constant && constant.data().equals(List.of(1.0));
  }

  /** {@code z} of {@code exp(-z)}. */
  private static Value logit(Value value) {
    return value instanceof Value.Result exp
            && exp.operator().equals("Exp")
            && exp.arguments().getFirst() instanceof Value.Result neg
            && neg.operator().equals("Neg")
        ? neg.arguments().getFirst()
        : null;
  }
}
