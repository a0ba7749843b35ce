/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.loss;

import java.util.List;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.training.Loss;

/** The mean over the outputs of the squared differences to the targets. */
public record MeanSquaredError() implements Loss.Squares {
  private static final String NAME = "mean_squared_error";

  /** The factory. */
  public static Factory<Loss> factory() {
    return Factory.of(
        NAME,
        "mean of the squared differences, for regression",
        List.of(),
        options -> new MeanSquaredError());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Options options() {
    return Options.NONE;
  }

  @Override
  public double residual(double prediction, double target) {
    return prediction - target;
  }

  @Override
  public double slope(double prediction, double target) {
    return 1;
  }

  @Override
  public double row(
      int outputs, double[] prediction, double[] target, int offset, double[] gradient) {
    double sum = 0;
    for (int o = offset; o < offset + outputs; o++) {
      double residual = prediction[o] - target[o];
      sum += residual * residual;
      if (gradient != null) {
        gradient[o] = 2 * residual / outputs;
      }
    }
    return sum / outputs;
  }
}
