/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.table;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.kan4j.core.formula.Expression;
import org.kan4j.spi.component.KanException;

/** Random points and the value of a formula there, as a table. */
public final class FormulaTable {
  private FormulaTable() {}

  /**
   * Where points are drawn.
   *
   * @param rows how many
   * @param lower lower end of each variable, or one for all
   * @param upper upper end of each variable, or one for all
   * @param noise standard deviation of Gaussian noise on the target, in its units
   * @param seed the same seed gives the same points
   */
  public record Sampling(
      int rows, List<Double> lower, List<Double> upper, double noise, long seed) {
    /**
     * Checks the numbers and copies the lists.
     *
     * @throws KanException of kind USER
     */
    public Sampling {
      if (rows < 1) {
        throw KanException.user("%d rows to draw; at least 1 is needed", rows);
      }
      if (!(noise >= 0) || Double.isInfinite(noise)) {
        throw KanException.user("noise %s; it is a finite number, at least 0", noise);
      }
      lower = List.copyOf(lower);
      upper = List.copyOf(upper);
    }
  }

  /**
   * Draws points uniformly, column by column; variables in alphabetical order, then the target.
   *
   * @param target name of the column of values; not a variable of the formula
   * @throws KanException of kind USER for ends that do not fit, DATA where the formula has no value
   */
  public static Table draw(Expression formula, String target, Sampling sampling) {
    List<String> variables = formula.variables().stream().sorted().toList();
    if (variables.contains(target)) {
      throw KanException.user(
          "the target '%s' is also a variable of the formula %s; name it otherwise",
          target, formula);
    }
    if (variables.isEmpty()) {
      throw KanException.user("the formula %s has no variable to draw", formula);
    }
    SplittableRandom random = new SplittableRandom(sampling.seed());
    List<double[]> columns = new ArrayList<>();
    for (int v = 0; v < variables.size(); v++) {
      double lower = end("lower", sampling.lower(), v, variables);
      double upper = end("upper", sampling.upper(), v, variables);
      if (!(lower < upper) || Double.isInfinite(upper - lower)) {
        throw KanException.user(
            "variable %s: lower end %s is not below upper end %s, or the range is not finite",
            variables.get(v), lower, upper);
      }
      SplittableRandom column = random.split();
      columns.add(column.doubles(sampling.rows(), lower, upper).toArray());
    }
    ArrayTable.Builder table = ArrayTable.builder(formula.toString());
    for (int v = 0; v < variables.size(); v++) {
      table.numbers(variables.get(v), columns.get(v));
    }
    return table.numbers(target, values(formula, variables, columns, sampling)).build();
  }

  private static double end(String name, List<Double> ends, int variable, List<String> variables) {
    if (ends.size() != 1 && ends.size() != variables.size()) {
      throw KanException.user(
          "%s: %d numbers for the %d variables %s; give one for all, or one for each",
          name, ends.size(), variables.size(), variables);
    }
    return ends.get(ends.size() == 1 ? 0 : variable);
  }

  private static double[] values(
      Expression formula, List<String> variables, List<double[]> columns, Sampling sampling) {
    SplittableRandom noise = new SplittableRandom(~sampling.seed());
    double[] values =
        formula.evaluate(variables, columns.toArray(double[][]::new), sampling.rows());
    for (int row = 0; row < values.length; row++) {
      if (!Double.isFinite(values[row])) {
        int bad = row;
        throw KanException.data(
            "%s is %s at %s = %s; choose ranges on which it has a value",
            formula, values[row], variables, columns.stream().map(c -> c[bad]).toList());
      }
      if (sampling.noise() > 0) {
        values[row] += sampling.noise() * noise.nextGaussian();
      }
    }
    return values;
  }
}
