/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.loss;

import java.util.List;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.training.Loss;

/**
 * The cross-entropy {@code Σ_k t_k · (log Σ_j exp(p_j) - p_k)} between the targets of a row and the
 * softmax of its outputs: one output and one target column per class. The targets are nonnegative
 * weights of the classes, 1 for the right one or soft labels; they need not sum to one.
 */
public record SoftmaxCrossEntropy() implements Loss.Curved {
  private static final String NAME = "softmax_cross_entropy";

  /** The factory. */
  public static Factory<Loss> factory() {
    return Factory.of(
        NAME,
        "cross-entropy of one class out of several, one output per class",
        List.of(),
        options -> new SoftmaxCrossEntropy());
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
    int end = offset + outputs;
    int top = offset;
    double total = 0;
    for (int k = offset; k < end; k++) {
      if (prediction[k] > prediction[top]) {
        top = k;
      }
      total += target[k];
    }
    // the top class apart, so that the loss of a sure and right answer keeps its digits
    double rest = 0;
    for (int k = offset; k < end; k++) {
      if (k != top) {
        rest += Math.exp(prediction[k] - prediction[top]);
      }
    }
    double logSum = Math.log1p(rest);
    double loss = 0;
    for (int k = offset; k < end; k++) {
      if (target[k] != 0) {
        loss += target[k] * (logSum - (prediction[k] - prediction[top]));
      }
    }
    if (gradient != null) {
      for (int k = offset; k < end; k++) {
        if (k == top) {
          gradient[k] = (total - target[k]) - total * (rest / (1 + rest));
        } else {
          double share = Math.exp(prediction[k] - prediction[top]) / (1 + rest);
          gradient[k] = total * share - target[k];
        }
      }
    }
    return loss;
  }

  /** {@code total·(diag p - p pᵀ)} is {@code FᵀF} with rows {@code sqrt(total·p_k)·(e_k - p)}. */
  @Override
  public void curvature(
      int outputs, double[] prediction, double[] target, int offset, double[] factor) {
    int end = offset + outputs;
    double top = Double.NEGATIVE_INFINITY;
    double total = 0;
    for (int k = offset; k < end; k++) {
      top = Math.max(top, prediction[k]);
      total += target[k];
    }
    double sum = 0;
    for (int k = offset; k < end; k++) {
      sum += Math.exp(prediction[k] - top);
    }
    for (int j = 0; j < outputs; j++) {
      double share = Math.exp(prediction[offset + j] - top) / sum;
      for (int k = 0; k < outputs; k++) {
        factor[k * outputs + j] = -share;
      }
    }
    for (int k = 0; k < outputs; k++) {
      double share = -factor[k * outputs + k];
      double rest = 0;
      for (int j = 0; j < outputs; j++) {
        rest -= j == k ? 0 : factor[k * outputs + j];
      }
      double root = Math.sqrt(total * share);
      for (int j = 0; j < outputs; j++) {
        factor[k * outputs + j] = root * (j == k ? rest : factor[k * outputs + j]);
      }
    }
  }
}
