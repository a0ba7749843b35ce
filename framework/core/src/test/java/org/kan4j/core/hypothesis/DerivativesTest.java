/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.hypothesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.formula.Formula;
import org.kan4j.core.model.Feature;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;
import org.kan4j.plugin.standard.pykan.Agreement;
import org.kan4j.plugin.standard.pykan.PykanFixture;
import org.kan4j.spi.network.Network;
import org.kan4j.testkit.RandomNetworks;

class DerivativesTest {
  private static Kan kan(Network network, Random random) {
    List<Feature> features = new ArrayList<>();
    for (int i = 0; i < network.inputs(); i++) {
      features.add(new Feature.Numeric("x" + i, scaling(random), -1, 1, OptionalDouble.empty()));
    }
    List<String> targets = IntStream.range(0, network.outputs()).mapToObj(o -> "y" + o).toList();
    List<Scaling> scalings = targets.stream().map(name -> scaling(random)).toList();
    return new Kan(network, features, new Task.Regression(targets, scalings), List.of());
  }

  private static Scaling scaling(Random random) {
    return random == null
        ? Scaling.NONE
        : new Scaling(random.nextGaussian(), 0.5 + random.nextDouble());
  }

  private static Stream<JsonNode> pykanCases() {
    List<JsonNode> cases = new ArrayList<>();
    PykanFixture.read("derivatives").json().get("cases").forEach(cases::add);
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("pykanCases")
  void ofModelsAreThoseOfPykan(JsonNode of) {
    Network network = PykanFixture.read("derivatives").network(of.get("model"));
    double[][] x = rows(of.get("x"));
    List<PointDerivatives> points = new ModelDerivatives(kan(network, null), 0).at(x, 2);
    for (int r = 0; r < x.length; r++) {
      PointDerivatives point = points.get(r);
      String where = of.get("case").asText() + ", row " + r;
      Agreement.within(1e-8, "derivatives", "outputs")
          .of(PykanFixture.numbers(of.get("y").get(r))[0], point.value(), where);
      Agreement.within(1e-8, "derivatives", "gradients")
          .of(PykanFixture.numbers(of.get("jacobian").get(r)), point.gradient(), where);
      Agreement.within(1e-8, "derivatives", "Hessian matrices")
          .of(
              PykanFixture.numbers(of.get("hessian").get(r)),
              Arrays.stream(point.hessian()).flatMapToDouble(Arrays::stream).toArray(),
              where);
    }
  }

  static double[][] rows(JsonNode x) {
    return IntStream.range(0, x.size())
        .mapToObj(r -> PykanFixture.numbers(x.get(r)))
        .toArray(double[][]::new);
  }

  /** Each order against differences of the order below; a point at a knot may be an outlier. */
  private static void assertAgree(Derivatives function, double[][] x, String of) {
    int n = function.variables().size();
    double step = 1e-5;
    List<PointDerivatives> points = function.at(x, 3);
    int checked = 0;
    int wrong = 0;
    for (int k = 0; k < n; k++) {
      List<PointDerivatives> up = function.at(moved(x, k, step), 2);
      List<PointDerivatives> down = function.at(moved(x, k, -step), 2);
      for (int r = 0; r < x.length; r++) {
        PointDerivatives here = points.get(r);
        List<double[]> pairs = new ArrayList<>();
        pairs.add(new double[] {up.get(r).value(), down.get(r).value(), here.gradient()[k]});
        for (int i = 0; i < n; i++) {
          pairs.add(
              new double[] {
                up.get(r).gradient()[i], down.get(r).gradient()[i], here.hessian()[i][k]
              });
          for (int j = 0; j < n; j++) {
            pairs.add(
                new double[] {
                  up.get(r).hessian()[i][j], down.get(r).hessian()[i][j], here.third()[i][j][k]
                });
          }
        }
        for (double[] pair : pairs) {
          double difference = (pair[0] - pair[1]) / (2 * step);
          double scale = 1 + Math.abs(pair[2]) + Math.abs(pair[0]);
          checked++;
          if (!(Math.abs(difference - pair[2]) < 2e-5 * scale)) {
            wrong++;
          }
        }
      }
    }
    assertTrue(wrong <= checked / 100, of + ": " + wrong + " of " + checked + " differ");
  }

  private static double[][] moved(double[][] x, int variable, double by) {
    double[][] moved = Arrays.stream(x).map(double[]::clone).toArray(double[][]::new);
    for (double[] row : moved) {
      row[variable] += by;
    }
    return moved;
  }

  private static double[][] gaussian(Random random, int rows, int variables) {
    double[][] x = new double[rows][variables];
    for (double[] row : x) {
      Arrays.setAll(row, v -> 0.7 * random.nextGaussian());
    }
    return x;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void ofRandomNetworksAgreeWithDifferences(long seed) {
    Random random = new Random(seed);
    Network network = RandomNetworks.of(seed, 3);
    Kan kan = kan(network, random);
    double[][] x = gaussian(random, 70, network.inputs()); // more than one chunk
    for (int output = 0; output < network.outputs(); output++) {
      assertAgree(new ModelDerivatives(kan, output), x, "seed " + seed);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x^2*y + exp(x*z)/(2+y^2) - z",
        "sin(x)*cos(y) + tan(z/3) + asin(x/9) + acos(y/9) + atan(z)",
        "sinh(x)*cosh(y)*tanh(z) + atanh(x/9)",
        "log(5+x)*log10(5+y)*log2(5+z)*sqrt(4+x)",
        "abs(x-0.01)*sigmoid(y*z) + erf(x*y)",
        "bessel_j0(3*x*y) + bessel_j0(z-1)",
        "min(x,y)*max(y,z) + sign(x)*floor(z)",
        "(5+x)^y + pow(5+z, 1.5) + x^3*y^-2 + 2^z"
      })
  void ofFormulasAgreeWithDifferences(String formula) {
    assertAgree(
        new FormulaDerivatives(Formula.parse(formula), List.of("x", "y", "z")),
        gaussian(new Random(3), 30, 3),
        formula);
  }

  @Test
  void ofFormulasHaveTheValueOfTheFormula() {
    String text = "x^2*y + exp(x*z)/(2+y^2) - log2(z+9) + 0.5^x + x^0.5";
    List<String> names = List.of("z", "unused", "y", "x");
    double[] point = {0.3, 7, -0.4, 0.9};
    PointDerivatives at =
        new FormulaDerivatives(Formula.parse(text), names).at(new double[][] {point}, 2).get(0);
    assertEquals(Formula.parse(text).evaluate(names, point), at.value(), 1e-14);
    assertEquals(0, at.gradient()[1]);
  }
}
