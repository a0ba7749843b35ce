/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.graph;

import java.util.Arrays;

/** What need not be computed when the graph runs: operators on constants, neutral elements. */
final class Folding {
  private Folding() {}

  /** A simpler value that equals an elementwise operator; null if there is none. */
  static Value fold(GraphBuilder graph, String operator, Value... arguments) {
    if (Arrays.stream(arguments).allMatch(Value.Constant.class::isInstance)) {
      return compute(graph, operator, arguments);
    }
    if (arguments.length == 2) {
      Value a = arguments[0];
      Value b = arguments[1];
      boolean neutralRight =
          switch (operator) {
            case "Add", "Sub" -> isAll(b, 0);
            case "Mul", "Div" -> isAll(b, 1);
            default -> false;
          };
      if (neutralRight && b.columns() <= a.columns()) {
        return a;
      }
      boolean neutralLeft =
          (operator.equals("Add") && isAll(a, 0)) || (operator.equals("Mul") && isAll(a, 1));
      if (neutralLeft && a.columns() <= b.columns()) {
        return b;
      }
    }
    return null;
  }

  private static boolean isAll(Value value, double number) {
    return value instanceof Value.Constant constant && constant.isAll(number);
  }

  private static Value compute(GraphBuilder graph, String operator, Value... arguments) {
    int columns = Arrays.stream(arguments).mapToInt(Value::columns).max().orElseThrow();
    double[] result = new double[columns];
    for (int c = 0; c < columns; c++) {
      double a = entry(arguments[0], c);
      double b = arguments.length > 1 ? entry(arguments[1], c) : 0;
      Double value = compute(operator, a, b);
      if (value == null) {
        return null;
      }
      result[c] = value;
    }
    return graph.row(result);
  }

  private static double entry(Value value, int column) {
    return ((Value.Constant) value).data().get(value.columns() == 1 ? 0 : column);
  }

  private static Double compute(String operator, double a, double b) {
    return switch (operator) {
      case "Neg" -> -a;
      case "Abs" -> Math.abs(a);
      case "Exp" -> Math.exp(a);
      case "Log" -> Math.log(a);
      case "Sqrt" -> Math.sqrt(a);
      case "Sin" -> Math.sin(a);
      case "Cos" -> Math.cos(a);
      case "Tanh" -> Math.tanh(a);
      case "Floor" -> Math.floor(a);
      case "Sign" -> Math.signum(a);
      case "Add" -> a + b;
      case "Sub" -> a - b;
      case "Mul" -> a * b;
      case "Div" -> a / b;
      case "Min" -> Math.min(a, b);
      case "Max" -> Math.max(a, b);
      default -> null;
    };
  }
}
