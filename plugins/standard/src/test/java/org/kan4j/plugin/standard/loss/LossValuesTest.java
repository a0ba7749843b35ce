/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.spi.training.Loss;

class LossValuesTest {
  private static final List<Loss> ALL =
      List.of(new MeanSquaredError(), new SoftmaxCrossEntropy(), new BinaryCrossEntropy());

  private static double row(Loss loss, double[] prediction, double[] target, double[] gradient) {
    return loss.row(prediction.length, prediction, target, 0, gradient);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void gradientsAgreeWithFiniteDifferences(long seed) {
    Random random = new Random(seed);
    for (Loss loss : ALL) {
      double[] prediction = random.doubles(4, -3, 3).toArray();
      double[] target = random.doubles(4, 0, 1).toArray();
      double[] gradient = new double[4];
      row(loss, prediction, target, gradient);
      for (int o = 0; o < 4; o++) {
        double[] up = prediction.clone();
        double[] down = prediction.clone();
        up[o] += 1e-5;
        down[o] -= 1e-5;
        double difference = (row(loss, up, target, null) - row(loss, down, target, null)) / 2e-5;
        assertEquals(difference, gradient[o], 1e-8, loss.name());
      }
    }
  }

  @Test
  void readsTheRowAtItsOffsetAlone() {
    for (Loss loss : ALL) {
      double[] gradient = {7, 0, 0, 7};
      double value = loss.row(2, new double[] {9, 1, 2, 9}, new double[] {9, 0, 1, 9}, 1, gradient);
      double[] expected = new double[2];
      assertEquals(row(loss, new double[] {1, 2}, new double[] {0, 1}, expected), value);
      assertArrayEquals(new double[] {7, expected[0], expected[1], 7}, gradient);
    }
  }

  @Test
  void squaredErrorIsTheMeanOverTheOutputs() {
    double[] gradient = new double[2];
    MeanSquaredError loss = new MeanSquaredError();
    assertEquals(5, row(loss, new double[] {1, 5}, new double[] {2, 2}, gradient));
    assertArrayEquals(new double[] {-1, 3}, gradient);
    assertEquals(-1, loss.residual(1, 2));
    assertEquals(1, loss.slope(1, 2));
  }

  @Test
  void softmaxTakesClassesAndSoftLabels() {
    SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();
    assertEquals(Math.log(3), row(loss, new double[3], new double[] {0, 1, 0}, null), 1e-15);
    assertEquals(Math.log(3), row(loss, new double[3], new double[] {0.2, 0.5, 0.3}, null), 1e-15);
    double[] gradient = new double[3];
    row(loss, new double[] {1, 2, 3}, new double[] {0.2, 0.5, 0.3}, gradient);
    assertEquals(0, gradient[0] + gradient[1] + gradient[2], 1e-15);
  }

  @Test
  void softmaxKeepsItsDigitsWhenSureAndDoesNotOverflowWhenWrong() {
    SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();
    double[] gradient = new double[2];
    double right = row(loss, new double[] {50, 0}, new double[] {1, 0}, gradient);
    assertEquals(Math.exp(-50), right, 1e-15 * right);
    assertEquals(-Math.exp(-50), gradient[0], 1e-15 * right);
    assertEquals(Math.exp(-50), gradient[1], 1e-15 * right);
    assertEquals(
        2e307, row(loss, new double[] {1e307, -1e307}, new double[] {0, 1}, gradient), 1e292);
    assertArrayEquals(new double[] {1, -1}, gradient);
  }

  @Test
  void binaryKeepsItsDigitsWhenSureAndDoesNotOverflowWhenWrong() {
    BinaryCrossEntropy loss = new BinaryCrossEntropy();
    double[] gradient = new double[2];
    double both = row(loss, new double[] {50, -50}, new double[] {1, 0}, gradient);
    assertEquals(2 * Math.exp(-50), both, 1e-15 * both);
    assertArrayEquals(new double[] {-Math.exp(-50), Math.exp(-50)}, gradient, 1e-15 * both);
    assertEquals(
        2e307, row(loss, new double[] {1e307, -1e307}, new double[] {0, 1}, gradient), 1e292);
    assertArrayEquals(new double[] {1, -1}, gradient);
    assertEquals(Math.log(2), row(loss, new double[1], new double[] {0.3}, null), 1e-15);
  }

  @Test
  void aNumberThatIsNoneStaysNone() {
    for (Loss loss : ALL) {
      for (double[] prediction :
          List.of(new double[] {Double.NaN, 1}, new double[] {1, Double.NaN})) {
        double[] gradient = new double[2];
        double value = row(loss, prediction, new double[] {1, 0}, gradient);
        assertTrue(Double.isNaN(value), loss.name());
        assertTrue(Double.isNaN(gradient[0] + gradient[1]), loss.name());
      }
    }
  }
}
