/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.simd.plan;

import org.kan4j.plugin.standard.cpu.Fan;

/**
 * The numeric edges of one block that leave one input, and where their numbers are. In a layer of
 * wide form, {@code P[size+1][width]}, one column per subnode; of narrow form, {@code
 * P[living][stride]}, the numbers of each edge in a row and zeros behind.
 *
 * @param fan basis, base function, extrapolation
 * @param size basis functions
 * @param support basis functions that can differ from zero at one argument
 * @param rows numbers per edge that take part: of the basis, and of the base function if there is
 *     one
 * @param trainable whether training may change any number
 * @param offset place of the first number
 * @param columns the columns of the subnodes that living edges lead to, ascending
 */
public record Edges(
    Fan fan, int size, int support, int rows, boolean trainable, int offset, int[] columns) {
  /** From the numbers of an edge to those of the next, in narrow form: fives and fours of them. */
  public int stride() {
    return stride(rows);
  }

  /** The same for so many numbers. */
  public static int stride(int rows) {
    int stride = Math.max(4, rows);
    while (5 * (stride % 4) > stride) {
      stride++;
    }
    return stride;
  }

  /** How many of those are in fives. */
  public int inFives() {
    return 5 * (stride() % 4);
  }

  static Edges of(Fan fan, boolean trainable, int offset, int[] columns) {
    int size = fan.size();
    int rows = size + (fan.hasBase() ? 1 : 0);
    return new Edges(fan, size, fan.support(), rows, trainable, offset, columns);
  }
}
