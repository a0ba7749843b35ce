/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.float64;

import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromArray;
import static org.kan4j.plugin.simd.float64.Lanes.SPECIES;

import jdk.incubator.vector.DoubleVector;
import org.kan4j.plugin.simd.plan.Edges;

/**
 * The values of wide layers for so few rows that sorting them is not worth it: each row fetches its
 * own coefficients, and fetching them bounds it.
 */
final class FewRows {
  /** Up to so many rows. */
  static final int MOST = 8;

  private FewRows() {}

  /**
   * Adds the edges from one input.
   *
   * @param x arguments, from {@code from} on
   */
  static void add(
      Evaluator evaluator, Edges edges, double[] x, Chunk chunk, Scratch scratch, Target to) {
    int rows = chunk.count();
    Local local = scratch.few;
    local.reserve(evaluator.numbers, false, scratch);
    evaluator.first(x, chunk.from(), rows, scratch, scratch.first);
    scratch.arguments.rows(x, chunk.from());
    evaluator.values(scratch.arguments, rows, scratch, local);
    double[] sums = to.sheet.numbers();
    for (int r = 0; r < rows; r++) {
      int place = to.sheet.place(chunk.from() + r, 0);
      int functions = edges.offset() + scratch.first[r] * to.width;
      int base = edges.offset() + edges.size() * to.width;
      for (int c = 0; c < to.width; c += Lanes.COUNT) {
        DoubleVector sum = fromArray(SPECIES, sums, place + c);
        int coefficient = functions + c;
        int value = r;
        for (int j = 0; j < edges.support(); j++) {
          DoubleVector v = broadcast(SPECIES, local.values[value]);
          sum = v.fma(fromArray(SPECIES, to.p, coefficient), sum);
          value += local.step;
          coefficient += to.width;
        }
        if (evaluator.numbers > edges.support()) {
          DoubleVector v = broadcast(SPECIES, local.values[value]);
          sum = v.fma(fromArray(SPECIES, to.p, base + c), sum);
        }
        sum.intoArray(sums, place + c);
      }
    }
  }

  /** Parameters, and the sums of a layer of wide form. */
  record Target(double[] p, Sheet sheet, int width) {}
}
