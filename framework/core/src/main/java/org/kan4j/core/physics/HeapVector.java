/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.physics;

import org.kan4j.spi.training.Vector;

/** Numbers on the heap. */
final class HeapVector implements Vector {
  private final double[] values;

  HeapVector(int size) {
    values = new double[size];
  }

  /** Those of a vector, its own if it is on the heap; not to be changed. */
  static double[] values(Vector vector) {
    return vector instanceof HeapVector heap ? heap.values : vector.toArray();
  }

  @Override
  public int size() {
    return values.length;
  }

  @Override
  public void write(double[] source) {
    System.arraycopy(source, 0, values, 0, values.length);
  }

  @Override
  public void read(double[] target) {
    System.arraycopy(values, 0, target, 0, values.length);
  }

  @Override
  public double dot(Vector other) {
    double[] others = values(other);
    double sum = 0;
    for (int p = 0; p < values.length; p++) {
      sum += values[p] * others[p];
    }
    return sum;
  }

  @Override
  public void combine(double a, double b, Vector other) {
    double[] others = values(other);
    for (int p = 0; p < values.length; p++) {
      values[p] = (a == 0 ? 0 : a * values[p]) + b * others[p];
    }
  }
}
