/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.table;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.kan4j.spi.component.KanException;

/**
 * Rows to learn from, rows to choose by, rows to judge by. Any two have no row in common. A part
 * may be empty, but for the training part.
 */
public record Split(Table train, Table validation, Table test) {
  /**
   * A random split; the same seed gives the same rows.
   *
   * @param train share of the rows to learn from, above 0
   * @param validation share of the rows to choose by; the rest are test rows
   * @throws KanException of kind USER for shares that do not fit, DATA if no training row is left
   */
  public static Split random(Table table, double train, double validation, long seed) {
    if (!(train > 0 && validation >= 0 && train + validation <= 1 + 1e-12)) {
      throw KanException.user(
          "split %s / %s: shares are at least 0, train is above 0, and together at most 1",
          train, validation);
    }
    int[] order = permutation(table.rows(), seed);
    int first = (int) Math.round(train * order.length);
    int second = Math.min(order.length, first + (int) Math.round(validation * order.length));
    if (first == 0) {
      throw KanException.data("%s: %d rows are too few to split", table.source(), table.rows());
    }
    return new Split(
        part(table, order, 0, first),
        part(table, order, first, second),
        part(table, order, second, order.length));
  }

  private static Table part(Table table, int[] order, int from, int to) {
    Arrays.sort(order, from, to); // memory order: a part reads its rows front to back
    return new SelectedTable(table, Arrays.copyOfRange(order, from, to));
  }

  private static int[] permutation(int size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] order = new int[size];
    for (int r = 0; r < size; r++) {
      int swap = random.nextInt(r + 1);
      order[r] = order[swap];
      order[swap] = r;
    }
    return order;
  }
}
