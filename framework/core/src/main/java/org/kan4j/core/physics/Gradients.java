/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.physics;

import java.util.BitSet;

/**
 * Where derivatives by parameters are gathered: a row of a Jacobian for each row, or one gradient
 * for all. Confined to one thread.
 */
final class Gradients {
  private final double[] target;
  private final BitSet trainable;
  private final int offset;
  private final int step;

  private Gradients(double[] target, BitSet trainable, int offset, int step) {
    this.target = target;
    this.trainable = trainable;
    this.offset = offset;
    this.step = step;
  }

  /** Rows of a Jacobian, {@code size} apart, from an offset on; they hold zeros. */
  static Gradients rows(double[] jacobian, BitSet trainable, int offset, int size) {
    return new Gradients(jacobian, trainable, offset, size);
  }

  /** The sum over rows, added to a gradient. */
  static Gradients sum(double[] gradient, BitSet trainable) {
    return new Gradients(gradient, trainable, 0, 0);
  }

  /** A curve's coefficients: the first, and how far the next is. */
  record Places(int first, int stride) {}

  void add(int place, double[] byRow) {
    if (trainable.get(place)) {
      for (int r = 0; r < byRow.length; r++) {
        target[offset + r * step + place] += byRow[r];
      }
    }
  }

  /** Coefficients of a curve: the basis and its derivatives, weighted. */
  void add(Fan fan, int support, Places places, double[][] weights) {
    double[] values = fan.basis[0];
    double[] slopes = fan.basis[1];
    double[] bends = fan.basis[2];
    for (int r = 0; r < weights[0].length; r++) {
      double w0 = weights[0][r];
      double w1 = weights[1][r];
      double w2 = weights[2][r];
      int place = places.first + fan.first[r] * places.stride;
      for (int j = 0; j < support; j++) {
        int at = r * support + j;
        if (trainable.get(place)) {
          target[offset + r * step + place] += w0 * values[at] + w1 * slopes[at] + w2 * bends[at];
        }
        place += places.stride;
      }
    }
  }
}
