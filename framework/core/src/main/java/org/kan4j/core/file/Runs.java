/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.file;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** A set of numbers as runs, each the first and the one after the last, in ascending order. */
final class Runs {
  private Runs() {}

  static int[][] of(BitSet set) {
    List<int[]> runs = new ArrayList<>();
    for (int from = set.nextSetBit(0); from >= 0; ) {
      int to = set.nextClearBit(from);
      runs.add(new int[] {from, to});
      from = set.nextSetBit(to);
    }
    return runs.toArray(int[][]::new);
  }

  /**
   * The set.
   *
   * @param size no number may reach it
   * @throws IllegalArgumentException if the runs are not what {@link #of} gives
   */
  static BitSet toSet(int[][] runs, int size) {
    BitSet set = new BitSet();
    int end = -1;
    for (int[] run : runs) {
      if (run == null || run.length != 2 || run[0] <= end || run[1] <= run[0] || run[1] > size) {
        throw new IllegalArgumentException("runs are not in order or reach beyond " + size);
      }
      set.set(run[0], run[1]);
      end = run[1];
    }
    return set;
  }
}
