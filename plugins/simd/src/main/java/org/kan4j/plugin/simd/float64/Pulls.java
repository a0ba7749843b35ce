/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import org.kan4j.plugin.simd.plan.LayerArrangement;
import org.kan4j.plugin.standard.cpu.Pull;

/** What derivatives by standard deviations bring to the rows of a chunk. */
final class Pulls {
  private Pulls() {}

  /** Adds what the subnodes get. */
  static void subnodes(LayerArrangement shape, Pull pull, Sheet sums, Sheet adjoint, Chunk chunk) {
    for (int o = 0; o < shape.subnodes(); o++) {
      double factor = (double) pull.subnode[o];
      if (factor == 0) {
        continue;
      }
      double mean = (double) pull.moments.subnode.mean[o];
      int place = sums.place(chunk.from(), shape.columns()[o]);
      for (int r = 0; r < chunk.count(); r++, place += sums.rowStep()) {
        adjoint.numbers()[place] += factor * (sums.numbers()[place] - mean);
      }
    }
  }

  /** The derivatives by the numeric edges from one input, in place of their values, row 0 on. */
  static void numeric(
      LayerArrangement shape, Pull pull, int i, Sheet values, Sheet adjoint, Chunk chunk) {
    for (int o = 0; o < shape.subnodes(); o++) {
      double factor = (double) pull.numeric[i * shape.subnodes() + o];
      double mean = (double) pull.moments.numeric.mean[i * shape.subnodes() + o];
      int column = shape.columns()[o];
      int from = values.place(0, column);
      int place = adjoint.place(chunk.from(), column);
      for (int r = 0; r < chunk.count(); r++) {
        double value = values.numbers()[from];
        values.numbers()[from] = adjoint.numbers()[place] + factor * (value - mean);
        from += values.rowStep();
        place += adjoint.rowStep();
      }
    }
    if (!shape.wide()) {
      // the kernel sums whole pairs of vectors
      int end = Lanes.padded(chunk.count());
      for (int column = 0; column < shape.subnodes(); column++) {
        for (int r = chunk.count(); r < end; r++) {
          values.numbers()[values.place(r, column)] = 0;
        }
      }
    }
  }

  /** Adds what an input gets. */
  static void input(Pull pull, int i, double[] x, double[] adjoint, Chunk chunk) {
    double factor = (double) pull.input[i];
    if (factor != 0) {
      double mean = (double) pull.moments.input.mean[i];
      for (int r = chunk.from(); r < chunk.from() + chunk.count(); r++) {
        adjoint[r] += factor * (x[r] - mean);
      }
    }
  }
}
