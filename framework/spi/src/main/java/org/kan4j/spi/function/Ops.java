/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.function;

import java.util.List;

/**
 * The vocabulary in which functions and bases describe themselves, once, for every reader: ONNX
 * export, printing as text, LaTeX and source, a reference oracle for tests, kernels for other
 * devices. A value is a matrix with one row per sample and any number of columns; elementwise
 * operators broadcast a single column, and a constant row, over the other argument.
 *
 * @param <V> what a reader takes for a value; opaque to the one who describes
 */
public interface Ops<V> {
  /** The same row for every sample. */
  V constant(double... row);

  /** An elementwise operator; as many arguments as its arity. */
  V apply(Operator operator, List<V> arguments);

  /** Columns {@code from} (included) to {@code to} (excluded). */
  V slice(V value, int from, int to);

  /** All columns side by side. */
  V concat(List<V> values);

  /**
   * Per sample, the row of the table whose number {@code index} holds: a single column of whole
   * numbers, already in {@code [0, table.length)}. NaN may give any row, but must not fail.
   */
  V gather(double[][] table, V index);

  /** {@code a + b}. */
  default V add(V a, V b) {
    return apply(Operator.ADD, List.of(a, b));
  }

  /** {@code a - b}. */
  default V sub(V a, V b) {
    return apply(Operator.SUB, List.of(a, b));
  }

  /** {@code a * b}. */
  default V mul(V a, V b) {
    return apply(Operator.MUL, List.of(a, b));
  }

  /** {@code a / b}. */
  default V div(V a, V b) {
    return apply(Operator.DIV, List.of(a, b));
  }

  /** The smaller. */
  default V min(V a, V b) {
    return apply(Operator.MIN, List.of(a, b));
  }

  /** The larger. */
  default V max(V a, V b) {
    return apply(Operator.MAX, List.of(a, b));
  }

  /** 1 where {@code a < b}, else 0. */
  default V less(V a, V b) {
    return apply(Operator.LESS, List.of(a, b));
  }

  /** {@code yes} where {@code condition} is not 0, else {@code no}. */
  default V where(V condition, V yes, V no) {
    return apply(Operator.WHERE, List.of(condition, yes, no));
  }

  /** An operator of one argument. */
  default V apply(Operator operator, V a) {
    return apply(operator, List.of(a));
  }
}
