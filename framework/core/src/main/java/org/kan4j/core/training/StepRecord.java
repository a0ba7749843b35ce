/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

/**
 * What one training step did. Losses are those of the network's own scale: of standardised targets
 * for regression, so that a mean squared error of 1 is that of a constant.
 *
 * @param step its number, from 1
 * @param objective training loss plus penalty, where the optimizer reports it: after the step for
 *     methods that know it, before it for others; of the step's rows
 * @param trainLoss the objective without the penalty
 * @param validationLoss of all validation rows after the step; NaN if there are none, or if it was
 *     not this step's turn (mini-batches: at the end of each epoch)
 * @param gradientNorm Euclidean norm of the gradient
 * @param evaluations how often the objective was evaluated
 * @param gridUpdated whether grids moved just before this step
 * @param seconds since the fit began
 */
public record StepRecord(
    int step,
    double objective,
    double trainLoss,
    double validationLoss,
    double gradientNorm,
    int evaluations,
    boolean gridUpdated,
    double seconds) {
  /** The part of the objective that the regularizers make. */
  public double penalty() {
    return objective - trainLoss;
  }
}
