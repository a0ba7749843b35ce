/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import java.util.Arrays;
import java.util.Optional;
import org.kan4j.spi.training.LeastSquares;
import org.kan4j.spi.training.Loss;
import org.kan4j.spi.training.Vector;

/**
 * A weighted mean of squares as a sum of squares: each residual times the root of its row's share
 * in the mean.
 */
record SquaredResiduals(OutputJacobian outputs, Loss.Squares loss) implements LeastSquares {
  @Override
  public int residuals() {
    return outputs.count();
  }

  @Override
  public void residuals(Vector parameters, double[] residual) {
    int width = outputs.outputs();
    int rows = outputs.batch().inputs().rows();
    double[] prediction = outputs.predictions(parameters, 0, rows);
    double[] target = outputs.targets(0, rows);
    double[] roots = outputs.roots();
    double mean = Math.sqrt(1.0 / width);
    for (int r = 0; r < rows * width; r++) {
      double root = mean * roots[r / width];
      residual[r] = root == 0 ? 0 : root * loss.residual(prediction[r], target[r]);
    }
  }

  @Override
  public void jacobian(Vector parameters, int from, int to, double[] jacobian) {
    outputs.rows(parameters, from, to, slopes(), jacobian);
  }

  @Override
  public Optional<Products> products(Vector parameters) {
    return Optional.of(outputs.products(parameters, slopes()));
  }

  private OutputJacobian.Factor slopes() {
    int width = outputs.outputs();
    double mean = Math.sqrt(1.0 / width);
    return (prediction, target, offset, factor) -> {
      Arrays.fill(factor, 0);
      for (int o = 0; o < width; o++) {
        factor[o * width + o] = mean * loss.slope(prediction[offset + o], target[offset + o]);
      }
    };
  }
}
