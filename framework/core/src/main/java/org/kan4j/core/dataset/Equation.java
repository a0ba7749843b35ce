/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.dataset;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.kan4j.core.formula.Expression;
import org.kan4j.spi.component.KanException;

/**
 * A formula with the ranges of its variables.
 *
 * @param number its place in the list it belongs to, from 1
 * @param name what the source calls it: {@code I.6.20a}
 * @param formula the formula
 * @param variables its variables, in the order of the source
 */
public record Equation(int number, String name, Expression formula, List<Variable> variables)
    implements PointFunction {
  /** Checks that every variable has a range. */
  public Equation {
    requireNonNull(name, "name is null");
    variables = List.copyOf(variables);
    List<String> names = variables.stream().map(Variable::name).toList();
    if (!names.containsAll(formula.variables())) {
      throw KanException.user(
          "%s: %s has variables %s, ranges are there for %s",
          name, formula, formula.variables(), names);
    }
  }

  @Override
  public double value(double... point) {
    return formula.evaluate(names(), point);
  }

  /** The names of the variables, in order. */
  public List<String> names() {
    return variables.stream().map(Variable::name).toList();
  }

  /** Training and test data drawn uniformly from the ranges; the label is {@code y}. */
  public Dataset dataset(int train, int test, long seed) {
    String label = names().contains("y") ? "target" : "y";
    return Dataset.create(label, this, new Draw(variables, train, test, seed));
  }
}
