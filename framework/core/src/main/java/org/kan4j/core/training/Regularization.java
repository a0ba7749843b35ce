/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.training;

import java.util.List;
import org.kan4j.core.plugin.Registries;
import org.kan4j.core.spec.ComponentSpec;
import org.kan4j.core.spec.TrainingSpec;
import org.kan4j.spi.component.KanException;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.RegMetric;
import org.kan4j.spi.training.Regularizer;
import org.kan4j.spi.training.Scores;
import org.kan4j.spi.training.Statistics;

/** The penalties of a fit, times their strength. */
record Regularization(double lambda, RegMetric metric, List<Regularizer> regularizers) {
  static Regularization of(TrainingSpec spec, Registries registries) {
    List<Regularizer> regularizers =
        spec.regularizers().stream().map(registries.regularizers()::create).toList();
    RegMetric metric = registries.metrics().create(spec.metric());
    Regularization all = new Regularization(spec.lambda(), metric, regularizers);
    if (all.usesScores() && !metric.differentiable()) {
      throw KanException.user(
          "training: metric: '%s' has no gradient, so that it cannot regularise; "
              + "it can rank, plot and prune",
          ComponentSpec.of(metric.name()));
    }
    return all;
  }

  boolean usesScores() {
    return regularizers.stream().anyMatch(Regularizer::usesScores);
  }

  /**
   * Lambda times the sum of the penalties.
   *
   * @param parameters the current numbers
   * @param direct receives the derivative by each parameter at fixed statistics, added
   * @param gradient receives the derivative by each statistic, added
   */
  double evaluate(
      Network structure,
      double[] parameters,
      Statistics statistics,
      double[] direct,
      Statistics gradient) {
    Scores scores = metric.scores(structure, statistics);
    Scores adjoint = scores.zero();
    double[] plain = new double[direct.length];
    double sum = 0;
    for (Regularizer regularizer : regularizers) {
      sum += regularizer.penalty(structure, parameters, scores, adjoint, plain);
    }
    for (int p = 0; p < plain.length; p++) {
      direct[p] += lambda * plain[p];
    }
    if (usesScores()) {
      adjoint
          .layers()
          .forEach(layer -> {
            for (int v = 0; v < layer.values().length; v++) {
              layer.values()[v] *= lambda;
            }
          });
      metric.pullBack(structure, statistics, adjoint, gradient);
    }
    return lambda * sum;
  }
}
