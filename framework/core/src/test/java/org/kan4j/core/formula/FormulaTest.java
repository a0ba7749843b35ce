/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.spi.component.KanException;

class FormulaTest {
  private static final List<String> XY = List.of("x", "y");

  static Stream<Long> seeds() {
    return new SplittableRandom(7).longs(200).boxed();
  }

  private static double at(String formula, double x, double y) {
    return Formula.parse(formula).evaluate(XY, x, y);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1 + 2*3; 7",
        "(1 + 2)*3; 9",
        "7 - 2 - 1; 4",
        "8/4/2; 1",
        "8/4*2; 4",
        "8/(4*2); 1",
        "2^3^2; 512",
        "(2^3)^2; 64",
        "2**3**2; 512",
        "2*3**2; 18",
        "-2^2; -4",
        "(-2)^2; 4",
        "2^-1; 0.5",
        "2^-2^2; 0.0625",
        "--3; 3",
        "-+-3; 3",
        "1 - -1; 2",
        "2*-3; -6",
        "-6/-3; 2",
        "1.5e2; 150",
        "1E-1; 0.1",
        ".5 + 5.; 5.5",
        "2*e; 5.43656365691809",
        "log2(8); 3",
        "log2(536870912); 29",
        "log10(1000); 3",
        "ln(e); 1",
        "log(exp(2)); 2",
        "SIN(0) + Cos(0); 1",
        "arcsin(1)*2/pi; 1",
        "ArcTan(1)*4/pi; 1",
        "arccos(1); 0",
        "atanh(tanh(0.25)); 0.25",
        "sinh(0) + cosh(0); 1",
        "sqrt(16) + abs(-3) + floor(-1.5) + sign(-9); 4",
        "min(3, 2) + max(3, 2) + pow(2, 10); 1029",
        "sigmoid(0); 0.5",
        "sigmoid(-800); 0",
        "tan(pi/4); 0.9999999999999999",
      })
  void valuesOfConstants(String formula, double expected) {
    Expression expression = Formula.parse(formula);
    double tolerance = Math.ulp(expected) * 2;
    assertEquals(expected, expression.evaluate(List.of()), tolerance, formula);
    assertEquals(
        expression.evaluate(List.of()),
        Formula.parse(expression.toString()).evaluate(List.of()),
        expression.toString());
  }

  @Test
  void theFormulaOfTheLiterature() {
    Expression formula = Formula.parse("exp(sin(pi*x)+y^2)");
    assertEquals(List.of("x", "y"), List.copyOf(formula.variables()));
    assertEquals(
        Math.exp(Math.sin(Math.PI * 0.3) + 0.7 * 0.7), formula.evaluate(XY, 0.3, 0.7), 1e-15);
    assertEquals("exp(sin(pi*x) + y^2)", formula.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a-b - c; a - b - c",
        "a-(b-c); a - (b - c)",
        "a/(b/c); a/(b/c)",
        "a/b/c; a/b/c",
        "(a*b)*c; a*b*c",
        "a*(b*c); a*(b*c)",
        "(a^b)^c; (a^b)^c",
        "a^b^c; a^(b^c)",
        "-x^2; -x^2",
        "(-x)^2; (-x)^2",
        "x^-2; x^(-2)",
        "-(x+y); -(x + y)",
        "2*-3; 2*(-3)",
        "`mean radius`*2; `mean radius`*2",
        "`x`; x",
        "`e` + e; `e` + 2.718281828459045",
        "`a``b`; `a``b`",
      })
  void printsWithTheBracketsItNeeds(String formula, String printed) {
    assertEquals(printed, Formula.parse(formula).toString());
    assertEquals(Formula.parse(formula), Formula.parse(printed));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "\"\"; 1; a number, a name or '(' is expected",
        "2x; 2; an operator or the end is expected",
        "2 (x); 3; an operator or the end is expected",
        "x +; 4; a number, a name or '(' is expected",
        "(x; 3; ')' is expected",
        "x); 2; an operator or the end is expected",
        "sin(x y); 7; ')' is expected",
        "1 + sni(x); 5; did you mean 'sin'?",
        "sin(x, y); 1; sin takes 1 argument, not 2",
        "max(x); 1; max takes 2 arguments, not 1",
        "sin(); 5; a number, a name or '(' is expected",
        "x & y; 3; an operator or the end is expected",
        "1e999; 1; the number is too large",
        "1.2.3; 4; an operator or the end is expected",
        "x ^; 4; a number, a name or '(' is expected",
        "* x; 1; a number, a name or '(' is expected",
        "`mean; 2; a closing ` is expected",
        "``; 2; a name is expected",
      })
  void errorsShowWhere(String formula, int column, String expected) {
    KanException failure = assertThrows(KanException.class, () -> Formula.parse(formula));
    assertEquals(KanException.Kind.USER, failure.kind());
    List<String> lines = failure.getMessage().lines().toList();
    assertTrue(lines.get(0).startsWith("formula, column " + column + ": "), failure.getMessage());
    assertTrue(lines.get(0).contains(expected), failure.getMessage());
    assertEquals("  " + formula, lines.get(1));
    assertEquals(" ".repeat(column + 1) + "^", lines.get(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "-", "sin(", "x^", "x/"})
  void deepNestingIsRefusedRatherThanOverflowing(String piece) {
    KanException failure =
        assertThrows(KanException.class, () -> Formula.parse(piece.repeat(100_000) + "x"));
    assertTrue(failure.getMessage().contains("more than 200"), failure.getMessage());
  }

  @Test
  void longSumsAreNotDeep() {
    assertEquals(100_001, at("x" + " + x".repeat(100_000), 1, 0));
    assertEquals(1, at("x" + "*x".repeat(100_000), 1, 0));
    assertEquals(1, at("x" + "/x*x".repeat(200), 1, 0));
  }

  @Test
  void aVariableWithoutValuesIsNamed() {
    KanException failure = assertThrows(KanException.class, () -> at("x + yy", 1, 2));
    assertEquals(KanException.Kind.USER, failure.kind());
    assertEquals(
        "the formula has a variable 'yy', which has no values; known: x, y; did you mean 'y'?",
        failure.getMessage());
  }

  @Test
  void logarithmToBaseTwo() {
    for (int exponent = -1022; exponent < 1024; exponent++) {
      assertEquals(exponent, at("log2(x)", Math.scalb(1.0, exponent), 0));
    }
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 10_000; i++) {
      double x = i % 2 == 0 ? random.nextDouble(0.5, 2) : Math.exp(random.nextDouble(-700, 700));
      double expected = Math.log(x) / Math.log(2);
      assertEquals(expected, at("log2(x)", x, 0), 4 * Math.ulp(expected), "x = " + x);
    }
    assertEquals(Double.NEGATIVE_INFINITY, at("log2(x)", 0, 0));
    assertEquals(-1074, at("log2(x)", Double.MIN_VALUE, 0), 1e-12);
    assertTrue(Double.isNaN(at("log2(x)", -1, 0)));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void agreesWithValuesFoundWhileTheTextWasMade(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RandomFormula formula = RandomFormula.draw(random, 5);
    Expression expression = Formula.parse(formula.text());
    Expression printed = Formula.parse(expression.toString());
    int rows = 50;
    double[][] columns = {
      random.doubles(rows, -3, 3).toArray(), random.doubles(rows, -3, 3).map(Math::rint).toArray()
    };
    double[] values = expression.evaluate(XY, columns, rows);
    for (int r = 0; r < rows; r++) {
      double x = columns[0][r];
      double y = columns[1][r];
      double expected = formula.value().applyAsDouble(x, y);
      assertEquals(expected, values[r], formula.text());
      assertEquals(expected, expression.evaluate(XY, x, y), formula.text());
      assertEquals(expected, printed.evaluate(XY, x, y), expression.toString());
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whateverIsTypedIsReadOrRefused(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> pieces =
        List.of("x", "1", "+", "-", "*", "**", "^", "/", "(", ")", ",", "sin(", " ", ".", "e", "`");
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i >= 0; i--) {
      text.append(pieces.get(random.nextInt(pieces.size())));
    }
    try {
      Expression expression = Formula.parse(text.toString());
      assertEquals(expression, Formula.parse(expression.toString()), text.toString());
    } catch (KanException refused) {
      assertEquals(KanException.Kind.USER, refused.kind());
    }
  }
}
