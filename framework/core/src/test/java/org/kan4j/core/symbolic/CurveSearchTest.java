/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.symbolic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.core.TestRegistries;
import org.kan4j.core.training.Fixture;
import org.kan4j.plugin.standard.pykan.Agreement;
import org.kan4j.plugin.standard.pykan.PykanFixture;
import org.kan4j.plugin.standard.pykan.PykanNames;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.function.Function;

class CurveSearchTest {
  static final List<String> LIBRARY =
      List.of(
          "zero",
          "identity",
          "power2",
          "power3",
          "power4",
          "power5",
          "inverse",
          "inverse2",
          "inverse3",
          "inverse4",
          "inverse5",
          "sqrt",
          "power1_5",
          "inverse_sqrt",
          "exp",
          "log",
          "abs",
          "sin",
          "cos",
          "tan",
          "tanh",
          "sign",
          "arcsin",
          "arccos",
          "arctan",
          "arctanh",
          "gaussian",
          "sinh",
          "cosh",
          "sigmoid",
          "erf",
          "bessel_j0");

  static Function function(String name) {
    return TestRegistries.standard().functions().factory(name).create(Map.of());
  }

  @Test
  void atLeastAsGoodAsPykan() {
    int compared = 0;
    for (JsonNode of : PykanFixture.read("fit_params").json().get("cases")) {
      String pykan = of.get("fun").asText();
      AffineFit fit =
          new CurveSearch(Fixture.flat(of.get("x")), Fixture.flat(of.get("y")))
              .fit(PykanNames.function(pykan));
      String name = of.get("curve").asText() + " as " + pykan;
      Agreement.within(1e-6, "fit_params", "r2, or more")
          .atLeast(of.get("r2").doubleValue(), fit.r2(), name);
      double[] y = Fixture.flat(of.get("y"));
      double[] theirs = Fixture.flat(of.get("fitted"));
      double[] ours = fit.values(Fixture.flat(of.get("x")));
      if (Math.abs(fit.r2() - r2(y, theirs)) > 1e-5) {
        continue; // pykan's lattice missed the fit
      }
      double range = Arrays.stream(y).max().orElseThrow() - Arrays.stream(y).min().orElseThrow();
      for (int s = 0; s < y.length; s++) {
        Agreement.within(1e-3, "fit_params", "fitted curves, of their range")
            .of(theirs[s] / range, ours[s] / range, name);
      }
      compared++;
    }
    assertEquals(17, compared);
  }

  private static double r2(double[] y, double[] fitted) {
    double mean = Arrays.stream(y).average().orElseThrow();
    double missed = IntStream.range(0, y.length).mapToDouble(s -> square(fitted[s] - y[s])).sum();
    return 1 - missed / Arrays.stream(y).map(value -> square(value - mean)).sum();
  }

  private static double square(double number) {
    return number * number;
  }

