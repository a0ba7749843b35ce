/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnsTest {
  private static final double[] FIRST = {0.1, 1.1, 2.1, 3.1};
  private static final double[] SECOND = {-0.1, -1.1, -2.1, 1e300};

  /** Columns that are no arrays, as those of a table. */
  private static Columns computed() {
    return new Columns() {
      @Override
      public int rows() {
        return 4;
      }

      @Override
      public int count() {
        return 2;
      }

      @Override
      public void read(int column, int from, int length, double[] target, int offset) {
        System.arraycopy(column == 0 ? FIRST : SECOND, from, target, offset, length);
      }
    };
  }

  @Test
  void allWaysOfReadingAgree() {
    for (Columns columns : List.of(Columns.of(4, FIRST, SECOND), computed())) {
      double[] exact = new double[4];
      columns.read(1, 1, 3, exact, 1);
      assertArrayEquals(new double[] {0, -1.1, -2.1, 1e300}, exact);
      float[] single = new float[4];
      columns.read(1, 1, 3, single, 1);
      assertArrayEquals(new float[] {0, -1.1f, -2.1f, Float.POSITIVE_INFINITY}, single);
      Columns some = columns.select(new int[] {3, 0, 3});
      assertEquals(3, some.rows());
      assertEquals(2, some.count());
      exact = new double[3];
      some.read(0, 1, 2, exact, 1);
      assertArrayEquals(new double[] {0, 0.1, 3.1}, exact);
      single = new float[3];
      some.read(0, 0, 3, single, 0);
      assertArrayEquals(new float[] {3.1f, 0.1f, 3.1f}, single);
    }
  }
}
