/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.graph;

import java.util.List;
import java.util.Map;

/** A value of a graph: an input, a constant, or the result of an operator. Immutable. */
public sealed interface Value {
  /** Place in the order of making: a value is made after all it depends on. */
  int number();

  /** The name in the file, unique in the graph. */
  String name();

  /** What the entries are. */
  ElementType type();

  /** The shape. */
  Shape shape();

  /** Number of columns. */
  default int columns() {
    return shape().columns();
  }

  /** What the caller of the graph gives. */
  record Input(int number, String name, ElementType type, Shape shape) implements Value {}

  /**
   * Numbers known at export.
   *
   * @param data row-major; rounded to the type when written
   */
  record Constant(int number, String name, ElementType type, Shape shape, List<Double> data)
      implements Value {
    /** Takes the numbers over as they are. */
    public Constant {
      data =
          data instanceof Numbers
              ? data
              : new Numbers(data.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** A copy of the numbers. */
    public double[] numbers() {
      return ((Numbers) data).toDoubles();
    }

    /** Whether every entry is this number. */
    boolean isAll(double number) {
      return ((Numbers) data).all(d -> d == number);
    }
  }

  /**
   * The result of an operator.
   *
   * @param operator name of the operator in ONNX
   * @param arguments what it is applied to
   * @param attributes {@code Long}, {@code Float} or {@code List<Long>} by name
   */
  record Result(
      int number,
      String name,
      ElementType type,
      Shape shape,
      String operator,
      List<Value> arguments,
      Map<String, Object> attributes)
      implements Value {
    /** Copies the collections. */
    public Result {
      arguments = List.copyOf(arguments);
      attributes = Map.copyOf(attributes);
    }

    /** The same under another name. */
    Result named(String other) {
      return new Result(number, other, type, shape, operator, arguments, attributes);
    }
  }
}
