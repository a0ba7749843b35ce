/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.testkit;

import org.kan4j.spi.component.Options;
import org.kan4j.spi.training.Loss;

/** The sum over outputs of {@code sqrt(1 + r²)}: smooth, and no sum of squares. */
record SampleLoss() implements Loss {
  @Override
  public String name() {
    return "sample_loss";
  }

  @Override
  public Options options() {
    return Options.NONE;
  }

  @Override
  public double row(
      int outputs, double[] prediction, double[] target, int offset, double[] gradient) {
    double sum = 0;
    for (int o = offset; o < offset + outputs; o++) {
      double residual = prediction[o] - target[o];
      double root = Math.sqrt(1 + residual * residual);
      sum += root;
      if (gradient != null) {
        gradient[o] = residual / root;
      }
    }
    return sum;
  }
}
