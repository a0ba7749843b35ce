/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.physics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kan4j.spi.component.KanException;

class FormulaEquationTest {
  private static final List<String> INPUTS = List.of("x", "t");

  @Test
  void burgersFromTextIsBurgersByHand() {
    String text = "u_t + u*u_x = 0.05*u_xx";
    Partials partials = FormulaEquation.partials(INPUTS, List.of("u"), List.of(text));
    assertEquals(new Partials(2, List.of(new Partials.Second(0, 0))), partials);
    Equation read = FormulaEquation.parse(text, INPUTS, List.of("u"), partials);
    Equation byHand =
        KnownProblems.burgers(0.05, new KnownProblems.Sampling(1, 2, 1))
            .conditions()
            .getFirst()
            .equation();
    Random random = new Random(3);
    for (int trial = 0; trial < 50; trial++) {
      double[] x = {random.nextGaussian(), random.nextDouble()};
      double[] jet = random.doubles(4, -2, 2).toArray();
      double[] slopes = new double[4];
      double[] expected = new double[4];
      assertEquals(byHand.residual(x, jet, expected), read.residual(x, jet, slopes), 1e-14);
      assertArrayEquals(expected, slopes, 1e-14);
      assertEquals(read.residual(x, jet, null), read.residual(x, jet, new double[4]), 0.0);
    }
  }

  /** Two unknowns, mixed derivatives in both orders, functions of unknowns. */
  @Test
  void slopesAreThoseOfTheText() {
    String text = "sin(v)*u_tx + v_xt^2/(1 + x^2) - exp(u_t)";
    List<String> outputs = List.of("u", "v");
    Partials partials = FormulaEquation.partials(INPUTS, outputs, List.of(text));
    assertEquals(List.of(new Partials.Second(0, 1)), partials.seconds());
    Equation equation = FormulaEquation.parse(text, INPUTS, outputs, partials);
    int channels = partials.channels();
    double[] x = {0.7, 0.2};
    double[] jet = new Random(4).doubles(2L * channels, -1, 1).toArray();
    double[] slopes = new double[jet.length];
    double value = equation.residual(x, jet, slopes);
    int mixed = partials.channel(1, 0);
    double expected =
        Math.sin(jet[channels]) * jet[mixed]
            + Math.pow(jet[channels + mixed], 2) / 1.49
            - Math.exp(jet[partials.channel(1)]);
    assertEquals(expected, value, 1e-14);
    for (int c = 0; c < jet.length; c++) {
      double[] up = jet.clone();
      double[] down = jet.clone();
      up[c] += 1e-6;
      down[c] -= 1e-6;
      double difference =
          (equation.residual(x, up, null) - equation.residual(x, down, null)) / 2e-6;
      assertEquals(difference, slopes[c], 1e-8, "slope " + c);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "u_xy = 0 | equation 'u_xy = 0': 'u_xy' is no input, output or derivative; known: x, t, u, u_x, u_t; did you mean 'u_x'?",
        "u = 1 = x | equation 'u = 1 = x' has more than one '='",
      })
  void badEquationsAreExplained(String text, String message) {
    KanException error =
        assertThrows(
            KanException.class,
            () -> FormulaEquation.parse(text, INPUTS, List.of("u"), Partials.first(2)));
    assertEquals(KanException.Kind.USER, error.kind());
    assertEquals(message, error.getMessage());
  }
}
