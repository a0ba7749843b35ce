/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import java.util.Optional;
import org.kan4j.spi.training.Curvature;
import org.kan4j.spi.training.Loss;
import org.kan4j.spi.training.Vector;

/** The Gauss-Newton curvature of a weighted mean of losses that are curved in the outputs. */
record OutputCurvature(OutputJacobian outputs, Loss.Curved loss) implements Curvature {
  /** The Hessian is twice the square of the rows. */
  private static final double HALF = Math.sqrt(0.5);

  @Override
  public int rows() {
    return outputs.count();
  }

  @Override
  public void rows(Vector parameters, int from, int to, double[] rows) {
    outputs.rows(parameters, from, to, factor(), rows);
  }

  @Override
  public Optional<Products> products(Vector parameters) {
    return Optional.of(outputs.products(parameters, factor()));
  }

  private OutputJacobian.Factor factor() {
    int width = outputs.outputs();
    return (prediction, target, offset, factor) -> {
      loss.curvature(width, prediction, target, offset, factor);
      for (int f = 0; f < factor.length; f++) {
        factor[f] *= HALF;
      }
    };
  }
}
