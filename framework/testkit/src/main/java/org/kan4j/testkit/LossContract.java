/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.kan4j.spi.training.Loss;

/** What every {@link Loss} must do. */
public abstract class LossContract extends FactoryContract<Loss> {
  private static final int ROWS = 20;

  /** For subclasses. */
  protected LossContract() {}

  /** Numbers of outputs to try. */
  protected List<Integer> outputs() {
    return List.of(1, 3);
  }

  /** A target of one row, {@code target[outputs]}; a random one unless overridden. */
  protected double[] target(int outputs, Random random) {
    return random.doubles(outputs, -1, 1).toArray();
  }

  /** The gradient is that of the value, in the row's own places alone. */
  @Test
  public void gradientIsThatOfTheValue() {
    each((loss, row) -> {
      int n = row.prediction.length;
      double[] prediction = shifted(row.prediction);
      double[] target = shifted(row.target);
      double[] gradient = new double[n + 5];
      Arrays.fill(gradient, 77);
      double value = loss.row(n, prediction, target, 2, gradient);
      assertEquals(value, loss.row(n, prediction, target, 2, null), "without gradient");
      for (int i : new int[] {0, 1, n + 2, n + 3, n + 4}) {
        assertEquals(77, gradient[i], "touched place " + i + " outside the row");
      }
      GradientChecker.assertGradient(
          p -> loss.row(n, p, row.target, 0, null),
          row.prediction,
          Arrays.copyOfRange(gradient, 2, n + 2),
          1e-6);
    });
  }

  /** Predictions far off neither overflow nor become NaN. */
  @Test
  public void staysFiniteFarOff() {
    each((loss, row) -> {
      int n = row.prediction.length;
      double[] far = Arrays.stream(row.prediction).map(p -> 1e4 * p).toArray();
      double[] gradient = new double[n];
      double value = loss.row(n, far, row.target, 0, gradient);
      assertTrue(Double.isFinite(value), loss + " is " + value);
      for (double slope : gradient) {
        assertTrue(Double.isFinite(slope), loss + " has slope " + slope);
      }
    });
  }

  /** NaN is never mistaken for a prediction. */
  @Test
  public void nanGivesNaN() {
    each((loss, row) -> {
      int n = row.prediction.length;
      double[] prediction = row.prediction.clone();
      prediction[n - 1] = Double.NaN;
      double value = loss.row(n, prediction, row.target, 0, null);
      assertTrue(Double.isNaN(value), loss + " is " + value);
    });
  }

  /** Residuals of a sum of squares are consistent with value and gradient. */
  @Test
  public void squaresAreConsistent() {
    each((loss, row) -> {
      if (!(loss instanceof Loss.Squares squares)) {
        return;
      }
      int n = row.prediction.length;
      double[] gradient = new double[n];
      double value = loss.row(n, row.prediction, row.target, 0, gradient);
      double mean = 0;
      for (int o = 0; o < n; o++) {
        double residual = squares.residual(row.prediction[o], row.target[o]);
        double slope = squares.slope(row.prediction[o], row.target[o]);
        mean += residual * residual / n;
        assertEquals(gradient[o], 2 * residual * slope / n, 1e-9 * (1 + Math.abs(slope)));
      }
      assertEquals(value, mean, 1e-12 * Math.max(1, value));
    });
  }

  /** The curvature is that of the gradient. */
  @Test
  public void curvatureIsThatOfTheGradient() {
    each((loss, row) -> {
      if (!(loss instanceof Loss.Curved curved)) {
        return;
      }
      int n = row.prediction.length;
      double[] factor = new double[n * n];
      curved.curvature(n, shifted(row.prediction), shifted(row.target), 2, factor);
      for (int i = 0; i < n; i++) {
        int of = i;
        double[] hessian = new double[n];
        for (int j = 0; j < n; j++) {
          for (int k = 0; k < n; k++) {
            hessian[j] += factor[k * n + i] * factor[k * n + j];
          }
        }
        GradientChecker.assertGradient(
            p -> {
              double[] gradient = new double[n];
              loss.row(n, p, row.target, 0, gradient);
              return gradient[of];
            },
            row.prediction,
            hessian,
            1e-6);
      }
    });
  }

  private void each(Check check) {
    for (Loss loss : components()) {
      for (int outputs : outputs()) {
        Random random = new Random(outputs);
        for (int r = 0; r < ROWS; r++) {
          double[] prediction = random.doubles(outputs, -3, 3).toArray();
          check.row(loss, new Row(prediction, target(outputs, random)));
        }
      }
    }
  }

  private static double[] shifted(double[] row) {
    double[] longer = new double[row.length + 5];
    Arrays.fill(longer, -55);
    System.arraycopy(row, 0, longer, 2, row.length);
    return longer;
  }

  private record Row(double[] prediction, double[] target) {}

  @FunctionalInterface
  private interface Check {
    void row(Loss loss, Row row);
  }
}
