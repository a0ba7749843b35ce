/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.basis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.plugin.standard.pykan.Agreement;
import org.kan4j.plugin.standard.pykan.PykanFixture;
import org.kan4j.spi.function.Basis;
import org.kan4j.spi.function.BasisShape;
import org.kan4j.spi.function.Refit;

/** Holds values, slopes and grids against numbers that pykan 0.2.8 gave. */
class PykanSplineTest {
  private final Agreement values = Agreement.within(1e-12, "bspline", "basis functions");
  private final Agreement curves = Agreement.within(1e-12, "bspline", "curves");
  private final Agreement slopes = Agreement.within(1e-12, "bspline", "slopes of curves");
  private final Agreement repeated = Agreement.within(1e-12, "bspline", "repeated knots");
  private final Agreement extended = Agreement.within(1e-12, "bspline", "extended knots");

  static Stream<JsonNode> splines() {
    return elements(read("bspline").get("cases")).filter(c -> !c.has("degenerate"));
  }

  static Stream<JsonNode> gridsFromSamples() {
    return elements(read("update_grid").get("single_layer"));
  }

  static Stream<JsonNode> refinements() {
    return elements(read("refine").get("cases"));
  }

  @ParameterizedTest(name = "case {index}")
  @MethodSource("splines")
  void valuesAndCurvesAgree(JsonNode given) {
    int order = given.get("k").asInt();
    double[] knots = doubles(given.get("extended_grid"));
    BSpline basis = BSpline.over(order, knots);
    double[] x = doubles(given.get("x"));
    double[][] value = new double[x.length][basis.shape().size()];
    double[][] slope = new double[x.length][basis.shape().size()];
    evaluate(basis, x, value, slope);
    for (int s = 0; s < x.length; s++) {
      values.of(doubles(given.get("basis").get(s)), value[s], "at " + x[s]);
      for (int c = 0; c < 2; c++) {
        double[] coefficients = doubles(given.get("coef").get(c));
        String where = "curve %d at %s".formatted(c, x[s]);
        curves.of(given.get("curve").get(s).get(c).asDouble(), dot(coefficients, value[s]), where);
        if (order == 1 && x[s] == basis.shape().upper()) {
          continue; // lines have a corner there: pykan's slope is that from the right
        }
        double expected = given.get("curve_dx").get(s).get(c).asDouble();
        slopes.of(expected, dot(coefficients, slope[s]), where);
      }
    }
  }

  /**
   * At repeated knots pykan takes a whole function for 0 where one of its two terms is 0/0; its
   * functions do not sum to 1 on the intervals beside. Here the term alone counts as 0.
   */
  @Test
  void repeatedKnotsAgreeWherePykanIsRight() {
    JsonNode given =
        elements(read("bspline").get("cases"))
            .filter(c -> c.has("degenerate"))
            .findFirst()
            .orElseThrow();
    double[] knots = doubles(given.get("extended_grid"));
    BSpline basis = BSpline.over(3, knots);
    double[] x = doubles(given.get("x"));
    double[][] value = new double[x.length][basis.shape().size()];
    evaluate(basis, x, value, new double[x.length][basis.shape().size()]);
    int right = 0;
    for (int s = 0; s < x.length; s++) {
      for (int j = 0; j < value[s].length; j++) {
        assertEquals(recursion(knots, j, 3, x[s]), value[s][j], 1e-12, j + " at " + x[s]);
      }
      double[] pykan = doubles(given.get("basis").get(s));
      if (Math.abs(DoubleStream.of(pykan).sum() - 1) < 1e-9) {
        repeated.of(pykan, value[s], "at " + x[s]);
        right++;
      }
    }
    assertEquals(4, right);
  }

  /** The textbook recursion, 0/0 counting as 0. */
  private static double recursion(double[] t, int j, int q, double x) {
    if (q == 0) {
      return x >= t[j] && x < t[j + 1] ? 1 : 0;
    }
    double rising = t[j + q] - t[j];
    double falling = t[j + q + 1] - t[j + 1];
    return (rising > 0 ? (x - t[j]) / rising * recursion(t, j, q - 1, x) : 0)
        + (falling > 0 ? (t[j + q + 1] - x) / falling * recursion(t, j + 1, q - 1, x) : 0);
  }

  @ParameterizedTest(name = "case {index}")
  @MethodSource("splines")
  void extendedKnotsAgree(JsonNode given) {
    double[] inner = doubles(given.get("inner_grid"));
    int order = given.get("k").asInt();
    extended.of(
        doubles(given.get("extended_grid")), BSpline.extend(inner, order), "order " + order);
  }

  @ParameterizedTest(name = "case {index}")
  @MethodSource("gridsFromSamples")
  void gridsFromSamplesAgree(JsonNode given) {
    for (int input = 0; input < given.get("grid_before").size(); input++) {
      int column = input;
      double[] sorted =
          elements(given.get("x"))
              .mapToDouble(row -> row.get(column).asDouble())
              .sorted()
              .toArray();
      Basis basis =
          basis(
              given.get("k").asInt(),
              given.get("grid_eps").asDouble(),
              given.get("grid_before").get(input));
      Basis refitted = basis.refit(new Refit.ToSamples(sorted, 0));
      for (String mode : List.of("mode_sample", "mode_grid")) {
        double[] expected = doubles(given.get(mode).get("grid").get(input));
        Agreement.within(1e-10, "update_grid", "knots, one layer")
            .of(expected, knots(refitted), mode);
      }
    }
  }

  @ParameterizedTest(name = "case {index}")
  @MethodSource("refinements")
  void refinedGridsAgree(JsonNode given) {
    JsonNode layers = given.get("model").get("layers");
    int compared = 0;
    for (int l = 0; l < layers.size(); l++) {
      JsonNode grids = layers.get(l).get("grid");
      for (int input = 0; input < grids.size(); input++) {
        Basis basis = basis(layers.get(l).get("k").asInt(), 0.02, grids.get(input));
        Basis refined = basis.refit(new Refit.ToSize(given.get("new_grid").asInt()));
        double[] expected = doubles(given.get("after").get(l).get("grid").get(input));
        Agreement.within(1e-10, "refine", "knots")
            .of(expected, knots(refined), "layer " + l + " input " + input);
        compared++;
      }
    }
    assertTrue(compared > 0, "nothing was compared");
  }

  private static Basis basis(int order, double uniformShare, JsonNode knots) {
    List<Double> list = DoubleStream.of(doubles(knots)).boxed().toList();
    return BSpline.factory()
        .create(Map.of("order", order, "grid_eps", uniformShare, "knots", list));
  }

  private static void evaluate(Basis basis, double[] x, double[][] values, double[][] slopes) {
    int n = x.length;
    int support = basis.shape().support();
    int[] first = new int[n];
    double[] flat = new double[2 * n * support];
    basis.evaluate(x, n, 1, first, flat);
    for (int s = 0; s < n; s++) {
      System.arraycopy(flat, s * support, values[s], first[s], support);
      System.arraycopy(flat, (n + s) * support, slopes[s], first[s], support);
    }
  }

  private static double dot(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }

  private static double[] knots(Basis basis) {
    return ((BasisShape.Spline) basis.shape())
        .knots().stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double[] doubles(JsonNode array) {
    return elements(array).mapToDouble(JsonNode::asDouble).toArray();
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    List<JsonNode> elements = new ArrayList<>();
    array.forEach(elements::add);
    return elements.stream();
  }

  private static JsonNode read(String name) {
    return PykanFixture.read(name).json();
  }
}
