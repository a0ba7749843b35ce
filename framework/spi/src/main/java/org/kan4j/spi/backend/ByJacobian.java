/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.spi.backend;

import java.util.Arrays;
import org.kan4j.spi.training.Vector;

/** Products with the Jacobian of a program that has no passes for them: by blocks of its rows. */
final class ByJacobian {
  /** How many numbers are made at a time. */
  private static final int BLOCK = 1 << 20;

  private ByJacobian() {}

  /** What to do with the derivatives {@code jacobian[at …]} of an output. */
  @FunctionalInterface
  private interface Each {
    void output(int number, double[] jacobian, int at);
  }

  static void pushForward(
      Program program, Vector parameters, Columns inputs, double[] direction, double[] slopes) {
    each(
        program,
        parameters,
        inputs,
        slopes.length,
        (number, jacobian, at) -> {
          double sum = 0;
          for (int p = 0; p < direction.length; p++) {
            sum += jacobian[at + p] * direction[p];
          }
          slopes[number] = sum;
        });
  }

  static void pullBack(
      Program program, Vector parameters, Columns inputs, double[] factors, Vector gradient) {
    double[] sum = new double[parameters.size()];
    each(
        program,
        parameters,
        inputs,
        factors.length,
        (number, jacobian, at) -> {
          for (int p = 0; p < sum.length; p++) {
            sum[p] += factors[number] * jacobian[at + p];
          }
        });
    gradient.write(sum);
  }

  private static void each(
      Program program, Vector parameters, Columns inputs, int count, Each each) {
    int rows = inputs.rows();
    if (rows == 0) {
      return;
    }
    int outputs = count / rows;
    int size = parameters.size();
    int run = Math.clamp(BLOCK / Math.multiplyExact(outputs, size), 1, rows);
    double[] jacobian = new double[Math.multiplyExact(run * outputs, size)];
    for (int from = 0; from < rows; from += run) {
      int[] some = new int[Math.min(run, rows - from)];
      int first = from;
      Arrays.setAll(some, r -> first + r);
      program.jacobian(parameters, inputs.select(some), Program.Variables.PARAMETERS, jacobian);
      for (int o = 0; o < some.length * outputs; o++) {
        each.output(from * outputs + o, jacobian, o * size);
      }
    }
  }
}
