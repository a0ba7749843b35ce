/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SimplificationTest {
  static Stream<Long> seeds() {
    return new SplittableRandom(11).longs(200).boxed();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1*x + 0; x",
        "2*(3*x + 1) - 2; 6*x",
        "x + y + x; 2*x + y",
        "x - x; 0",
        "x*x*y*x; x^3*y",
        "2*x*3; 6*x",
        "exp(0*x + 1*y); exp(y)",
        "sin(2*(x - 0.5) + 1); sin(2*x)",
        "x^1 + x/1; 2*x",
        "sqrt(4)*x; 2*x",
        "0*x; 0",
        "-(x + y); -x - y + 0"
      })
  void shorter(String given, String expected) {
    String wanted =
        expected.endsWith(" + 0") ? expected.substring(0, expected.length() - 4) : expected;
    String printed = Simplification.simplify(Formula.parse(given + " + 0")).toString();
    assertEquals(wanted, printed);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void sameValues(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Expression given = Formula.parse(RandomFormula.draw(random, 4).text());
    Expression shorter = Simplification.simplify(given);
    List<String> variables = given.variables().stream().toList();
    for (int point = 0; point < 20; point++) {
      double[] at = random.doubles(variables.size(), 0.3, 2).toArray();
      double before = given.evaluate(variables, at);
      if (Double.isFinite(before) && Math.abs(before) < 1e8) {
        double after = shorter.evaluate(variables, at);
        double tolerance = 1e-7 * Math.max(1, Math.abs(before));
        assertEquals(before, after, tolerance, "seed " + seed + ": " + given + " is " + shorter);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theTextParsesBack(long seed) {
    Expression given =
        Simplification.simplify(
            Formula.parse(RandomFormula.draw(new SplittableRandom(seed), 4).text()));
    List<String> variables = given.variables().stream().toList();
    Expression again = Formula.parse(given.toString());
    double[] at = new SplittableRandom(seed).doubles(variables.size(), 0.3, 2).toArray();
    assertEquals(given.evaluate(variables, at), again.evaluate(variables, at), "seed " + seed);
  }
}
