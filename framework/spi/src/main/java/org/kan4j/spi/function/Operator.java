/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.function;

/** The elementwise operators in which functions and bases describe themselves. */
public enum Operator {
  /** {@code -a}. */
  NEG(1),
  /** {@code |a|}. */
  ABS(1),
  /** {@code e^a}. */
  EXP(1),
  /** Natural logarithm. */
  LOG(1),
  /** Square root. */
  SQRT(1),
  /** Sine, radians. */
  SIN(1),
  /** Cosine, radians. */
  COS(1),
  /** Hyperbolic tangent. */
  TANH(1),
  /** The largest whole number not above {@code a}. */
  FLOOR(1),
  /** -1, 0 or 1. */
  SIGN(1),
  /** {@code a + b}. */
  ADD(2),
  /** {@code a - b}. */
  SUB(2),
  /** {@code a * b}. */
  MUL(2),
  /** {@code a / b}. */
  DIV(2),
  /** The smaller. */
  MIN(2),
  /** The larger. */
  MAX(2),
  /** 1 where {@code a < b}, else 0; 0 where either is NaN. */
  LESS(2),
  /** {@code b} where {@code a} is not 0, else {@code c}. */
  WHERE(3);

  private final int arity;

  Operator(int arity) {
    this.arity = arity;
  }

  /** How many arguments it takes. */
  public int arity() {
    return arity;
  }
}
