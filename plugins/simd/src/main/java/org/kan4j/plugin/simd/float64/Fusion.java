/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import java.util.Arrays;
import org.kan4j.plugin.simd.plan.Arrangement;
import org.kan4j.plugin.simd.plan.Edges;
import org.kan4j.plugin.simd.plan.LayerArrangement;
import org.kan4j.spi.training.Vector;

/**
 * Updates the numbers of the edges of one input as soon as their gradient is whole, while it is in
 * the nearest cache. Several threads may do so for different inputs.
 */
final class Fusion {
  private final Arrangement arrangement;
  private final Vector.Elementwise rule;

  /** Parameters, gradient, and what else the rule looks at. */
  private final double[][] arrays;

  private boolean begun;

  Fusion(Arrangement arrangement, Vector parameters, Vector.Update update) {
    this.arrangement = arrangement;
    rule = update.rule();
    arrays = new double[update.others().size() + 1][];
    arrays[0] = PaddedVector.of(parameters, arrangement);
    for (int v = 1; v < arrays.length; v++) {
      arrays[v] = PaddedVector.of(update.others().get(v - 1), arrangement);
    }
  }

  /** The gradient of the last block begins: no edge has been updated yet. */
  void begin() {
    begun = true;
  }

  /** Whether {@link #edges} was or will be called for all edges from some layer on. */
  boolean begun() {
    return begun;
  }

  /** The gradient of some edges is whole, and nobody needs their old numbers. */
  void edges(Edges edges, LayerArrangement layer) {
    int from = edges.offset();
    int to = layer.end(edges);
    clear(arrays[1], from, to);
    rule.apply(from, to, arrays);
  }

  /** Sets what is fixed to zero, within a range. */
  private void clear(double[] gradient, int from, int to) {
    int[] fixed = arrangement.fixed();
    int low = 0;
    int high = fixed.length / 2;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (fixed[2 * middle + 1] <= from) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    for (int k = 2 * low; k < fixed.length && fixed[k] < to; k += 2) {
      Arrays.fill(gradient, Math.max(from, fixed[k]), Math.min(to, fixed[k + 1]), 0);
    }
  }

  /**
   * Updates all but the edges, whose gradient is whole.
   *
   * @param outside runs of places
   */
  void rest(int[] outside) {
    for (int k = 0; k < outside.length; k += 2) {
      clear(arrays[1], outside[k], outside[k + 1]);
      rule.apply(outside[k], outside[k + 1], arrays);
    }
    if (!PaddedVector.leavesZeros(rule, arrays.length)) {
      PaddedVector.clear(arrays, arrangement.holes());
    }
  }
}
