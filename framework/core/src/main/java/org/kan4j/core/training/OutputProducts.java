/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import org.kan4j.spi.backend.Columns;
import org.kan4j.spi.backend.Program;
import org.kan4j.spi.training.Curvature;
import org.kan4j.spi.training.Vector;

/**
 * Products with the derivatives of the outputs, each row's turned by a factor of its loss, at one
 * point: a pass forward or back for each, and no memory beyond a few numbers per output. Confined
 * to one thread.
 *
 * @param predictions at the point, {@code [rows][outputs]}
 * @param targets of the rows, alike
 * @param roots the root of each row's share in the mean
 */
record OutputProducts(
    At at, OutputJacobian.Factor factor, double[] predictions, double[] targets, double[] roots)
    implements Curvature.Products {
  /** Where. */
  record At(Program program, Vector parameters, Columns inputs) {}

  private int outputs() {
    return predictions.length / roots.length;
  }

  @Override
  public void times(double[] v, double[] product) {
    Vector direction = at.program.vector();
    direction.write(v);
    double[] slopes = new double[predictions.length];
    at.program.pushForward(at.parameters, at.inputs, direction, slopes);
    turn(slopes, product, false);
  }

  @Override
  public void transposed(double[] u, double[] product) {
    double[] factors = new double[predictions.length];
    turn(u, factors, true);
    Vector gradient = at.program.vector();
    at.program.pullBack(at.parameters, at.inputs, factors, gradient);
    gradient.read(product);
  }

  /** Root times factor, or its transpose, times the numbers of each row. */
  private void turn(double[] from, double[] to, boolean transposed) {
    int outputs = outputs();
    double[] of = new double[outputs * outputs];
    for (int row = 0; row < roots.length; row++) {
      int first = row * outputs;
      if (roots[row] != 0) { // else whatever stands in a row without weight
        factor.of(predictions, targets, first, of);
      }
      for (int o = 0; o < outputs; o++) {
        double sum = 0;
        for (int k = 0; k < outputs && roots[row] != 0; k++) {
          double f = transposed ? of[k * outputs + o] : of[o * outputs + k];
          sum += f == 0 ? 0 : f * from[first + k];
        }
        to[first + o] = roots[row] * sum;
      }
    }
  }
}
