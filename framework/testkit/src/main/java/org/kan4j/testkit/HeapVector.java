/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.testkit;

import org.kan4j.spi.training.Vector;

/** A vector in an array on the heap. */
public final class HeapVector implements Vector {
  private final double[] values;

  private HeapVector(double[] values) {
    this.values = values;
  }

  /** A vector of zeros. */
  public static HeapVector zero(int size) {
    return new HeapVector(new double[size]);
  }

  /** A vector with these entries; they are copied. */
  public static HeapVector of(double... values) {
    return new HeapVector(values.clone());
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
    double[] b = ((HeapVector) other).values;
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += values[i] * b[i];
    }
    return sum;
  }

  @Override
  public void combine(double a, double b, Vector other) {
    double[] from = ((HeapVector) other).values;
    for (int i = 0; i < values.length; i++) {
      values[i] = (a == 0 ? 0 : a * values[i]) + b * from[i];
    }
  }

  @Override
  public void update(Elementwise update, Vector... others) {
    double[][] tile = new double[others.length + 1][];
    tile[0] = values;
    for (int v = 0; v < others.length; v++) {
      tile[v + 1] = ((HeapVector) others[v]).values;
    }
    update.apply(0, values.length, tile);
  }
}
