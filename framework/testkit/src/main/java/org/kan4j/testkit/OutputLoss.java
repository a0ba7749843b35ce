/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.testkit;

import org.kan4j.spi.component.Options;
import org.kan4j.spi.training.Loss;

/** A single output of the network as the loss: its gradient is a row of the Jacobian. */
record OutputLoss(int number) implements Loss {
  @Override
  public String name() {
    return "sample_output";
  }

  @Override
  public Options options() {
    return Options.NONE;
  }

  @Override
  public double row(
      int outputs, double[] prediction, double[] target, int offset, double[] gradient) {
    if (gradient != null) {
      for (int o = 0; o < outputs; o++) {
        gradient[offset + o] = o == number ? 1 : 0;
      }
    }
    return prediction[offset + number];
  }
}
