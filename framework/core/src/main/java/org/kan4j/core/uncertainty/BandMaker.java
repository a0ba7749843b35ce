/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.core.uncertainty;

import org.kan4j.core.evaluation.Predictions;
import org.kan4j.core.model.Kan;
import org.kan4j.core.model.Scaling;
import org.kan4j.core.model.Task;

/** Turns errors of the outputs of a network into bands of predictions, row by row. */
final class BandMaker {
  private final Kan kan;
  private final Predictions predictions;
  private final double[] noise;
  private final double width;
  private final double[] lower;
  private final double[] upper;
  private final double[] lowerNew;
  private final double[] upperNew;

  /**
   * For predictions of a model.
   *
   * @param noise of each scaled target; empty for classes and labels
   * @param width standard errors to each side
   */
  BandMaker(Kan kan, Predictions predictions, double[] noise, double width) {
    this.kan = kan;
    this.predictions = predictions;
    this.noise = noise;
    this.width = width;
    int count = predictions.values().length;
    lower = new double[count];
    upper = new double[count];
    lowerNew = new double[noise.length == 0 ? 0 : count];
    upperNew = new double[lowerNew.length];
  }

  /**
   * The bands of one row.
   *
   * @param outputs of the network, all rows
   * @param white for each output of the row, its slopes by independent parameters
   */
  void row(int row, double[] outputs, double[][] white) {
    switch (kan.task()) {
      case Task.Regression regression -> {
        for (int o = 0; o < white.length; o++) {
          regression(regression.scalings().get(o), row * white.length + o, outputs, white, o);
        }
      }
      case Task.MultiLabel labels -> {
        for (int o = 0; o < labels.outputs(); o++) {
          int at = row * white.length + o;
          double error = width * Math.sqrt(Covariance.covariance(white[o], null));
          lower[at] = sigmoid(outputs[at] - error);
          upper[at] = sigmoid(outputs[at] + error);
        }
      }
      case Task.Classification classes when classes.outputs() == 1 -> {
        double error = width * Math.sqrt(Covariance.covariance(white[0], null));
        int at = 2 * row;
        lower[at + 1] = sigmoid(outputs[row] - error);
        upper[at + 1] = sigmoid(outputs[row] + error);
        lower[at] = sigmoid(-outputs[row] - error);
        upper[at] = sigmoid(-outputs[row] + error);
      }
      case Task.Classification classes -> softmax(row, classes.outputs(), white);
    }
  }

  private void regression(Scaling scaling, int at, double[] outputs, double[][] white, int o) {
    double variance = Covariance.covariance(white[o], null);
    double mean = width * Math.sqrt(variance);
    double fresh = width * Math.sqrt(variance + noise[o] * noise[o]);
    double up = scaling.invert(outputs[at] + mean);
    double down = scaling.invert(outputs[at] - mean);
    lower[at] = Math.min(up, down);
    upper[at] = Math.max(up, down);
    up = scaling.invert(outputs[at] + fresh);
    down = scaling.invert(outputs[at] - fresh);
    lowerNew[at] = Math.min(up, down);
    upperNew[at] = Math.max(up, down);
  }

  /**
   * The log-odds of each class against all others, to first order; so bands stay within 0 and 1.
   */
  private void softmax(int row, int classes, double[][] white) {
    int start = row * classes;
    for (int k = 0; k < classes; k++) {
      double share = predictions.values()[start + k];
      double rest = 1 - share;
      double[] slope = white[k].clone();
      for (int j = 0; j < classes; j++) {
        double part = j == k || rest <= 0 ? 0 : predictions.values()[start + j] / rest;
        for (int p = 0; p < slope.length && part > 0; p++) {
          slope[p] -= part * white[j][p];
        }
      }
      double error = width * Math.sqrt(Covariance.covariance(slope, null));
      double odds = Math.log(share) - Math.log(rest);
      lower[start + k] = sigmoid(odds - error);
      upper[start + k] = sigmoid(odds + error);
    }
  }

  private static double sigmoid(double logit) {
    double small = Math.exp(-Math.abs(logit));
    return logit >= 0 ? 1 / (1 + small) : small / (1 + small);
  }

  Bands bands(double level) {
    return new Bands(predictions, level, lower, upper, lowerNew, upperNew);
  }
}
