/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.formula;

import java.util.SplittableRandom;
import java.util.function.DoubleBinaryOperator;

/**
 * A random formula of x and y as a text, with its value computed beside it by plain Java: an oracle
 * that shares nothing with the parser.
 *
 * @param level how strongly the outermost operator binds: 1 sum, 2 product, 3 sign, 4 power, 5 atom
 */
record RandomFormula(String text, int level, DoubleBinaryOperator value) {
  static RandomFormula draw(SplittableRandom random, int depth) {
    if (depth == 0 || random.nextInt(8) == 0) {
      return leaf(random);
    }
    RandomFormula a = draw(random, depth - 1);
    RandomFormula b = draw(random, depth - 1);
    DoubleBinaryOperator f = a.value;
    DoubleBinaryOperator g = b.value;
    String blank = random.nextBoolean() ? " " : "";
    return switch (random.nextInt(10)) {
      case 0 ->
          new RandomFormula(
              a.within(1) + blank + "+" + blank + b.within(2),
              1,
              (x, y) -> f.applyAsDouble(x, y) + g.applyAsDouble(x, y));
      case 1 ->
          new RandomFormula(
              a.within(1) + blank + "-" + blank + b.within(2),
              1,
              (x, y) -> f.applyAsDouble(x, y) - g.applyAsDouble(x, y));
      case 2 ->
          new RandomFormula(
              a.within(2) + blank + "*" + b.within(3),
              2,
              (x, y) -> f.applyAsDouble(x, y) * g.applyAsDouble(x, y));
      case 3 ->
          new RandomFormula(
              a.within(2) + "/" + blank + b.within(3),
              2,
              (x, y) -> f.applyAsDouble(x, y) / g.applyAsDouble(x, y));
      case 4 -> new RandomFormula("-" + a.within(3), 3, (x, y) -> -f.applyAsDouble(x, y));
      case 5 ->
          new RandomFormula(
              a.within(5) + (random.nextBoolean() ? "^" : "**") + b.within(3),
              4,
              (x, y) -> Math.pow(f.applyAsDouble(x, y), g.applyAsDouble(x, y)));
      case 6 ->
          new RandomFormula(
              "max(" + a.text + "," + blank + b.text + ")",
              5,
              (x, y) -> Math.max(f.applyAsDouble(x, y), g.applyAsDouble(x, y)));
      case 7 ->
          new RandomFormula("tanh(" + a.text + ")", 5, (x, y) -> Math.tanh(f.applyAsDouble(x, y)));
      case 8 ->
          new RandomFormula("cos(" + a.text + ")", 5, (x, y) -> Math.cos(f.applyAsDouble(x, y)));
      default ->
          new RandomFormula("abs(" + a.text + ")", 5, (x, y) -> Math.abs(f.applyAsDouble(x, y)));
    };
  }

  private static RandomFormula leaf(SplittableRandom random) {
    double number = random.nextInt(4) == 0 ? random.nextInt(4) : random.nextDouble() * 1e3;
    return switch (random.nextInt(4)) {
      case 0 -> new RandomFormula("x", 5, (x, y) -> x);
      case 1 -> new RandomFormula("y", 5, (x, y) -> y);
      case 2 -> new RandomFormula("pi", 5, (x, y) -> Math.PI);
      default -> new RandomFormula(Double.toString(number), 5, (x, y) -> number);
    };
  }

  private String within(int least) {
    return level >= least ? text : "(" + text + ")";
  }
}
