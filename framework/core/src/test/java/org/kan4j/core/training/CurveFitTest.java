/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.plugin.standard.basis.BSpline;
import org.kan4j.plugin.standard.pykan.Agreement;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.Extrapolation;
import org.kan4j.spi.function.Refit;

class CurveFitTest {
  @Test
  void agreesWithPykan() throws Exception {
    for (JsonNode of : Fixture.read("curve2coef").get("cases")) {
      for (int i = 0; i < of.get("grid").size(); i++) {
        Basis basis = BSpline.over(of.get("k").intValue(), Fixture.flat(of.get("grid").get(i)));
        double[] x = Fixture.column(of.get("x"), i);
        int curves = of.get("coef").get(i).size();
        int size = basis.shape().size();
        double[] y = new double[x.length * curves];
        double[] fitted = new double[x.length * curves];
        for (int s = 0; s < x.length; s++) {
          for (int c = 0; c < curves; c++) {
            y[s * curves + c] = of.get("y").get(s).get(i).get(c).doubleValue();
            fitted[s * curves + c] = of.get("fitted").get(s).get(i).get(c).doubleValue();
          }
        }
        double[] coefficients = new double[size * curves];
        for (int j = 0; j < size; j++) {
          for (int c = 0; c < curves; c++) {
            coefficients[j * curves + c] = of.get("coef").get(i).get(c).get(j).doubleValue();
          }
        }
        CurveFit fit = new CurveFit(basis, Extrapolation.ZERO, curves);
        fit.add(x, y, 1);
        double[] solved = fit.solve();
        String kind = of.get("kind").asText();
        Agreement.within(1e-9, "curve2coef", "coefficients").of(coefficients, solved, kind);
        Curves curve = new Curves(basis, Extrapolation.ZERO, solved, curves);
        Agreement.within(1e-11, "curve2coef", "fitted curves").of(fitted, curve.at(x), kind);
      }
    }
  }

  @Test
  void coincidentKnotsStillGiveAFiniteAnswer() {
    Basis basis = BSpline.over(3, -3, -2, -1, 0, 0.5, 0.5, 0.5, 0.5, 0.5, 1, 2, 3, 4);
    CurveFit fit = new CurveFit(basis, Extrapolation.LINEAR, 1);
    double[] x = {0, 0.1, 0.1, 0.9};
    fit.add(x, new double[] {1, 2, 2, 3}, 1);
    for (double coefficient : fit.solve()) {
      assertTrue(Double.isFinite(coefficient));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void functionsThatNoSampleSeesKeepTheirCurve(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Curves old = random(BSpline.uniform(5, 3, -1, 1), 2, random);
    Basis finer = BSpline.uniform(15, 3, -1, 1);
    double[] samples = random.doubles(40, -1, -0.2).sorted().toArray();
    Curves moved = old.onto(finer, samples);
    double[] everywhere = random.doubles(200, -1, 1).toArray();
    assertArrayEquals(old.at(everywhere), moved.at(everywhere), 1e-10, "seed " + seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void samplesThatBarelyTouchAFunctionDoNotThrowItOff(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Curves old = random(BSpline.uniform(8, 1, -1, 1), 1, random);
    Basis coarser = BSpline.uniform(5, 1, -1.2, 1.1);
    // the last sample reaches a hair into the next interval
    double[] samples = random.doubles(60, -1, 0).sorted().toArray();
    samples[59] = -1.2 + 2.3 / 5 * 3 + 1e-6;
    Curves moved = old.onto(coarser, samples);
    double largest = Arrays.stream(old.coefficients()).map(Math::abs).max().orElseThrow();
    for (double coefficient : moved.coefficients()) {
      assertTrue(Math.abs(coefficient) < 1000 * largest, "seed " + seed + ": " + coefficient);
    }
  }

  @Test
  void refinementByAMultipleIsExact() {
    SplittableRandom random = new SplittableRandom(4);
    Basis coarse = BSpline.uniform(5, 3, -1, 1);
    Curves old = random(coarse, 3, random);
    Curves fine = old.onto(coarse.refit(new Refit.ToSize(10)), new double[0]);
    double[] x = random.doubles(100, -1, 1).toArray();
    assertArrayEquals(old.at(x), fine.at(x), 1e-12);
    assertEquals(13 * 3, fine.coefficients().length);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void gridsThatCoverMoreStillMakeEveryCurve(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int order = (int) seed % 5;
    double[] inner = random.doubles(7, -1, 1).sorted().toArray();
    Curves old = random(BSpline.over(order, BSpline.extend(inner, order)), 3, random);
    double beyond = random.nextDouble(0.01, 3);
    boolean both = random.nextBoolean();
    Basis covering =
        old.basis().refit(new Refit.ToCover(both ? inner[0] - beyond : 0.0, inner[6] + beyond));
    assertEquals(inner[6] + beyond, covering.shape().upper());
    assertEquals(both ? inner[0] - beyond : inner[0], covering.shape().lower());
    double[] inside = random.doubles(200, inner[0], inner[6]).toArray();
    double[] values = old.at(inside);
    CurveFit fit = new CurveFit(covering, Extrapolation.LINEAR, 3);
    fit.add(inside, values, 1);
    Curves same = new Curves(covering, Extrapolation.LINEAR, fit.solve(), 3);
    assertArrayEquals(values, same.at(inside), 1e-9, "seed " + seed + ", order " + order);
    assertSame(covering, covering.refit(new Refit.ToCover(inner[0], inner[6])));
  }

  private static Curves random(Basis basis, int count, SplittableRandom random) {
    double[] coefficients = random.doubles((long) basis.shape().size() * count, -1, 1).toArray();
    return new Curves(basis, Extrapolation.LINEAR, coefficients, count);
  }
}
