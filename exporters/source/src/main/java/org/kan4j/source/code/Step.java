/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.source.code;

import java.util.List;

/** A statement of a program. */
public sealed interface Step {
  /** A new real variable. */
  record Let(String name, Term value) implements Step {}

  /** A new whole variable. */
  record LetWhole(String name, Term value) implements Step {}

  /** A new array of zeros. */
  record NewArray(String name, int size) implements Step {}

  /** {@code target = value}; the target is a name or an entry. */
  record Assign(Term target, Term value) implements Step {}

  /** {@code target += value}. */
  record Add(Term target, Term value) implements Step {}

  /** The steps for every whole number from one (included) to another (excluded). */
  record Loop(String variable, Term from, Term to, List<Step> body) implements Step {
    /** Copies the list. */
    public Loop {
      body = List.copyOf(body);
    }
  }

  /** The steps as long as a condition is true. */
  record While(Term condition, List<Step> body) implements Step {
    /** Copies the list. */
    public While {
      body = List.copyOf(body);
    }
  }

  /** One or the other, by a condition. */
  record Branch(Term condition, List<Step> yes, List<Step> no) implements Step {
    /** Copies the lists. */
    public Branch {
      yes = List.copyOf(yes);
      no = List.copyOf(no);
    }
  }

  /** A function of the program, for what it does to its arguments. */
  record Do(Term.Own call) implements Step {}

  /** The value of the function. */
  record Return(Term value) implements Step {}
}
