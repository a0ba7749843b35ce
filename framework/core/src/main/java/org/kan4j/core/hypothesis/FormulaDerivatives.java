/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.hypothesis;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hipparchus.analysis.differentiation.DerivativeStructure;
import org.kan4j.core.formula.DerivativeEvaluation;
import org.kan4j.core.formula.Expression;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.component.NearMiss;

/**
 * The exact derivatives of a formula. Where it is not smooth (a minimum of equals, a step) they are
 * those of one side.
 *
 * @param formula the formula
 * @param variables its variables, and perhaps more, in the order of the columns of the points
 */
public record FormulaDerivatives(Expression formula, List<String> variables)
    implements Derivatives {
  /**
   * Checks that every variable of the formula is there.
   *
   * @throws KanException of kind USER that names one that is not
   */
  public FormulaDerivatives {
    requireNonNull(formula, "formula is null");
    variables = List.copyOf(variables);
    for (String name : formula.variables()) {
      if (!variables.contains(name)) {
        throw KanException.user(
            "the formula has a variable '%s', which has no values; %s",
            name, NearMiss.describe(name, variables));
      }
    }
  }

  @Override
  public List<PointDerivatives> at(double[][] x, int order) {
    Series series = new Series(variables.size(), order);
    List<PointDerivatives> results = new ArrayList<>();
    for (double[] point : x) {
      Map<String, DerivativeStructure> values = new HashMap<>();
      for (int v = 0; v < variables.size(); v++) {
        values.put(variables.get(v), series.variable(v, point[v]));
      }
      results.add(
          series.read(new DerivativeEvaluation<>(values, series.constant(0)).evaluate(formula)));
    }
    return results;
  }
}
