/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.kan4j.spi.function.Function;

/** What every {@link Function} must do. */
public abstract class FunctionContract extends FactoryContract<Function> {
  private static final double LIMIT = 1000;

  /** For subclasses. */
  protected FunctionContract() {}

  /** Arguments about which the function is defined and smooth. */
  protected double[] arguments() {
    return new Random(41).doubles(50, -3, 3).toArray();
  }

  /** The description computes the same values. */
  @Test
  public void isWhatItsDescriptionComputes() {
    for (Function function : components()) {
      double[] x = arguments();
      double[] values = new double[x.length];
      function.evaluate(x, x.length, 0, values);
      double[][] described = function.lower(new EvaluatingOps(), EvaluatingOps.column(x));
      assertEquals(x.length, described.length, function + " must keep the number of rows");
      for (int s = 0; s < x.length; s++) {
        assertEquals(1, described[s].length, function.toString());
        double tolerance = 1e-12 * Math.max(1, Math.abs(values[s]));
        assertEquals(values[s], described[s][0], tolerance, function + " at " + x[s]);
      }
    }
  }

  /** Each derivative is that of the one before. */
  @Test
  public void derivativesAreThoseOfTheValues() {
    for (Function function : components()) {
      double[] x = arguments();
      double[] values = new double[4 * x.length];
      function.evaluate(x, x.length, 3, values);
      for (int d = 1; d <= 3; d++) {
        int below = d - 1;
        for (int s = 0; s < x.length; s++) {
          GradientChecker.assertGradient(
              at -> derivative(function, at[0], below),
              new double[] {x[s]},
              new double[] {values[d * x.length + s]},
              1e-5);
        }
      }
    }
  }

  /** However many derivatives are asked for, the values are the same to rounding. */
  @Test
  public void valuesDoNotDependOnDerivatives() {
    for (Function function : components()) {
      double[] x = arguments();
      double[] before = x.clone();
      double[] alone = new double[x.length + 1];
      alone[x.length] = 5;
      function.evaluate(x, x.length, 0, alone);
      assertEquals(5, alone[x.length], function + " writes beyond what was asked for");
      for (int d = 1; d <= 3; d++) {
        double[] values = new double[(d + 1) * x.length];
        function.evaluate(x, x.length, d, values);
        for (int s = 0; s < x.length; s++) {
          double tolerance = 1e-14 * Math.max(1, Math.abs(alone[s]));
          assertEquals(alone[s], values[s], tolerance, function + " at " + x[s]);
        }
      }
      assertArrayEquals(before, x, function + " changed its arguments");
    }
  }

  /** NaN gives NaN. */
  @Test
  public void nanGivesNaN() {
    for (Function function : components()) {
      double[] values = new double[4];
      function.evaluate(new double[] {Double.NaN}, 1, 3, values);
      for (int d = 0; d <= 3; d++) {
        assertTrue(Double.isNaN(values[d]), function + ", derivative " + d + ": " + values[d]);
      }
    }
  }

  /** The guarded variant is finite and within its limit, everywhere it is usually asked. */
  @Test
  public void guardedStaysFinite() {
    for (Function function : components()) {
      Function guarded = function.guarded(LIMIT);
      double[] x = Arrays.copyOf(arguments(), arguments().length + 4);
      x[x.length - 1] = 1;
      x[x.length - 2] = -1;
      x[x.length - 3] = 1e-9;
      double[] values = new double[x.length];
      guarded.evaluate(x, x.length, 0, values);
      for (int s = 0; s < x.length; s++) {
        assertTrue(
            Math.abs(values[s]) <= LIMIT * (1 + 1e-12), guarded + " at " + x[s] + ": " + values[s]);
      }
    }
  }

  /** Complexity is 0 for nothing alone. */
  @Test
  public void complexityCounts() {
    for (Function function : components()) {
      double[] x = arguments();
      double[] values = new double[x.length];
      function.evaluate(x, x.length, 0, values);
      boolean nothing = Arrays.stream(values).allMatch(v -> v == 0);
      assertEquals(nothing, function.complexity() == 0, function.toString());
    }
  }

  private static double derivative(Function function, double x, int derivative) {
    double[] values = new double[derivative + 1];
    function.evaluate(new double[] {x}, 1, derivative, values);
    return values[derivative];
  }
}
