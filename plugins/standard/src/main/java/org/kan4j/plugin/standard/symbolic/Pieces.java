/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.symbolic;

import java.util.function.DoubleUnaryOperator;

/**
 * A smooth function on [0, end], in equal pieces that each are a polynomial of low degree: a few
 * multiplications per value, whatever the function costs itself. Immutable.
 */
final class Pieces {
  private final double perPiece;
  private final int last;
  private final int terms;
  private final double[] coefficients;

  private Pieces(double perPiece, int terms, double[] coefficients) {
    this.perPiece = perPiece;
    this.terms = terms;
    this.coefficients = coefficients;
    last = coefficients.length / terms - 1;
  }

  /**
   * Of a function that is asked on [0, end].
   *
   * @param terms coefficients of a piece; with enough of them the values are the function's to
   *     rounding
   */
  static Pieces of(double end, int pieces, int terms, DoubleUnaryOperator function) {
    double[] coefficients = new double[pieces * terms];
    double width = end / pieces;
    for (int piece = 0; piece < pieces; piece++) {
      double lower = piece * width;
      double[] powers = Chebyshev.of(lower, lower + width, terms, function).powers();
      System.arraycopy(powers, 0, coefficients, piece * terms, terms);
    }
    return new Pieces(1 / width, terms, coefficients);
  }

  /** The value at an argument from 0 to the end; NaN at NaN. */
  double at(double u) {
    double place = u * perPiece;
    int piece = Math.min((int) place, last);
    double t = 2 * (place - piece) - 1;
    int start = piece * terms;
    double value = coefficients[start + terms - 1];
    for (int j = start + terms - 2; j >= start; j--) {
      value = value * t + coefficients[j];
    }
    return value;
  }
}
