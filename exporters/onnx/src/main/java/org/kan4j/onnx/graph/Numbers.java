/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.onnx.graph;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;
import java.util.function.DoublePredicate;

/** The numbers of a constant: millions of them as they lie in memory, seen as a list. Immutable. */
final class Numbers extends AbstractList<Double> implements RandomAccess {
  private final double[] values;
  private final int hash;

  /** Takes the array over; nobody may change it afterwards. */
  Numbers(double[] values) {
    this.values = values;
    this.hash = Arrays.hashCode(values);
  }

  @Override
  public Double get(int index) {
    return values[index];
  }

  @Override
  public int size() {
    return values.length;
  }

  double[] toDoubles() {
    return values.clone();
  }

  boolean all(DoublePredicate rule) {
    return Arrays.stream(values).allMatch(rule);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Numbers numbers
        ? Arrays.equals(values, numbers.values)
        : super.equals(other);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
