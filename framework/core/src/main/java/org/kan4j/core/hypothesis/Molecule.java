/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.hypothesis;

import java.util.List;

/**
 * Variables that a function looks at through a single number, and how that number is made of
 * smaller molecules.
 *
 * @param variables their numbers, part by part
 * @param relation how the parts meet
 * @param dependence the largest dependence of the group on the rest, as in {@link Symmetry}; 0 for
 *     a single variable and for all
 * @param parts smaller molecules; none for a single variable
 */
public record Molecule(
    List<Integer> variables, Relation relation, double dependence, List<Molecule> parts) {
  /** How parts meet. */
  public enum Relation {
    /** There are no parts. */
    VARIABLE("variable"),
    /** {@code g(A) + h(B)}. */
    SUM("sum"),
    /** {@code g(A) · h(B)}. */
    PRODUCT("product"),
    /** {@code F(g(A) + h(B))}. */
    GENERAL("function of a sum"),
    /** {@code F(g(A), h(B))}: nothing more is known. */
    ANY("function");

    private final String text;

    Relation(String text) {
      this.text = text;
    }

    /** The same in words. */
    public String text() {
      return text;
    }
  }

  /** Copies the lists. */
  public Molecule {
    variables = List.copyOf(variables);
    parts = List.copyOf(parts);
  }

  static Molecule variable(int number) {
    return new Molecule(List.of(number), Relation.VARIABLE, 0, List.of());
  }
}
