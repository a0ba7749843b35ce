/* SPDX-License-Identifier: Apache-2.0 */
package org.kan4j.plugin.standard.regularizer;

import java.util.List;
import org.kan4j.spi.component.Factory;
import org.kan4j.spi.component.Option;
import org.kan4j.spi.component.Options;
import org.kan4j.spi.network.Matrix;
import org.kan4j.spi.network.Network;
import org.kan4j.spi.training.Regularizer;
import org.kan4j.spi.training.Scores;

/**
 * Presses whole groups of edges towards zero together (the group lasso; Yuan and Lin, 2006): the
 * root of the sum of the squared scores of all edges that leave an input, or that lead to a
 * subnode, times the root of their number, so that large groups are not favoured. So nodes and
 * inputs go as a whole, where a sum of scores thins out all of them. A group whose scores are all 0
 * has derivative 0.
 *
 * @param inputs weight of the groups of edges that leave an input of the network
 * @param nodes weight of the groups of edges that lead to a subnode
 */
public record Groups(double inputs, double nodes) implements Regularizer {
  private static final String NAME = "groups";
  private static final Option<Double> INPUTS =
      Option.real("inputs", 1, 0, Double.MAX_VALUE, "weight of the inputs of the network");
  private static final Option<Double> NODES =
      Option.real("nodes", 1, 0, Double.MAX_VALUE, "weight of the subnodes of every layer");
  private static final List<Option<?>> OPTIONS = List.of(INPUTS, NODES);

  /** The factory. */
  public static Factory<Regularizer> factory() {
    return Factory.of(
        NAME,
        "root mean square scores of whole inputs and nodes, so that they go as a whole",
        OPTIONS,
        options -> new Groups(options.get(INPUTS), options.get(NODES)));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Options options() {
    return Options.defaults(OPTIONS).with(INPUTS, inputs).with(NODES, nodes);
  }

  @Override
  public double penalty(
      Network structure,
      double[] parameters,
      Scores scores,
      Scores scoreGradient,
      double[] gradient) {
    double penalty = 0;
    for (int l = 0; l < scores.layers().size(); l++) {
      Matrix layer = scores.layers().get(l);
      double[] slope = scoreGradient.layers().get(l).values();
      int columns = layer.columns();
      for (int i = 0; l == 0 && i < layer.rows(); i++) {
        penalty += group(layer.values(), slope, i * columns, 1, columns, inputs);
      }
      for (int o = 0; o < columns; o++) {
        penalty += group(layer.values(), slope, o, columns, layer.rows(), nodes);
      }
    }
    return penalty;
  }

  /** The norm of {@code count} scores from {@code start} on, {@code stride} apart. */
  private static double group(
      double[] score, double[] slope, int start, int stride, int count, double weight) {
    double squares = 0;
    for (int e = 0; e < count; e++) {
      double s = score[start + e * stride];
      squares += s * s;
    }
    if (squares == 0 || weight == 0) {
      return 0;
    }
    double norm = Math.sqrt(squares);
    double factor = weight * Math.sqrt(count);
    for (int e = 0; e < count; e++) {
      slope[start + e * stride] += factor * score[start + e * stride] / norm;
    }
    return factor * norm;
  }
}
