/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.source.code;

import java.util.List;
import org.kan4j.core.formula.NamedFunction;

/** An expression of a program. Without effects; real unless said otherwise. */
public sealed interface Term {
  /** A real number. */
  record Real(double value) implements Term {}

  /** A whole number. */
  record Whole(int value) implements Term {}

  /** A variable or parameter, real or whole. */
  record Name(String name) implements Term {}

  /** An entry of an array or table. */
  record At(String array, Term index) implements Term {}

  /** Arithmetic of two terms of one type; halves of whole numbers are rounded down. */
  record Arithmetic(Sign sign, Term left, Term right) implements Term {}

  /** {@code -of}. */
  record Negative(Term of) implements Term {}

  /** A condition: true where the left is smaller, false where either is NaN. */
  record Less(Term left, Term right) implements Term {}

  /** A condition: true where they differ, and where either is NaN. */
  record Differs(Term left, Term right) implements Term {}

  /** {@code yes} where a condition is true, else {@code no}. */
  record Choice(Term condition, Term yes, Term no) implements Term {}

  /** A function of the language; NaN gives NaN, and what it is not defined for too. */
  record Call(NamedFunction function, List<Term> arguments) implements Term {
    /** Copies the list. */
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /** A function of the program. */
  record Own(String function, List<Term> arguments) implements Term {
    /** Copies the list. */
    public Own {
      arguments = List.copyOf(arguments);
    }
  }

  /** The whole part of a real number, as a whole number; 0 for negative ones and NaN. */
  record Floor(Term of) implements Term {}

  /** Signs of arithmetic. */
  enum Sign {
    /** Sum. */
    PLUS("+"),
    /** Difference. */
    MINUS("-"),
    /** Product. */
    TIMES("*"),
    /** Quotient of real numbers. */
    OVER("/"),
    /** Half of a whole number: its right side is 2. */
    HALF("/");

    private final String text;

    Sign(String text) {
      this.text = text;
    }

    /** As most languages write it. */
    public String text() {
      return text;
    }
  }

  /** A real number. */
  static Term of(double value) {
    return new Real(value);
  }

  /** A whole number. */
  static Term of(int value) {
    return new Whole(value);
  }

  /** A variable. */
  static Term of(String name) {
    return new Name(name);
  }

  /** {@code this + other}, less what changes nothing. */
  default Term plus(Term other) {
    if (other.equals(of(0)) || other.equals(of(0.0))) {
      return this;
    }
    return equals(of(0)) || equals(of(0.0)) ? other : new Arithmetic(Sign.PLUS, this, other);
  }

  /** {@code this - other}. */
  default Term minus(Term other) {
    return other.equals(of(0)) || other.equals(of(0.0))
        ? this
        : new Arithmetic(Sign.MINUS, this, other);
  }

  /** {@code this * other}, less what changes nothing. */
  default Term times(Term other) {
    if (other.equals(of(1)) || other.equals(of(1.0))) {
      return this;
    }
    return equals(of(1)) || equals(of(1.0)) ? other : new Arithmetic(Sign.TIMES, this, other);
  }

  /** {@code this / other}. */
  default Term over(Term other) {
    return other.equals(of(1.0)) ? this : new Arithmetic(Sign.OVER, this, other);
  }

  /** {@code array[this]}. */
  default Term in(String array) {
    return new At(array, this);
  }
}