  static IntStream seeds() {
    return IntStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void findsWhatItWas(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    String name = LIBRARY.get(1 + random.nextInt(LIBRARY.size() - 1));
    double size = Math.pow(10, random.nextDouble(-6, 3)); // small signals too
    double[] x = random.doubles(300, -1, 1).toArray();
    double a = random.nextDouble(0.5, 3) * (random.nextBoolean() ? 1 : -1);
    boolean positive =
        name.startsWith("inverse") || List.of("sqrt", "power1_5", "log").contains(name);
    double b = positive ? Math.abs(a) + random.nextDouble(0.2, 2) : random.nextDouble(-1, 1);
    if (List.of("arcsin", "arccos", "arctanh").contains(name)) {
      a /= 4;
      b /= 5;
    } else if (name.equals("tan")) {
      a /= 3;
      b /= 4;
    } else if (name.equals("sign") || name.equals("abs")) {
      b = 0.3 * a;
    }
    AffineFit truth = new AffineFit(function(name), a, b, 1.7 * size, 0.3 * size, 1);
    AffineFit fit = new CurveSearch(x, truth.values(x)).fit(function(name));
    assertTrue(fit.r2() > 1 - 1e-9, "seed " + seed + ": " + truth + " found " + fit);
    AffineFit canonical = fit.canonical();
    double tolerance = 1e-9 * Arrays.stream(fit.values(x)).map(Math::abs).max().orElseThrow();
    assertArrayEquals(fit.values(x), canonical.values(x), tolerance, "seed " + seed);
  }

  /** Curves of no function in particular, against every point of a lattice over pykan's range. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void explainsWhatALatticeDoes(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = random.doubles(60, -1, 1).toArray();
    double[] y = new double[x.length];
    for (int bump = 0; bump < 4; bump++) {
      double height = random.nextDouble(-1, 1);
      double width = random.nextDouble(0.3, 1.5);
      double centre = random.nextDouble(-1, 1);
      for (int s = 0; s < x.length; s++) {
        y[s] += height * Math.exp(-Math.pow((x[s] - centre) / width, 2));
      }
    }
    CurveSearch curve = new CurveSearch(x, y);
    for (String name : LIBRARY.subList(1, LIBRARY.size())) {
      double theirs = bestOfLattice(function(name), x, y);
      double ours = curve.fit(function(name)).r2();
      // of the many lobes of a wave that decays the second best may be found
      double tolerance = name.equals("bessel_j0") ? 1e-2 : 1e-5;
      assertTrue(ours >= theirs - tolerance, "seed " + seed + ", " + name + ": " + ours);
    }
  }

  private static double bestOfLattice(Function function, double[] x, double[] y) {
    double best = 0;
    for (double a = -10; a <= 10; a += 0.25) {
      for (double b = -10; b <= 10; b += 0.25) {
        double[] values = new AffineFit(function, a, b, 1, 0, 0).values(x);
        double r2 = Math.pow(correlation(values, y), 2);
        best = Double.isNaN(r2) ? best : Math.max(best, r2);
      }
    }
    return best;
  }

  private static double correlation(double[] f, double[] y) {
    double meanF = Arrays.stream(f).average().orElseThrow();
    double meanY = Arrays.stream(y).average().orElseThrow();
    double ff = 0;
    double fy = 0;
    double yy = 0;
    for (int s = 0; s < f.length; s++) {
      ff += (f[s] - meanF) * (f[s] - meanF);
      fy += (f[s] - meanF) * (y[s] - meanY);
      yy += (y[s] - meanY) * (y[s] - meanY);
    }
    return fy / Math.sqrt(ff * yy);
  }

  @Test
  void constantsAndNonsense() {
    double[] x = {1, 2, 3};
    assertEquals(1, new CurveSearch(x, new double[] {4, 4, 4}).fit(function("zero")).r2());
    assertEquals(4, new CurveSearch(x, new double[] {4, 4, 4}).fit(function("sin")).d());
    assertEquals(0, new CurveSearch(x, new double[] {4, 5, 7}).fit(function("zero")).r2());
    KanException error =
        assertThrows(KanException.class, () -> new CurveSearch(x, new double[] {4, Double.NaN, 7}));
    assertEquals(KanException.Kind.NUMERIC, error.kind());
  }

  @Test
  void suggestsTheTruthFirst() {
    List<Function> library = LIBRARY.stream().map(CurveSearchTest::function).toList();
    double[] x = new SplittableRandom(1).doubles(1000, -1, 1).toArray();
    for (String name : List.of("sin", "exp", "power2", "tanh", "identity")) {
      AffineFit truth = new AffineFit(function(name), 2.5, 0.4, 1e-3, 5, 1);
      List<Suggestion> ranked = Suggestion.rank(new CurveSearch(x, truth.values(x)), library, 0.2);
      String first = ranked.getFirst().fit().function().name();
      boolean same = first.equals(name) || (name.equals("sin") && first.equals("cos"));
      assertTrue(same, name + " taken for " + ranked.subList(0, 3));
    }
  }
}
