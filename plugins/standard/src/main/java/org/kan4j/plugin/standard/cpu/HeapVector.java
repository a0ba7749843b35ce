/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.cpu;

import org.kan4j.spi.training.Vector;

/** A vector that is an array on the heap. */
final class HeapVector implements Vector {
  private final double[] values;

  HeapVector(int size) {
    values = new double[size];
  }

  /** The array behind a vector of a program of this size. */
  static double[] of(Vector vector, int size) {
    if (!(vector instanceof HeapVector heap) || heap.values.length != size) {
      throw new IllegalArgumentException(
          "not a vector of this program, which has " + size + " parameters: " + vector);
    }
    return heap.values;
  }

  @Override
  public int size() {
    return values.length;
  }

  @Override
  public void write(double[] source) {
    if (source.length != values.length) {
      throw new IllegalArgumentException(source.length + " numbers for " + this);
    }
    System.arraycopy(source, 0, values, 0, values.length);
  }

  @Override
  public void read(double[] target) {
    if (target.length != values.length) {
      throw new IllegalArgumentException(target.length + " places for " + this);
    }
    System.arraycopy(values, 0, target, 0, values.length);
  }

  @Override
  public double dot(Vector other) {
    double[] a = values;
    double[] b = of(other, a.length);
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int p = 0;
    for (; p + 4 <= a.length; p += 4) {
      s0 += a[p] * b[p];
      s1 += a[p + 1] * b[p + 1];
      s2 += a[p + 2] * b[p + 2];
      s3 += a[p + 3] * b[p + 3];
    }
    for (; p < a.length; p++) {
      s0 += a[p] * b[p];
    }
    return (s0 + s1) + (s2 + s3);
  }

  @Override
  public void combine(double a, double b, Vector other) {
    double[] mine = values;
    double[] theirs = of(other, mine.length);
    if (a == 0) {
      for (int p = 0; p < mine.length; p++) {
        mine[p] = b * theirs[p];
      }
    } else {
      for (int p = 0; p < mine.length; p++) {
        mine[p] = a * mine[p] + b * theirs[p];
      }
    }
  }

  @Override
  public void update(Elementwise update, Vector... others) {
    double[][] arrays = new double[others.length + 1][];
    arrays[0] = values;
    for (int v = 0; v < others.length; v++) {
      arrays[v + 1] = of(others[v], values.length);
    }
    update.apply(0, values.length, arrays);
  }

  @Override
  public String toString() {
    return "a heap vector of " + values.length;
  }
}
