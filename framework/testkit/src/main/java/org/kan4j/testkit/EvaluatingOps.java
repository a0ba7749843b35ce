/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.testkit;

import java.util.List;
import org.kan4j.spi.function.Operator;
import org.kan4j.spi.function.Ops;

/**
 * Computes what a basis or function describes, on matrices {@code [rows][columns]}, operator by
 * operator as they are defined: the oracle that other readers of a description are held against.
 * Constants have one row, which stands for all.
 */
public final class EvaluatingOps implements Ops<double[][]> {
  /** The interpreter; it has no state. */
  public EvaluatingOps() {}

  /** A single column. */
  public static double[][] column(double... x) {
    double[][] column = new double[x.length][];
    for (int s = 0; s < x.length; s++) {
      column[s] = new double[] {x[s]};
    }
    return column;
  }

  @Override
  public double[][] constant(double... row) {
    return new double[][] {row.clone()};
  }

  @Override
  public double[][] apply(Operator operator, List<double[][]> arguments) {
    if (arguments.size() != operator.arity()) {
      throw new IllegalArgumentException(
          "%s takes %d arguments, got %d".formatted(operator, operator.arity(), arguments.size()));
    }
    int rows = 1;
    int columns = 1;
    for (double[][] argument : arguments) {
      rows = common(rows, argument.length);
      columns = common(columns, argument[0].length);
    }
    double[][] result = new double[rows][columns];
    double[] values = new double[arguments.size()];
    for (int s = 0; s < rows; s++) {
      for (int j = 0; j < columns; j++) {
        for (int a = 0; a < values.length; a++) {
          double[][] argument = arguments.get(a);
          double[] row = argument[argument.length == 1 ? 0 : s];
          values[a] = row[row.length == 1 ? 0 : j];
        }
        result[s][j] = value(operator, values);
      }
    }
    return result;
  }

  @Override
  public double[][] slice(double[][] value, int from, int to) {
    if (from < 0 || to <= from || to > value[0].length) {
      throw new IllegalArgumentException(
          "columns %d to %d of %d".formatted(from, to, value[0].length));
    }
    double[][] result = new double[value.length][to - from];
    for (int s = 0; s < value.length; s++) {
      System.arraycopy(value[s], from, result[s], 0, to - from);
    }
    return result;
  }

  @Override
  public double[][] concat(List<double[][]> values) {
    int rows = 1;
    int columns = 0;
    for (double[][] value : values) {
      rows = common(rows, value.length);
      columns += value[0].length;
    }
    double[][] result = new double[rows][columns];
    for (int s = 0; s < rows; s++) {
      int at = 0;
      for (double[][] value : values) {
        double[] row = value[value.length == 1 ? 0 : s];
        System.arraycopy(row, 0, result[s], at, row.length);
        at += row.length;
      }
    }
    return result;
  }

  @Override
  public double[][] gather(double[][] table, double[][] index) {
    double[][] result = new double[index.length][];
    for (int s = 0; s < index.length; s++) {
      double number = index[s][0];
      if (number != Math.rint(number) && !Double.isNaN(number)) {
        throw new IllegalArgumentException("row number " + number + " is not whole");
      }
      result[s] = table[(int) number].clone();
    }
    return result;
  }

  private static int common(int a, int b) {
    if (a != b && a != 1 && b != 1) {
      throw new IllegalArgumentException("shapes do not broadcast: " + a + " and " + b);
    }
    return Math.max(a, b);
  }

  private static double value(Operator operator, double[] v) {
    return switch (operator) {
      case NEG -> -v[0];
      case ABS -> Math.abs(v[0]);
      case EXP -> Math.exp(v[0]);
      case LOG -> Math.log(v[0]);
      case SQRT -> Math.sqrt(v[0]);
      case SIN -> Math.sin(v[0]);
      case COS -> Math.cos(v[0]);
      case TANH -> Math.tanh(v[0]);
      case FLOOR -> Math.floor(v[0]);
      case SIGN -> Math.signum(v[0]);
      case ADD -> v[0] + v[1];
      case SUB -> v[0] - v[1];
      case MUL -> v[0] * v[1];
      case DIV -> v[0] / v[1];
      case MIN -> Math.min(v[0], v[1]);
      case MAX -> Math.max(v[0], v[1]);
      case LESS -> v[0] < v[1] ? 1 : 0;
      case WHERE -> v[0] != 0 ? v[1] : v[2];
    };
  }
}
