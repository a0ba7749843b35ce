/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import java.util.SplittableRandom;
import org.kan4j.core.table.ArrayTable;
import org.kan4j.core.table.Split;
import org.kan4j.core.table.Table;

/** The data of pykan's first example: {@code exp(sin(pi x1) + x2^2)} on the square. */
public final class HelloKan {
  private HelloKan() {}

  /** So many rows. */
  public static Table table(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x1 = random.doubles(rows, -1, 1).toArray();
    double[] x2 = random.doubles(rows, -1, 1).toArray();
    double[] y = new double[rows];
    for (int r = 0; r < rows; r++) {
      y[r] = Math.exp(Math.sin(Math.PI * x1[r]) + x2[r] * x2[r]);
    }
    return ArrayTable.builder("hello").numbers("x1", x1).numbers("x2", x2).numbers("y", y).build();
  }

  /** Rows to learn from and, if wanted, rows to choose by; no test rows. */
  public static Split split(int train, int validation) {
    return new Split(table(train, 1), table(validation, 2), table(0, 3));
  }
}
