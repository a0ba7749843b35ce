/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.loss;

import java.util.Arrays;
import java.util.List;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.training.Loss;

/**
 * The cross-entropy of independent yes-or-no questions, summed over the outputs: each output is the
 * logit of yes, each target the probability of yes, 0 to 1.
 */
public record BinaryCrossEntropy() implements Loss.Curved {
  private static final String NAME = "binary_cross_entropy";

  /** The factory. */
  public static Factory<Loss> factory() {
    return Factory.of(
        NAME,
        "cross-entropy of yes or no, each output a logit",
        List.of(),
        options -> new BinaryCrossEntropy());
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
  public double row(
      int outputs, double[] prediction, double[] target, int offset, double[] gradient) {
    double sum = 0;
    for (int o = offset; o < offset + outputs; o++) {
      double logit = prediction[o];
      double yes = target[o];
      double no = 1 - yes;
      double small = Math.exp(-Math.abs(logit));
      // without a difference of large numbers: a sure and right answer keeps its digits
      double linear = 0;
      if (logit > 0 && no != 0) {
        linear = logit * no;
      } else if (logit < 0 && yes != 0) {
        linear = -logit * yes;
      }
      sum += linear + Math.log1p(small);
      if (gradient != null) {
        double minority = small / (1 + small);
        gradient[o] = logit >= 0 ? no - minority : minority - yes;
      }
    }
    return sum;
  }

  @Override
  public void curvature(
      int outputs, double[] prediction, double[] target, int offset, double[] factor) {
    Arrays.fill(factor, 0, outputs * outputs, 0);
    for (int o = 0; o < outputs; o++) {
      double half = Math.exp(-Math.abs(prediction[offset + o]) / 2);
      factor[o * outputs + o] = half / (1 + half * half);
    }
  }
}
