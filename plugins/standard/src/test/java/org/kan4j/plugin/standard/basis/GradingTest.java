/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.basis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Refit;
import org.kan4j.testkit.BasisContract;

/** Chebyshev polynomials of a coordinate that is stretched towards ends. */
class GradingTest extends BasisContract {
  @Override
  protected Factory<Basis> factory() {
    return Chebyshev.factory();
  }

  @Override
  protected List<Basis> components() {
    return List.of(
        graded("lower", 6, -1, 1),
        graded("upper", 6, 0, 3),
        graded("both", 5, -3, 0.5),
        graded("both", 16, -1, 1));
  }

  private static Basis graded(String ends, int degree, double lower, double upper) {
    return Chebyshev.factory()
        .create(Map.of("degree", degree, "grading", ends, "lower", lower, "upper", upper));
  }

  /** Near a graded end functions move like a root: far for a small way, but without a jump. */
  @Test
  @Override
  public void isContinuousFromTheLeftAtTheUpperEnd() {
    for (Basis basis : components()) {
      int size = basis.shape().size();
      double upper = basis.shape().upper();
      double width = upper - basis.shape().lower();
      double[] x = {upper, upper - 1e-12 * width, upper - 1e-6 * width};
      double[] values = new double[3 * size];
      basis.evaluate(x, 3, 0, new int[3], values);
      for (int j = 0; j < size; j++) {
        double steepness = 4.0 * size * size;
        assertEquals(values[j], values[size + j], 1e-7 * steepness, basis.toString());
        assertEquals(values[j], values[2 * size + j], 2e-3 * steepness, basis.toString());
      }
    }
  }

  /** Rounding of arguments is large at graded ends: what refits keep is checked by itself. */
  @Test
  @Override
  public void refitsKeepTheContract() {
    Basis basis = graded("lower", 6, -1, 1);
    assertEquals(graded("lower", 9, -1, 1), basis.refit(new Refit.ToSize(9)));
    assertEquals(graded("lower", 6, 0, 7), basis.refit(new Refit.ToRange(0, 7)));
    assertEquals(graded("lower", 6, -2, 1), basis.refit(new Refit.ToCover(-2, 0)));
  }

  @Test
  void curvesLikeRootsConvergeAsFastAsSmoothOnes() {
    assertFits(Math::asin, "both", -1, 1);
    assertFits(Math::sqrt, "lower", 0, 4);
    assertFits(x -> Math.sqrt(1 - x) * Math.exp(x), "upper", 0, 1);
    assertFits(Math::exp, "both", -1, 1);
  }

  private static void assertFits(DoubleUnaryOperator of, String ends, double lower, double upper) {
    double plain = error(of, "none", lower, upper);
    double graded = error(of, ends, lower, upper);
    assertTrue(graded < 2e-4, ends + ": " + graded);
    assertTrue(graded < plain / 20 || plain < 1e-12, ends + ": " + graded + " of " + plain);
  }

  /** The error of least squares at many points, where they were not fitted. */
  private static double error(DoubleUnaryOperator of, String ends, double lower, double upper) {
    Basis basis = graded(ends, 20, lower, upper);
    int n = 2000;
    DMatrixRMaj left = new DMatrixRMaj(n, 21);
    DMatrixRMaj right = new DMatrixRMaj(n, 1);
    double[] x = new double[n];
    for (int s = 0; s < n; s++) {
      x[s] = (lower + upper) / 2 - (upper - lower) / 2 * Math.cos(Math.PI * (s + 0.5) / n);
      right.data[s] = of.applyAsDouble(x[s]);
    }
    basis.evaluate(x, n, 0, new int[n], left.data);
    DMatrixRMaj coefficients = new DMatrixRMaj(21, 1);
    CommonOps_DDRM.solve(left, right, coefficients);
    double worst = 0;
    double[] values = new double[21];
    for (int s = 1; s < 500; s++) {
      double at = lower + (upper - lower) * s / 500.0;
      basis.evaluate(new double[] {at}, 1, 0, new int[1], values);
      double sum = 0;
      for (int j = 0; j < 21; j++) {
        sum += values[j] * coefficients.data[j];
      }
      worst = Math.max(worst, Math.abs(sum - of.applyAsDouble(at)));
    }
    return worst;
  }
}
