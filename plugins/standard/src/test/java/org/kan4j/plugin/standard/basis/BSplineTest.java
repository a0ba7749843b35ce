/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.basis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.function.Refit;
import org.kan4j.testkit.BasisContract;

class BSplineTest extends BasisContract {
  @Override
  protected Factory<Basis> factory() {
    return BSpline.factory();
  }

  @Override
  protected List<Basis> components() {
    List<Basis> components = new ArrayList<>(List.of(factory().create(Map.of())));
    for (int order = 0; order <= 9; order++) {
      components.add(BSpline.uniform(1 + order % 4, order, -1, 2));
      components.add(BSpline.over(order, randomKnots(order, 6, new Random(order))));
    }
    components.add(BSpline.uniform(5, 12, -1, 1));
    components.add(BSpline.uniform(9, 15, -1, 2));
    components.add(BSpline.uniform(40, 3, 100, 101));
    components.add(BSpline.over(3, -1, -1, -1, -1, -0.2, 0.5, 2, 2, 2, 2));
    components.add(BSpline.over(2, BSpline.extend(new double[] {-1, 0, 0, 0.5, 1, 1}, 2)));
    components.add(factory().create(Map.of("grid", 4, "grid_eps", 1)));
    components.add(factory().create(Map.of("grid", 6, "grid_eps", 0, "order", 2)));
    return components;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void functionsSumToOneInTheCore(long seed) {
    Random random = new Random(seed);
    int order = (int) (seed - 1);
    double[] knots = randomKnots(order, 1 + random.nextInt(12), random);
    BSpline basis = BSpline.over(order, knots);
    double[] x = random.doubles(100, basis.shape().lower(), basis.shape().upper()).toArray();
    x[0] = basis.shape().lower();
    x[1] = basis.shape().upper();
    double[] values = values(basis, x, 3);
    int support = order + 1;
    for (int d = 0; d <= 3; d++) {
      for (int s = 0; s < x.length; s++) {
        double[] row =
            Arrays.copyOfRange(
                values, (d * x.length + s) * support, (d * x.length + s + 1) * support);
        double scale = DoubleStream.of(row).map(Math::abs).max().orElse(0);
        assertEquals(
            d == 0 ? 1 : 0, DoubleStream.of(row).sum(), 1e-13 * (order + 1) * Math.max(1, scale));
        if (d == 0) {
          assertTrue(DoubleStream.of(row).allMatch(v -> v >= 0), "negative at " + x[s]);
        }
      }
    }
  }

  @Test
  void intervalsAreFoundAmongNearlyUniformKnots() {
    // every knot and its neighbours, at a place where rounding shows
    BSpline basis = BSpline.uniform(1000, 1, 1e3, 1e3 + 0.7);
    double[] knots = knots(basis);
    for (int i = 1; i < knots.length - 1; i++) {
      double[] x = {Math.nextDown(knots[i]), knots[i], Math.nextUp(knots[i])};
      double[] values = values(basis, x, 0);
      double sum = i == 1 ? 1 : values[0] + values[1];
      assertEquals(1, sum, 1e-10, "below knot " + i);
      double peak = Math.max(values[2], values[3]);
      assertEquals(1, peak, 1e-10, "at knot " + i);
    }
  }

  @Test
  void specialCubicsAgreeWithTheGeneralScheme() {
    for (BSpline basis :
        List.of(
            BSpline.uniform(7, 3, -1, 1),
            BSpline.uniform(7, 3, 100, 101),
            BSpline.over(3, randomKnots(3, 9, new Random(3))))) {
      double from = basis.shape().lower() - 1;
      double[] x = new Random(4).doubles(200, from, basis.shape().upper() + 1).toArray();
      x[0] = basis.shape().lower();
      x[1] = basis.shape().upper();
      double[] special = values(basis, x, 1);
      double[] general = Arrays.copyOf(values(basis, x, 2), special.length);
      assertArrayEquals(general, special, 1e-12);
    }
  }

  @Test
  void decaysToZeroOverTheExtendedKnots() {
    BSpline basis = BSpline.uniform(4, 3, -1, 1);
    double[] x = {-2.5, -2.4, -1.2, 1.2, 2.4, 2.5, 1e300, -1e300};
    double[] values = values(basis, x, 0);
    double[] sums =
        IntStream.range(0, x.length)
            .mapToDouble(
                s -> values[4 * s] + values[4 * s + 1] + values[4 * s + 2] + values[4 * s + 3])
            .toArray();
    assertEquals(0, sums[0], 0);
    assertTrue(sums[1] > 0 && sums[1] < sums[2] && sums[2] < 1, Arrays.toString(sums));
    assertTrue(sums[4] > 0 && sums[4] < sums[3] && sums[3] < 1, Arrays.toString(sums));
    for (int s = 5; s < x.length; s++) {
      assertEquals(0, sums[s], 0, "at " + x[s]);
    }
  }

  @Test
  void repeatedSamplesStillGiveAscendingKnots() {
    double[] sorted = new double[100];
    Arrays.fill(sorted, 10, 90, 0.5);
    Arrays.fill(sorted, 90, 100, 3);
    for (double share : new double[] {0, 0.02, 1}) {
      Basis basis =
          factory()
              .create(Map.of("grid", 8, "grid_eps", share))
              .refit(new Refit.ToSamples(sorted, 0));
      double[] knots = knots(basis);
      for (int i = 1; i < knots.length; i++) {
        assertTrue(knots[i] > knots[i - 1], share + ": " + Arrays.toString(knots));
      }
      assertEquals(0, basis.shape().lower());
      assertEquals(3, basis.shape().upper());
    }
  }

  @ParameterizedTest(name = "from {0} to {1}")
  @CsvSource({
    "1,1.0000000000000002",
    "1e300,1.0000000000000002e300",
    "0,4.9e-324",
    "-7e-310,7e-310"
  })
  void anyTwoSamplesGiveAGridThatCoversThem(double a, double b) {
    Basis basis = BSpline.uniform(5, 3, -1, 1).refit(new Refit.ToSamples(new double[] {a, b}, 0));
    assertTrue(basis.shape().lower() <= a && basis.shape().upper() >= b, basis.toString());
    double[] values = values(basis, new double[] {a, b}, 0);
    assertEquals(1, values[0] + values[1] + values[2] + values[3], 1e-12);
    assertEquals(1, values[4] + values[5] + values[6] + values[7], 1e-12);
  }

  @Test
  void constantSamplesAreRefused() {
    BSpline basis = BSpline.uniform(5, 3, -1, 1);
    Refit request = new Refit.ToSamples(new double[] {2, 2, 2}, 0.1);
    assertThrows(IllegalArgumentException.class, () -> basis.refit(request));
  }

  @Test
  void refitsKeepTheUniformShareAndTheOrder() {
    Basis basis = factory().create(Map.of("grid", 3, "order", 2, "grid_eps", 0.7));
    double[] sorted = new Random(6).doubles(50).sorted().toArray();
    Basis refitted =
        basis
            .refit(new Refit.ToSamples(sorted, 0.1))
            .refit(new Refit.ToSize(9))
            .refit(new Refit.ToRange(0, 4));
    assertEquals(0.7, refitted.options().values().get("grid_eps"));
    assertEquals(2, refitted.options().values().get("order"));
    assertEquals(9, refitted.options().values().get("grid"));
    assertEquals(0.0, refitted.options().values().get("lower"));
    assertEquals(4.0, refitted.options().values().get("upper"));
  }

  @Test
  void uniformGridsStayUniform() {
    Basis basis = BSpline.uniform(5, 3, -1, 1);
    assertEquals(BSpline.uniform(5, 3, 0, 7), basis.refit(new Refit.ToRange(0, 7)));
    assertEquals(BSpline.uniform(12, 3, -1, 1), basis.refit(new Refit.ToSize(12)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "lower | 1 | bspline: lower must be less than upper, but 1.0 is not less than 1.0",
        "grid | 0 | bspline: grid: '0' is not a whole number from 1 to 100000",
        "order | -1 | bspline: order: '-1' is not a whole number from 0 to 15",
        "grid_eps | 1.5 | bspline: grid_eps: '1.5' is not a number from 0.0 to 1.0",
        "knots | 1,2,3 | bspline: knots: order 3 needs at least 8 knots, got 3",
        "knots | 0,1,2,3,4,5,7,6 | bspline: knots: number 7 is 6.0 after 7.0; knots must ascend, by 0 or at least 1.0E-100",
        "knots | 0,1,2,3,3,5,6,7 | bspline: the core interval from 3.0 to 3.0 has no width",
        "grids | 5 | bspline: unknown option 'grids'; known: grid, order, grid_eps, lower, upper, knots; did you mean 'grid'?",
      })
  void badOptionsAreExplained(String key, String value, String message) {
    KanException error =
        assertThrows(KanException.class, () -> factory().create(Map.of(key, value)));
    assertEquals(KanException.Kind.USER, error.kind());
    assertEquals(message, error.getMessage());
  }

  @Test
  void sizesOutOfRangeAreExplained() {
    BSpline basis = BSpline.uniform(5, 3, -1, 1);
    KanException error = assertThrows(KanException.class, () -> basis.refit(new Refit.ToSize(0)));
    assertEquals("bspline: grid: '0' is not a whole number from 1 to 100000", error.getMessage());
  }

  private static double[] randomKnots(int order, int intervals, Random random) {
    double[] inner = new double[intervals + 1];
    inner[0] = -1;
    for (int q = 1; q <= intervals; q++) {
      inner[q] = inner[q - 1] + 0.1 + random.nextDouble();
    }
    return BSpline.extend(inner, order);
  }

  private static double[] values(Basis basis, double[] x, int derivatives) {
    double[] values = new double[(derivatives + 1) * x.length * basis.shape().support()];
    basis.evaluate(x, x.length, derivatives, new int[x.length], values);
    return values;
  }

  private static double[] knots(Basis basis) {
    return ((BasisShape.Spline) basis.shape())
        .knots().stream().mapToDouble(Double::doubleValue).toArray();
  }
}
