/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kan4j.spi.function.Operator;

class EvaluatingOpsTest {
  private final EvaluatingOps ops = new EvaluatingOps();

  @Test
  void columnsAndRowsBroadcast() {
    double[][] sum = ops.add(EvaluatingOps.column(1, 2), ops.constant(10, 20, 30));
    assertArrayEquals(new double[][] {{11, 21, 31}, {12, 22, 32}}, sum);
  }

  @Test
  void slicesAndJoins() {
    double[][] row = ops.constant(1, 2, 3, 4);
    double[][] joined =
        ops.concat(List.of(ops.slice(row, 3, 4), EvaluatingOps.column(7, 8), ops.slice(row, 0, 2)));
    assertArrayEquals(new double[][] {{4, 7, 1, 2}, {4, 8, 1, 2}}, joined);
  }

  @Test
  void choosesAndGathers() {
    double[][] x = EvaluatingOps.column(-1, 3, Double.NaN);
    double[][] positive = ops.less(ops.constant(0), x);
    assertArrayEquals(new double[][] {{5}, {3}, {5}}, ops.where(positive, x, ops.constant(5)));
    double[][] table = {{1, 2}, {3, 4}};
    assertArrayEquals(new double[][] {{1, 2}, {3, 4}, {1, 2}}, ops.gather(table, positive));
  }

  @Test
  void refusesWhatDoesNotFit() {
    double[][] two = ops.constant(1, 2);
    double[][] three = ops.constant(1, 2, 3);
    assertThrows(IllegalArgumentException.class, () -> ops.add(two, three));
    assertThrows(IllegalArgumentException.class, () -> ops.slice(two, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> ops.apply(Operator.ADD, two));
    double[][] index = EvaluatingOps.column(0.5);
    assertThrows(
        IllegalArgumentException.class, () -> ops.gather(new double[][] {{1}, {2}}, index));
  }
}
